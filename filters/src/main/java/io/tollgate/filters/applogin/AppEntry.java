package io.tollgate.filters.applogin;

import io.tollgate.config.AppConfig;
import io.tollgate.config.AppLoginConfig;
import io.tollgate.filters.audit.AuditEvent;
import io.tollgate.filters.audit.AuditTrail;
import io.tollgate.filters.chain.Exchange;
import io.tollgate.filters.factor.FactorKind;
import io.tollgate.filters.identity.Evidence;
import io.tollgate.filters.identity.User;
import io.tollgate.filters.identity.Users;
import io.tollgate.filters.login.Admission;
import io.tollgate.filters.session.Caller;
import io.tollgate.filters.session.Session;
import io.tollgate.filters.session.Sessions;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Lets in whom an app knows: as the user of that name, who is made where the app's people get roles. Safe for use by any thread. */
public final class AppEntry {
    private final Users users;
    private final Registry registry;
    private final Admission admission;
    private final Sessions sessions;
    private final AuditTrail trail;
    private final Executor blocking;

    /** Makes the account of somebody whom an app knows. */
    @FunctionalInterface
    public interface Registry {
        /** The one there is, or a new one with these roles and no password. */
        CompletionStage<User> addFromApp(String name, Set<String> roles, Evidence evidence);
    }

    /** @param blocking where ids and tokens are made, which may have to wait for randomness */
    public AppEntry(
            Users users,
            Registry registry,
            Admission admission,
            Sessions sessions,
            AuditTrail trail,
            Executor blocking) {
        this.users = users;
        this.registry = registry;
        this.admission = admission;
        this.sessions = sessions;
        this.trail = trail;
        this.blocking = blocking;
    }

    /** Does it off the event loop. */
    <T> CompletionStage<T> away(Supplier<CompletionStage<T>> act) {
        return CompletableFuture.supplyAsync(act, blocking).thenCompose(stage -> stage);
    }

    /** The user; null where nobody of the app gets in but who is listed, and this one is not. */
    CompletionStage<@Nullable User> user(Exchange exchange, String name, String normalised) {
        User known = users.byName(normalised);
        AppConfig app = exchange.route().app().config();
        AppLoginConfig login = app.login();
        if (known != null || login == null || login.roles().isEmpty()) {
            return CompletableFuture.completedStage(known);
        }
        Set<String> roles = new TreeSet<>(login.roles());
        return registry.addFromApp(
                        name,
                        roles,
                        made -> trail.append(new AuditEvent.Administered(
                                new AuditEvent.Context(
                                        made.id(),
                                        made.name(),
                                        exchange.client().network(),
                                        app.name(),
                                        null),
                                "users.added",
                                "app:" + app.name(),
                                "roles: " + String.join(", ", roles))))
                .thenApply(user -> user);
    }

    /** A session of theirs, or the one that waited for them. */
    CompletionStage<Admission.Outcome> enter(Exchange exchange, User user) {
        return exchange.caller() instanceof Caller.Locked locked
                        && locked.user().id().equals(user.id())
                ? admission.unlocked(exchange, locked)
                : admission.firstProved(exchange, user, FactorKind.APP);
    }

    /** Whose the app's cookies are in a session; null for nobody's. */
    @Nullable
    String cookieOwner(Exchange exchange, Session session) {
        Caller.Known as = sessions.prospect(session, exchange.route().app().session());
        return as == null ? null : as.cookieOwner();
    }
}
