package io.tollgate.proxy.cli;

import io.tollgate.config.TenantConfig;
import io.tollgate.filters.identity.PasswordHash;
import io.tollgate.filters.identity.PasswordPast;
import io.tollgate.filters.identity.Tenants;
import io.tollgate.filters.identity.User;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Somebody as a question is about them. Immutable.
 *
 * @param user the account, as far as questions are about it
 * @param isInvented whether there is none: somebody with some roles
 * @param tenant for which they act, where it is theirs to choose; null where nothing was said
 */
record AskedPerson(User user, boolean isInvented, @Nullable String tenant) {

    /** A user with these roles in these tenants. */
    static AskedPerson user(String name, Set<String> roles, Set<String> tenants, @Nullable String tenant) {
        return new AskedPerson(account(name, roles, tenants), false, tenant);
    }

    /** Anybody with these roles, who belongs to the tenant that they act for. */
    static AskedPerson anybody(Set<String> roles, @Nullable String tenant) {
        return new AskedPerson(account("anybody", roles, tenant == null ? Set.of() : Set.of(tenant)), true, tenant);
    }

    private static User account(String name, Set<String> roles, Set<String> tenants) {
        return new User(
                "asked",
                name,
                roles,
                true,
                false,
                new PasswordHash("$none"),
                Instant.EPOCH,
                Instant.EPOCH,
                1,
                PasswordPast.NONE,
                tenants);
    }

    /** The same on a host: whoever is invented belongs to the tenant whose host it is. */
    User on(Tenants tenants, String host) {
        TenantConfig ofHost = isInvented ? tenants.byHost(host) : null;
        if (ofHost == null) {
            return user;
        }
        Set<String> more = new HashSet<>(user.tenants());
        more.add(ofHost.name());
        return account(user.name(), user.roles(), more);
    }
}
