package io.tollgate.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A customer with policies and roles of its own. Its policies are never looser than the gateway's.
 *
 * @param name what it is called in roles ({@code name/biller}), on the command line and in the header that goes upstream
 * @param title what people read where they choose for whom they act
 * @param hosts where whoever comes acts for this tenant; empty: on hosts that no tenant names
 * @param roles its own roles as {@code name/role}, in the order of the file; what they may do stands with the apps
 */
public record TenantConfig(
        String name,
        String title,
        List<HostPattern> hosts,
        SessionConfig session,
        LockoutConfig lockout,
        PasswordConfig passwords,
        SecondFactorConfig secondFactor,
        List<String> roles) {

    /** Between a tenant's name and that of a role in it. */
    public static final char SEPARATOR = '/';

    public static final Range<Integer> TITLE = Range.of(1, 100);

    public TenantConfig {
        hosts = List.copyOf(hosts);
        roles = List.copyOf(roles);
        TITLE.require("title", title.length());
        if (name.isEmpty() || name.indexOf(SEPARATOR) >= 0) {
            throw new IllegalArgumentException("the name of a tenant is not empty and has no slash");
        }
    }

    /** One that says nothing of a second factor, where the gateway asks for none. */
    public TenantConfig(
            String name,
            String title,
            List<HostPattern> hosts,
            SessionConfig session,
            LockoutConfig lockout,
            PasswordConfig passwords,
            List<String> roles) {
        this(name, title, hosts, session, lockout, passwords, SecondFactorConfig.DEFAULT, roles);
    }

    /** A role of one tenant, as it is written everywhere. */
    public static String role(String tenant, String role) {
        return tenant + SEPARATOR + role;
    }

    /** The tenant of a role that counts in one only; null for one that counts everywhere. */
    public static @Nullable String tenantOf(String role) {
        int slash = role.indexOf(SEPARATOR);
        return slash < 0 ? null : role.substring(0, slash);
    }
}
