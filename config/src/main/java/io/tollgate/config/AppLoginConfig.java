package io.tollgate.config;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The login of an app that keeps its own form and its own passwords ({@code login.by: app}). Immutable.
 *
 * @param form how a login by a form is told; null where there is none
 * @param basic how a login by Basic credentials (RFC 7617) is told; null where the app takes none
 * @param page where people without a session are sent, as a whole path on the host; null where the app asks by Basic only
 * @param before what may be asked for without a session so that the app can show its form
 * @param logout the app's own logout
 * @param roles of whoever is not in the user table; empty: nobody but those in the table gets in
 */
public record AppLoginConfig(
        @Nullable FormLogin form,
        @Nullable BasicLogin basic,
        @Nullable String page,
        List<RulePattern> before,
        List<RulePattern> logout,
        List<String> roles) {

    public AppLoginConfig {
        before = List.copyOf(before);
        logout = List.copyOf(logout);
        roles = List.copyOf(roles);
        if (form == null && basic == null) {
            throw new IllegalArgumentException("people log in by a form or by Basic credentials");
        }
        if (page == null && basic == null) {
            throw new IllegalArgumentException("a form stands on a page");
        }
    }

    /**
     * A login whose name and password are fields of a form.
     *
     * @param at where the app checks them: only there is an answer taken for a login that succeeded
     * @param userField the name of the field, compared without letter case
     * @param passwordField the same
     */
    public record FormLogin(
            List<RulePattern> at, String userField, String passwordField, LoginMarkers success, LoginMarkers failure) {

        public FormLogin {
            at = List.copyOf(at);
            if (at.isEmpty() || userField.isBlank() || passwordField.isBlank()) {
                throw new IllegalArgumentException("a form has a place, a user and a password");
            }
            Objects.requireNonNull(success);
            Objects.requireNonNull(failure);
        }
    }

    /**
     * A login whose name and password stand in {@code Authorization: Basic}.
     *
     * @param at where the app checks them: only there is an answer taken for a login that succeeded
     */
    public record BasicLogin(List<RulePattern> at, LoginMarkers success, LoginMarkers failure) {

        public BasicLogin {
            at = List.copyOf(at);
            if (at.isEmpty()) {
                throw new IllegalArgumentException("Basic credentials are checked somewhere");
            }
            Objects.requireNonNull(success);
            Objects.requireNonNull(failure);
        }
    }
}
