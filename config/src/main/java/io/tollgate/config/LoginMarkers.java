package io.tollgate.config;

import org.jspecify.annotations.Nullable;

/**
 * By what an app's answer to a login is told: all that are given must hold. Immutable.
 *
 * @param status of the answer
 * @param location where it redirects to
 * @param cookie the name of a cookie that it sets and does not expire; a last {@code *} stands for any rest
 * @param body a text in the first 64 KB of its body
 */
public record LoginMarkers(
        @Nullable StatusRange status,
        @Nullable LocationPattern location,
        @Nullable String cookie,
        @Nullable String body) {

    /** Basic credentials that the app takes. A redirect says nothing: many servers send those before they look at credentials. */
    public static final LoginMarkers TAKEN = new LoginMarkers(new StatusRange(200, 299), null, null, null);

    /** Basic credentials that it does not take (RFC 9110 section 15.5.2). */
    public static final LoginMarkers CHALLENGED = new LoginMarkers(new StatusRange(401, 401), null, null, null);

    public LoginMarkers {
        if (status == null && location == null && cookie == null && body == null) {
            throw new IllegalArgumentException("a marker says something");
        }
        if ((cookie != null && cookie.isEmpty()) || (body != null && body.isEmpty())) {
            throw new IllegalArgumentException("a marker is not empty");
        }
    }

    /** Whether a cookie of this name is the one that is meant. */
    public boolean isCookie(String name) {
        if (cookie == null) {
            return false;
        }
        int length = cookie.length() - 1;
        return cookie.charAt(length) == '*' ? name.regionMatches(false, 0, cookie, 0, length) : name.equals(cookie);
    }
}
