package io.tollgate.filters.identity;

import io.tollgate.config.GatewayConfig;
import io.tollgate.config.HostPattern;
import io.tollgate.config.LockoutConfig;
import io.tollgate.config.PasswordConfig;
import io.tollgate.config.SecondFactorConfig;
import io.tollgate.config.SessionConfig;
import io.tollgate.config.TenantConfig;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The tenants that an operator declared: which a user belongs to, for which one they act, and under which policies that
 * puts them. Immutable but for what is remembered of it; safe for use by any thread.
 *
 * <p>A user belongs to the tenants that they were made a member of, and to those whose roles they have. Whoever belongs to
 * several is under the strictest of each figure over all of them and the gateway itself.
 */
public final class Tenants {
    /** Nobody acts for anybody. */
    public static final Tenants NONE =
            of(List.of(), SessionConfig.DEFAULT, LockoutConfig.DEFAULT, PasswordConfig.DEFAULT);

    private final List<TenantConfig> all;
    private final Map<String, TenantConfig> byName = new LinkedHashMap<>();
    private final Map<String, TenantConfig> byHost = new HashMap<>();
    private final Map<String, TenantConfig> byWildcard = new HashMap<>();
    private final Set<String> ownRoles = new HashSet<>();
    /** Joining lists of words takes long: once for those who belong to the same tenants, and kept for each user. */
    private final Map<List<String>, PasswordConfig> together = new ConcurrentHashMap<>();

    private final Map<String, Rules> rules = new ConcurrentHashMap<>();
    private final LockoutConfig lockout;
    private final PasswordConfig passwords;
    private final SessionConfig session;
    private final SecondFactorConfig secondFactor;

    /** What a password of a user must be, for as long as the account is the same. */
    private record Rules(User user, PasswordConfig passwords) {}

    private Tenants(
            List<TenantConfig> all,
            SessionConfig session,
            LockoutConfig lockout,
            PasswordConfig passwords,
            SecondFactorConfig secondFactor) {
        this.all = List.copyOf(all);
        this.lockout = lockout;
        this.passwords = passwords;
        this.session = session;
        this.secondFactor = secondFactor;
        for (TenantConfig tenant : all) {
            byName.put(tenant.name(), tenant);
            ownRoles.addAll(tenant.roles());
            for (HostPattern host : tenant.hosts()) {
                (host.wildcard() ? byWildcard : byHost).put(host.name(), tenant);
            }
        }
    }

    /** Those of a configuration, with its policies. */
    public static Tenants of(GatewayConfig config) {
        return new Tenants(
                config.tenants(), config.session(), config.lockout(), config.passwords(), config.secondFactor());
    }

    /** Some, with the policies of the gateway itself, which asks for no second factor. */
    public static Tenants of(
            List<TenantConfig> all, SessionConfig session, LockoutConfig lockout, PasswordConfig passwords) {
        return new Tenants(all, session, lockout, passwords, SecondFactorConfig.DEFAULT);
    }

    /** The same with what the gateway itself says of a second factor. */
    public Tenants with(SecondFactorConfig newFactor) {
        return new Tenants(all, session, lockout, passwords, newFactor);
    }

    /** Whether there is none: then nothing speaks of tenants. */
    public boolean isNone() {
        return all.isEmpty();
    }

    /** Their names, in the order of the file. */
    public Set<String> names() {
        return byName.keySet();
    }

    /** The tenant of this name. */
    public @Nullable TenantConfig named(String name) {
        return byName.get(name);
    }

    /** The tenant that whoever comes to this host acts for: an exact name goes before a wildcard, a longer one first. */
    public @Nullable TenantConfig byHost(String host) {
        TenantConfig found = byHost.get(host);
        for (int dot = host.indexOf('.'); found == null && dot >= 0; dot = host.indexOf('.', dot + 1)) {
            found = byWildcard.get(host.substring(dot + 1));
        }
        return found;
    }

    /** The tenants that a user belongs to, in the order of the file. */
    public List<TenantConfig> of(User user) {
        List<TenantConfig> own = new ArrayList<>();
        for (TenantConfig tenant : all) {
            if (user.belongsTo(tenant.name())) {
                own.add(tenant);
            }
        }
        return own;
    }

    /**
     * For whom a user acts on a host, and what counts then.
     *
     * @param chosen the name of the tenant that they chose in their session; null for none
     * @param host what counts on the host for everybody
     * @return null where there is no tenant: then the user's roles and the host's policy count as they are
     */
    public @Nullable Acting acting(User user, String hostName, @Nullable String chosen, SessionConfig host) {
        if (isNone()) {
            return null;
        }
        List<TenantConfig> own = of(user);
        TenantConfig ofHost = byHost(hostName);
        TenantConfig tenant = ofHost != null ? ofHost : own.size() == 1 ? own.get(0) : among(own, chosen);
        Acting.Standing standing;
        if (tenant != null) {
            standing = own.contains(tenant) ? Acting.Standing.TENANT : Acting.Standing.FOREIGN;
        } else {
            standing = own.isEmpty() ? withoutTenant(user) : Acting.Standing.UNDECIDED;
        }
        Acting.Basis basis = new Acting.Basis(this, user, host, chosen);
        boolean isChosen = ofHost == null && own.size() > 1;
        return new Acting(basis, standing, tenant, own, isChosen, roles(user, standing, tenant), session(own, host));
    }

    /** Whoever belonged to tenants that are no more is not free by that: nobody said for whom they act now. */
    private static Acting.Standing withoutTenant(User user) {
        return Grants.of(user).memberships().isEmpty() ? Acting.Standing.FREE : Acting.Standing.FOREIGN;
    }

    private static @Nullable TenantConfig among(List<TenantConfig> own, @Nullable String chosen) {
        return own.stream()
                .filter(tenant -> tenant.name().equals(chosen))
                .findFirst()
                .orElse(null);
    }

    /** The names of roles that count, as rules have them: none while it is open for whom somebody acts. */
    private Set<String> roles(User user, Acting.Standing standing, @Nullable TenantConfig tenant) {
        if (standing == Acting.Standing.FOREIGN || standing == Acting.Standing.UNDECIDED) {
            return Set.of();
        }
        return effective(user.roles(), tenant == null ? null : tenant.name());
    }

    /**
     * Of some roles those that count while acting for a tenant, or for none, as rules have them: a declared role that is
     * given for the tenant as its bare name, the tenant's own with the tenant in front.
     */
    public Set<String> effective(Set<String> roles, @Nullable String tenant) {
        Set<String> effective = new HashSet<>();
        for (String role : roles) {
            String of = TenantConfig.tenantOf(role);
            if (of == null) {
                effective.add(role);
            } else if (of.equals(tenant) && ownRoles.contains(role)) {
                effective.add(role);
            } else if (of.equals(tenant)) {
                effective.add(role.substring(of.length() + 1));
            }
        }
        if (!roles.contains(DeclaredRoles.ADMIN)) {
            effective.remove(DeclaredRoles.ADMIN); // An administrator is nobody's: no tenant's role becomes one.
        }
        return Set.copyOf(effective);
    }

    /** What counts for sessions of a user on a host. */
    private static SessionConfig session(List<TenantConfig> own, SessionConfig host) {
        return strictest(own, TenantConfig::session, host, SessionConfig::strictest);
    }

    /** What counts for sessions of this user whatever the host says. */
    public SessionConfig session(User user) {
        return session(of(user), session);
    }

    /** What failed logins of this user cost; of nobody: what the gateway itself says. */
    public LockoutConfig lockout(@Nullable User user) {
        return isNone() || user == null
                ? lockout
                : strictest(of(user), TenantConfig::lockout, lockout, LockoutConfig::strictest);
    }

    /** What a password of this user must be; of nobody: what the gateway itself says. Asked at each request. */
    @SuppressWarnings("ReferenceEquality") // each change of an account makes another object
    public PasswordConfig passwords(@Nullable User user) {
        if (isNone() || user == null) {
            return passwords;
        }
        Rules known = rules.get(user.id());
        if (known == null || known.user != user) {
            List<TenantConfig> own = of(user);
            List<String> names = own.stream().map(TenantConfig::name).toList();
            PasswordConfig strictest = together.computeIfAbsent(
                    names, same -> strictest(own, TenantConfig::passwords, passwords, PasswordConfig::strictest));
            known = new Rules(user, strictest);
            rules.put(user.id(), known);
        }
        return known.passwords;
    }

    /** What the gateway itself says of a second factor. */
    public SecondFactorConfig secondFactor() {
        return secondFactor;
    }

    private static <P> P strictest(
            List<TenantConfig> own, Function<TenantConfig, P> policy, P gateway, BinaryOperator<P> stricter) {
        P strictest = gateway;
        for (TenantConfig tenant : own) {
            strictest = stricter.apply(strictest, policy.apply(tenant));
        }
        return strictest;
    }
}
