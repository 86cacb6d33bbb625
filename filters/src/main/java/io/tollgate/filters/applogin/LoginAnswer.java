package io.tollgate.filters.applogin;

import io.tollgate.filters.applogin.SharedAttempt.Entry;
import io.tollgate.filters.chain.AnswerJudge;
import io.tollgate.filters.chain.Exchange;
import io.tollgate.filters.chain.Knock.Said;
import io.tollgate.filters.chain.Welcome;
import io.tollgate.filters.http.HeaderFields;
import io.tollgate.filters.http.Response;
import io.tollgate.filters.identity.AppAttempt;
import io.tollgate.filters.identity.User;
import io.tollgate.filters.identity.UserName;
import io.tollgate.filters.login.Admission.Outcome;
import io.tollgate.filters.session.Caller;
import io.tollgate.filters.session.Session;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads from an app's answer what came of a login, and does what follows before anybody sees the answer. */
final class LoginAnswer implements AnswerJudge {
    private static final Logger LOG = LoggerFactory.getLogger(LoginAnswer.class);
    private static final int LONGEST_CHALLENGE = 256;

    private final Under under;
    private final AppLogins logins;
    private final AppEntry entry;
    private final Answers answers;

    /**
     * The login under way.
     *
     * @param isAtDoor whether it went where the app checks what it says: elsewhere nothing is a success
     * @param isSelf whether it is the user of the live session that it came with: an app that knows them may not check
     */
    record Under(
            Exchange exchange,
            LoginGuard guard,
            Said said,
            ByteBuffer fingerprint,
            SharedAttempt shared,
            AppAttempt attempt,
            boolean isAtDoor,
            boolean isSelf) {}

    /** What goes to the client in the place of the app's answer, and whose the cookies of a request are. */
    interface Answers {
        Response refused(Exchange exchange);

        Response unlisted(Exchange exchange);

        /** The way to the second factor, with the cookies that the app's own answer sets. */
        Response secondDue(Exchange exchange, int status, HeaderFields fields);

        void claim(Exchange exchange, String owner);
    }

    LoginAnswer(Under under, AppLogins logins, AppEntry entry, Answers answers) {
        this.under = under;
        this.logins = logins;
        this.entry = entry;
        this.answers = answers;
    }

    @Override
    public boolean needsBody(int status, HeaderFields fields) {
        return status != 101 && under.guard.needsBody(under.said.isBasic());
    }

    @Override
    public CompletionStage<@Nullable Response> judge(int status, HeaderFields fields, byte[] start) {
        String raw = under.exchange.readings().raw();
        String path = raw.substring(0, under.exchange.readings().pathEnd());
        return switch (under.guard.word(under.said.isBasic(), status, fields, path, start)) {
            case FAILURE -> failure(fields);
            case SUCCESS -> success(status, fields);
            case NEITHER -> neither(status);
        };
    }

    private CompletionStage<@Nullable Response> failure(HeaderFields fields) {
        if (under.said.isBasic() && under.exchange.caller() instanceof Caller.Known known) {
            logins.notTaken(known.session());
        }
        String asked = fields.first("www-authenticate");
        String challenge = under.said.isBasic() && asked != null && asked.length() <= LONGEST_CHALLENGE ? asked : null;
        CompletionStage<@Nullable Response> told =
                under.shared.wrong(under.attempt, challenge).thenApply(done -> null);
        return told;
    }

    private CompletionStage<@Nullable Response> success(int status, HeaderFields fields) {
        if (under.isSelf) {
            if (under.isAtDoor && under.said.isBasic() && under.exchange.caller() instanceof Caller.Known known) {
                logins.taken(known.session(), under.exchange.head().fields());
            }
            left(true, "");
            return asItIs();
        }
        if (!under.isAtDoor) {
            left(false, "login.unclear.place");
            return asItIs();
        }
        CompletionStage<Entry> entered = under.shared.right(() -> entry.away(this::enter));
        logins.attempts().forget(under.fingerprint, under.shared);
        return entered == null ? asItIs() : entered.thenApply(known -> welcome(known, status, fields));
    }

    private CompletionStage<@Nullable Response> neither(int status) {
        if (status == 307 || status == 308) {
            logins.attempts().ledOn(under.fingerprint, under.shared); // The browser sends it again, there.
        } else {
            left(under.isSelf && under.said.isBasic(), "login.unclear.answer");
        }
        return asItIs();
    }

    private static CompletionStage<@Nullable Response> asItIs() {
        return CompletableFuture.completedStage(null);
    }

    /** Nothing was said by this answer; the attempt ends with the last that could say something. */
    private void left(boolean isGivenBack, String reason) {
        if (under.shared.isLeft()) {
            logins.attempts().forget(under.fingerprint, under.shared);
            if (isGivenBack) {
                under.attempt.withdrawn();
            } else {
                under.attempt.unclear(reason);
                tell(reason);
            }
        }
    }

    private void tell(String reason) {
        if (logins.mayTell()) {
            LOG.warn(
                    "{}: an answer of {} to a login was neither the success nor the failure that is declared; said"
                            + " once a minute at the most",
                    reason,
                    under.exchange.route().app().name());
        }
    }

    private CompletionStage<Entry> enter() {
        Exchange exchange = under.exchange;
        String name = under.said.name();
        return entry.user(exchange, name, UserName.normalised(name)).thenCompose(user -> {
            if (user == null) {
                under.attempt.withdrawn();
                return CompletableFuture.completedStage(new Entry(null, null));
            }
            under.attempt.succeeded();
            return entry.enter(exchange, user).thenApply(outcome -> new Entry(owner(user, outcome), outcome));
        });
    }

    private @Nullable String owner(User user, Outcome outcome) {
        Session session = session(outcome);
        String owner = session == null ? null : entry.cookieOwner(under.exchange, session);
        return owner == null ? user.id() : owner;
    }

    private static @Nullable Session session(@Nullable Outcome outcome) {
        if (outcome instanceof Outcome.LoggedIn in) {
            return in.session();
        }
        return outcome instanceof Outcome.SecondDue due ? due.session() : null;
    }

    /** The app's answer goes with the cookies of the session, and what came and goes with it is its user's. */
    private @Nullable Response welcome(Entry known, int status, HeaderFields fields) {
        String owner = known.userId();
        if (owner == null) {
            return answers.unlisted(under.exchange);
        }
        Outcome outcome = known.outcome();
        if (outcome == Outcome.Outrun.OUTRUN) {
            return answers.refused(under.exchange);
        }
        answers.claim(under.exchange, owner);
        under.exchange.welcomed(new Welcome(owner, cookies(outcome)));
        Session session = session(outcome);
        if (session != null && under.said.isBasic()) {
            logins.taken(session, under.exchange.head().fields());
        }
        return outcome instanceof Outcome.SecondDue && !isLeadingOn(status)
                ? answers.secondDue(under.exchange, status, fields)
                : null;
    }

    /** What shows nothing of the app may go on while a second factor is due (RFC 9110 section 15.4). */
    private static boolean isLeadingOn(int status) {
        return status >= 300 && status < 400;
    }

    private static List<String> cookies(@Nullable Outcome outcome) {
        if (outcome instanceof Outcome.LoggedIn in) {
            return in.cookies();
        }
        return outcome instanceof Outcome.SecondDue due ? due.cookies() : List.of();
    }

    @Override
    public void unanswered(boolean isClientGone) {
        left(!isClientGone, "login.unclear.gone");
    }
}
