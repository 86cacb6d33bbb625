package io.tollgate.filters.login;

import io.tollgate.filters.http.Response;
import io.tollgate.filters.identity.User;
import io.tollgate.filters.login.Page.Expiry;
import io.tollgate.filters.session.Caller;
import java.time.Instant;
import java.util.concurrent.CompletionStage;

/** Tells somebody who has just logged in that their password expires soon; whoever goes on has seen it. Safe for any thread. */
final class ExpiryResponder implements OwnPage {
    private final Doorway doorway;

    ExpiryResponder(Doorway doorway) {
        this.doorway = doorway;
    }

    @Override
    public CompletionStage<Response> get(Visit visit) {
        if (!(visit.exchange().caller() instanceof Caller.Known known)) {
            return Visit.done(visit.notKnown());
        }
        String returnTo = visit.askedReturn();
        User user = known.user();
        Instant now = doorway.clock().instant();
        Instant expiry = doorway.standings().expiry(user);
        if (expiry == null || !doorway.standings().isExpiringSoon(user, now)) {
            return Visit.done(Response.seeOther(returnTo));
        }
        Days days = new Days(doorway.zone());
        return Visit.done(visit.writer()
                .write(
                        200,
                        new Expiry(
                                visit.shell(),
                                days.until(now, expiry),
                                days.date(expiry),
                                returnTo,
                                ReturnTo.inQuery(returnTo))));
    }

    /** Nothing is posted to it: that is no reason to stop anybody. */
    @Override
    public CompletionStage<Response> post(Visit visit) {
        return Visit.done(Response.seeOther(visit.askedReturn()));
    }
}
