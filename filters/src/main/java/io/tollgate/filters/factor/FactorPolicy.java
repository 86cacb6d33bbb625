package io.tollgate.filters.factor;

import io.tollgate.config.PasskeyUse;
import io.tollgate.config.SecondFactorConfig;
import io.tollgate.config.SecondFactorConfig.OfRole;
import io.tollgate.config.TenantConfig;
import io.tollgate.filters.identity.Tenants;
import io.tollgate.filters.identity.User;
import java.util.function.Supplier;

/**
 * Who is asked for a second factor: the strictest of what the gateway says for everybody, what all tenants say that the user
 * belongs to, and what is said of any role that they have, for whomever they act. Safe for use by any thread.
 *
 * <p>It does not depend on for which tenant somebody acts: that is chosen after the login, and may change within a session.
 */
public final class FactorPolicy {
    private static final String USE = "second-factor.use";

    private final Supplier<Tenants> tenants;

    /** The policy of these, asked anew each time: a reload changes them. */
    public FactorPolicy(Supplier<Tenants> tenants) {
        this.tenants = tenants;
    }

    /** The policy where nobody is asked for anything. */
    public static FactorPolicy none() {
        return new FactorPolicy(() -> Tenants.NONE);
    }

    /** Whether there may be users whom a passkey alone lets in: a tenant only tightens what holds for everybody. */
    public boolean isPasskeyAloneOffered() {
        return tenants.get().secondFactor().passkeys() == PasskeyUse.ALONE;
    }

    /** What holds for a user. */
    public FactorRules rules(User user) {
        Tenants now = tenants.get();
        SecondFactorConfig strictest = now.secondFactor();
        String because = USE;
        for (TenantConfig tenant : now.of(user)) {
            SecondFactorConfig both = strictest.strictest(tenant.secondFactor());
            if (both.use() != strictest.use()) {
                because = "tenants." + tenant.name() + "." + USE;
            }
            strictest = both;
        }
        FactorRules rules =
                new FactorRules(strictest.use(), strictest.passkeys(), strictest.remember(), because, strictest.at());
        for (OfRole role : now.secondFactor().roles()) {
            if (role.use().compareTo(rules.use()) > 0 && has(user, role.role())) {
                rules = new FactorRules(
                        role.use(),
                        rules.passkeys(),
                        rules.remember(),
                        "second-factor.roles." + role.role(),
                        role.at());
            }
        }
        return rules;
    }

    /** Whether somebody may act with a role: one that is given for a tenant is had, and one given everywhere counts there. */
    private static boolean has(User user, String role) {
        if (user.roles().contains(role)) {
            return true;
        }
        String tenant = TenantConfig.tenantOf(role);
        if (tenant != null) {
            return user.belongsTo(tenant) && user.roles().contains(role.substring(tenant.length() + 1));
        }
        for (String own : user.roles()) {
            String of = TenantConfig.tenantOf(own);
            if (of != null && own.length() == of.length() + 1 + role.length() && own.endsWith(role)) {
                return true;
            }
        }
        return false;
    }
}
