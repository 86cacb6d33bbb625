package io.tollgate.filters;

import io.tollgate.filters.audit.AuditEvent;
import io.tollgate.filters.chain.Exchange;
import io.tollgate.filters.chain.Refusals;
import io.tollgate.filters.chain.RequestFilter;
import io.tollgate.filters.chain.Verdict;
import io.tollgate.filters.http.Cookies;
import io.tollgate.filters.http.HeaderFields;
import io.tollgate.filters.identity.PasswordStandings;
import io.tollgate.filters.identity.User;
import io.tollgate.filters.routing.Route;
import io.tollgate.filters.routing.Target;
import io.tollgate.filters.session.Caller;
import io.tollgate.filters.session.SessionCookie;
import io.tollgate.filters.session.Sessions;

/**
 * Establishes who is calling, anew at each request. Safe for use by any event loop; asks nothing but memory.
 *
 * <p>It refuses one kind of caller only: somebody who has to choose a password of their own first reaches nothing but our
 * own pages. What a locked session or nobody may reach is for the access rules to say.
 */
public final class SessionFilter implements RequestFilter {
    private static final String REASON = "password.change";

    private final Sessions sessions;
    private final Refusals refusals;
    private final Activity activity;
    private final PasswordStandings standings;

    /** Whether a request counts as somebody being there. Called on the event loop; must not block. */
    @FunctionalInterface
    public interface Activity {
        /** False for those that the app's {@code activity.ignore} names. */
        boolean isCounted(Exchange exchange);
    }

    /** A filter over these sessions. */
    public SessionFilter(Sessions sessions, Refusals refusals, Activity activity, PasswordStandings standings) {
        this.sessions = sessions;
        this.refusals = refusals;
        this.activity = activity;
        this.standings = standings;
    }

    @Override
    public Verdict judge(Exchange exchange) {
        String name = SessionCookie.name(exchange.arrival().isAdmin());
        HeaderFields fields = exchange.head().fields();
        long token = Cookies.locate(fields, name);
        Route route = exchange.route();
        Caller caller = token < 0
                ? Caller.Nobody.NOBODY
                : sessions.find(
                        fields.bytes(),
                        (int) (token >>> 32),
                        (int) token,
                        route.host(),
                        route.app().session(),
                        activity.isCounted(exchange));
        exchange.authenticated(caller);
        if (caller instanceof Caller.Known known
                && route.target() instanceof Target.Upstream
                && standings.due(known.user(), known.acting(), known.session().openedAt()) != null) {
            return passwordFirst(exchange, known);
        }
        return Verdict.Pass.PASS;
    }

    private Verdict passwordFirst(Exchange exchange, Caller.Known known) {
        User user = known.user();
        exchange.refused(REASON);
        AuditEvent.Context context = new AuditEvent.Context(
                user.id(),
                user.name(),
                exchange.client().network(),
                exchange.route().app().name(),
                exchange.reference(),
                known.tenant());
        AuditEvent event = new AuditEvent.Refused(
                context,
                REASON,
                null,
                exchange.head().method(),
                exchange.readings().template());
        return new Verdict.Respond(refusals.passwordChange(exchange), event);
    }
}
