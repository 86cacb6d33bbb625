package io.tollgate.filters.applogin;

import io.tollgate.filters.chain.AnswerJudge;
import io.tollgate.filters.chain.Exchange;
import io.tollgate.filters.chain.Welcome;
import io.tollgate.filters.http.HeaderFields;
import io.tollgate.filters.http.Response;
import io.tollgate.filters.session.Session;
import io.tollgate.filters.session.SessionCookie;
import io.tollgate.filters.session.SessionEnd;
import io.tollgate.filters.session.Sessions;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends the session with the app's own logout, as soon as the app has answered it. */
final class LogoutAnswer implements AnswerJudge {
    private static final Logger LOG = LoggerFactory.getLogger(LogoutAnswer.class);

    private final Exchange exchange;
    private final Session session;
    private final Sessions sessions;

    LogoutAnswer(Exchange exchange, Session session, Sessions sessions) {
        this.exchange = exchange;
        this.session = session;
        this.sessions = sessions;
    }

    @Override
    public boolean needsBody(int status, HeaderFields fields) {
        return false;
    }

    @Override
    public CompletionStage<@Nullable Response> judge(int status, HeaderFields fields, byte[] start) {
        // Before it ends: what this very request is answered with is not cut.
        exchange.welcomed(new Welcome(
                null, List.of(SessionCookie.expired(exchange.arrival().isAdmin()))));
        CompletionStage<@Nullable Response> ended = sessions.end(session, SessionEnd.LOGOUT)
                .handle((done, failure) -> {
                    if (failure != null) {
                        LOG.warn("logout.journal: an end was not written; it is tried again", failure);
                    }
                    return null;
                });
        return ended;
    }

    @Override
    public void unanswered(boolean isClientGone) {
        // Nobody is logged out by what the app did not do.
    }
}
