package io.tollgate.filters.identity;

import io.tollgate.config.TenantConfig;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An account. Immutable; a change makes a new one with a higher {@code version}.
 *
 * @param id immutable, random, never used again
 * @param name what the person types, in lower case, NFC: an e-mail address, or whatever an app with its own login takes
 * @param roles names of roles, global over all apps; {@code tenant/role} counts only while acting for that tenant
 * @param isEnabled whether the account may log in and its sessions live
 * @param mustChangePassword whether the next login leads to the change of the password first
 * @param password the encoded hash
 * @param passwordSetAt when the password was set
 * @param createdAt when the account was made
 * @param version grows by one with every change
 * @param past what came before the password
 * @param tenants names of tenants that the user is a member of, whatever their roles
 */
public record User(
        String id,
        String name,
        Set<String> roles,
        boolean isEnabled,
        boolean mustChangePassword,
        PasswordHash password,
        Instant passwordSetAt,
        Instant createdAt,
        long version,
        PasswordPast past,
        Set<String> tenants) {
    public User {
        roles = Set.copyOf(roles);
        tenants = Set.copyOf(tenants);
    }

    /** An account whose password is the first that is known of. */
    public User(
            String id,
            String name,
            Set<String> roles,
            boolean isEnabled,
            boolean mustChangePassword,
            PasswordHash password,
            Instant passwordSetAt,
            Instant createdAt,
            long version) {
        this(
                id,
                name,
                roles,
                isEnabled,
                mustChangePassword,
                password,
                passwordSetAt,
                createdAt,
                version,
                PasswordPast.NONE,
                Set.of());
    }

    /** The same version with an equal set of roles in place of its own. */
    User sharing(Set<String> equal) {
        return with(equal, isEnabled, mustChangePassword, password, passwordSetAt, version, past);
    }

    /** The next version, with exactly these roles. */
    User withRoles(Set<String> next) {
        return with(next, isEnabled, mustChangePassword, password, passwordSetAt, version + 1, past);
    }

    /** The next version, with exactly these roles and tenants. */
    User withGrants(Grants next) {
        return new User(
                id,
                name,
                next.roles(),
                isEnabled,
                mustChangePassword,
                password,
                passwordSetAt,
                createdAt,
                version + 1,
                past,
                next.tenants());
    }

    /** The next version, which may log in or may not. */
    User withEnabled(boolean next) {
        return with(roles, next, mustChangePassword, password, passwordSetAt, version + 1, past);
    }

    /** The next version, with another password. */
    User withPassword(NewPassword next, Instant now) {
        PasswordPast after = past.replaced(password, now, next.history(), next.due());
        return with(roles, isEnabled, next.due() != null, next.hash(), now, version + 1, after);
    }

    /** The next version, with the same password under this hash, to be changed for this reason or not. */
    User withRenewal(PasswordHash hash, @Nullable ChangeReason reason) {
        return with(roles, isEnabled, reason != null, hash, passwordSetAt, version + 1, past.because(reason));
    }

    /** The next version, with this much of its old passwords. */
    User withPast(PasswordPast next) {
        return with(roles, isEnabled, mustChangePassword, password, passwordSetAt, version + 1, next);
    }

    private User with(
            Set<String> nextRoles,
            boolean nextEnabled,
            boolean nextMustChange,
            PasswordHash nextPassword,
            Instant nextSetAt,
            long nextVersion,
            PasswordPast nextPast) {
        return new User(
                id,
                name,
                nextRoles,
                nextEnabled,
                nextMustChange,
                nextPassword,
                nextSetAt,
                createdAt,
                nextVersion,
                nextPast,
                tenants);
    }

    /** Whether the user is a member of a tenant, or has a role of it. */
    public boolean belongsTo(String tenant) {
        if (tenants.contains(tenant)) {
            return true;
        }
        for (String role : roles) {
            if (tenant.equals(TenantConfig.tenantOf(role))) {
                return true;
            }
        }
        return false;
    }

    /** Whether there is a password here; false for whoever logs in with an app's own form only. */
    public boolean hasPassword() {
        return !password.equals(PasswordHash.NONE);
    }

    /** Whether the password is the other's of the same account: the same hash, or another of the same password. */
    public boolean isSamePassword(User other) {
        return password.equals(other.password) || (past.number() != 0 && past.number() == other.past.number());
    }

    /** Why the password must be changed, as far as it does not follow from its age; null where it need not. */
    public @Nullable ChangeReason changeReason() {
        if (!mustChangePassword) {
            return null;
        }
        ChangeReason known = past.reason();
        return known == null ? ChangeReason.SET_BY_ANOTHER : known;
    }
}
