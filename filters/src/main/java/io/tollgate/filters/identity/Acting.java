package io.tollgate.filters.identity;

import io.tollgate.config.PasswordConfig;
import io.tollgate.config.SessionConfig;
import io.tollgate.config.TenantConfig;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * For whom somebody acts in a session, and what counts then. Immutable: made once for as long as what it follows from holds,
 * so that a request allocates nothing.
 */
public final class Acting {
    /** Refused: whoever comes to a tenant's host without belonging to it. */
    public static final String NONE = "tenant.none";
    /** Refused: somebody of several tenants who has not said for which they act. */
    public static final String CHOOSE = "tenant.choose";

    private final Basis basis;
    private final Standing standing;
    private final @Nullable TenantConfig tenant;
    private final List<TenantConfig> memberships;
    private final boolean isChosen;
    private final Set<String> roles;
    private final SessionConfig session;
    private final PasswordConfig passwords;
    private final @Nullable String owner;

    /** What somebody is to the tenants where they are. */
    enum Standing {
        /** They belong to none, and the host is none's. */
        FREE,
        /** They act for one. */
        TENANT,
        /** They belong to several and have not chosen. */
        UNDECIDED,
        /** The host is that of a tenant that they do not belong to. */
        FOREIGN
    }

    /**
     * What all of it follows from.
     *
     * @param host what counts for sessions on the host
     * @param chosen the name of the tenant that was chosen in the session; null for none
     */
    record Basis(
            Tenants tenants,
            User user,
            SessionConfig host,
            @Nullable String chosen) {}

    Acting(
            Basis basis,
            Standing standing,
            @Nullable TenantConfig tenant,
            List<TenantConfig> memberships,
            boolean isChosen,
            Set<String> roles,
            SessionConfig session) {
        this.basis = basis;
        this.standing = standing;
        this.tenant = standing == Standing.TENANT ? tenant : null;
        this.memberships = List.copyOf(memberships);
        this.isChosen = isChosen;
        this.roles = roles;
        this.session = session;
        this.passwords = basis.tenants.passwords(basis.user);
        this.owner = objection() != null
                ? null
                : this.tenant == null ? basis.user.id() : basis.user.id() + TenantConfig.SEPARATOR + this.tenant.name();
    }

    /** Whether it still follows from what there is now: the same objects, as each changes by being replaced. */
    @SuppressWarnings("ReferenceEquality")
    public boolean follows(Tenants tenants, User user, SessionConfig host, @Nullable String chosen) {
        return basis.tenants == tenants
                && basis.user == user
                && basis.host == host
                && (chosen == null ? basis.chosen == null : chosen.equals(basis.chosen));
    }

    /** The tenant that they act for; null for none. */
    public @Nullable TenantConfig tenant() {
        return tenant;
    }

    /** The tenants that they belong to, in the order of the file. */
    public List<TenantConfig> memberships() {
        return memberships;
    }

    /** Whether it is theirs to choose: they belong to several, and the host is no tenant's. */
    public boolean isChosen() {
        return isChosen;
    }

    /** The names of roles that count, as rules have them. */
    public Set<String> roles() {
        return roles;
    }

    /** What counts for the session: the strictest of the host's and all their tenants'. */
    public SessionConfig session() {
        return session;
    }

    /** What a password of the user must be: the strictest of all their tenants'. */
    public PasswordConfig passwords() {
        return passwords;
    }

    /** Whose an app's own cookies are that come while they act like this; null for nobody's. */
    public @Nullable String owner() {
        return owner;
    }

    /** Why they may do nothing here; null where the rules decide. */
    public @Nullable String objection() {
        return switch (standing) {
            case FREE, TENANT -> null;
            case UNDECIDED -> CHOOSE;
            case FOREIGN -> NONE;
        };
    }
}
