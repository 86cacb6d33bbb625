package io.tollgate.proxy.http;

import io.tollgate.filters.chain.Exchange;
import io.tollgate.filters.session.Caller;
import io.tollgate.filters.session.Session;
import io.tollgate.filters.session.SessionListener;
import java.util.function.Predicate;

/**
 * Carries changes of sessions, users and rules to the open exchanges they concern, which are judged again and cut where
 * they may no longer be. Safe for use by any thread.
 */
public final class Broadcast implements SessionListener {
    private final LoopScopes loops;
    private final Predicate<Exchange> isStillPermitted;

    /**
     * A broadcast to these loops.
     *
     * @param isStillPermitted judges an exchange by what its session, user and rules are now; a throw counts as no
     */
    public Broadcast(LoopScopes loops, Predicate<Exchange> isStillPermitted) {
        this.loops = loops;
        this.isStillPermitted = isStillPermitted;
    }

    /** A session locked or ended. */
    @Override
    public void changed(Session session) {
        loops.cut(exchange -> isOf(exchange, session) && !isPermitted(exchange), "session.changed");
    }

    /** A user was disabled, deleted or given other roles. */
    public void userChanged(String userId) {
        loops.cut(exchange -> isOf(exchange, userId) && !isPermitted(exchange), "user.changed");
    }

    /** The rules changed: everything is judged again. */
    public void rulesChanged() {
        loops.cut(exchange -> !isPermitted(exchange), "rules.changed");
    }

    private boolean isPermitted(Exchange exchange) {
        try {
            return isStillPermitted.test(exchange);
        } catch (RuntimeException e) {
            return false;
        }
    }

    private static boolean isOf(Exchange exchange, Session session) {
        return exchange.caller() instanceof Caller.Known known
                && known.session().id().equals(session.id());
    }

    private static boolean isOf(Exchange exchange, String userId) {
        return exchange.caller() instanceof Caller.Known known
                && known.user().id().equals(userId);
    }
}
