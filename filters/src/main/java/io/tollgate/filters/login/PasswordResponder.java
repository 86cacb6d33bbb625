package io.tollgate.filters.login;

import io.tollgate.filters.http.Response;
import io.tollgate.filters.identity.ChangeReason;
import io.tollgate.filters.identity.PasswordChange.Outcome;
import io.tollgate.filters.login.Page.Password;
import io.tollgate.filters.login.Page.Problem;
import io.tollgate.filters.session.Caller;
import io.tollgate.filters.session.SessionEnd;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The page by which somebody changes their own password, and must where another set it. Safe for use by any thread. */
final class PasswordResponder implements OwnPage {
    private static final Logger LOG = LoggerFactory.getLogger(PasswordResponder.class);

    private static final Problem WRONG = new Problem(
            "Not changed",
            "The password you have now is not the one you entered, or this account can't be used right now. Check it"
                    + " and try again.");
    private static final Problem DIFFERENT =
            new Problem("Not changed", "The two new passwords differ. Enter the same one twice.");

    private static final Problem OTHER =
            new Problem("Choose another new password", "The one you chose can't be taken:");

    private final Doorway doorway;

    PasswordResponder(Doorway doorway) {
        this.doorway = doorway;
    }

    @Override
    public CompletionStage<Response> get(Visit visit) {
        if (!(visit.exchange().caller() instanceof Caller.Known known)) {
            return Visit.done(visit.notKnown());
        }
        return Visit.done(
                known.user().hasPassword()
                        ? visit.writer().write(200, page(visit, known, visit.askedReturn(), null))
                        : toAccount(visit));
    }

    /** Whose password is an application's own has none to change here. */
    private static Response toAccount(Visit visit) {
        return Response.seeOther(visit.shell().prefix() + "/account");
    }

    @Override
    public CompletionStage<Response> post(Visit visit) {
        if (!(visit.exchange().caller() instanceof Caller.Known known)) {
            return Visit.done(visit.notKnown());
        }
        if (!known.user().hasPassword()) {
            return Visit.done(toAccount(visit));
        }
        return visit.posted(form -> {
            String returnTo = visit.askedReturn(form);
            char[] next = form.secret("new-password");
            if (!Arrays.equals(next, form.secret("repeat-password"))) {
                return Visit.done(again(visit, known, returnTo, DIFFERENT));
            }
            return doorway.renewal()
                    .change(
                            known.user().id(),
                            known.session().id(),
                            form.secret("current-password"),
                            next,
                            doorway.recognition().source(visit))
                    .thenCompose(outcome -> concluded(visit, known, outcome, returnTo))
                    .exceptionally(failure -> failed(visit, known, failure, returnTo));
        });
    }

    private CompletionStage<Response> concluded(Visit visit, Caller.Known known, Outcome outcome, String returnTo) {
        if (outcome instanceof Outcome.NotProved not) {
            return Visit.done(
                    Answers.of(visit.writer(), not.why(), WRONG, problem -> page(visit, known, returnTo, problem)));
        }
        if (outcome instanceof Outcome.Weak weak) {
            return Visit.done(visit.writer().write(422, page(visit, known, returnTo, OTHER, weak.objections())));
        }
        return doorway.sessions()
                .endAllOf(known.user().id(), known.session(), SessionEnd.PASSWORD)
                .handle((ended, failure) -> {
                    if (failure != null) {
                        LOG.warn("password.journal: ends were not written; they are tried again", failure);
                    }
                    return Response.seeOther(returnTo);
                });
    }

    private Response again(Visit visit, Caller.Known known, String returnTo, Problem problem) {
        return visit.writer().write(422, page(visit, known, returnTo, problem));
    }

    private Page page(Visit visit, Caller.Known known, String returnTo, @Nullable Problem problem) {
        return page(visit, known, returnTo, problem, List.of());
    }

    private Page page(
            Visit visit, Caller.Known known, String returnTo, @Nullable Problem problem, List<String> objections) {
        ChangeReason due = doorway.standings().due(known.user(), known.session().openedAt());
        return new Password(
                visit.shell(),
                title(due),
                known.user().name(),
                returnTo,
                doorway.hints().of(known.user()),
                due == null ? null : why(due),
                problem,
                objections);
    }

    private static String title(@Nullable ChangeReason due) {
        if (due == null) {
            return "Change your password";
        }
        return due == ChangeReason.SET_BY_ANOTHER ? "Choose a password of your own" : "Choose a new password";
    }

    private static String why(ChangeReason due) {
        return switch (due) {
            case SET_BY_ANOTHER ->
                "Somebody else set the password you have just used. Choose one that only you know; then you can go on.";
            case EXPIRED -> "Your password is as old as a password may get here. Choose a new one; then you can go on.";
            case POLICY ->
                "The rules for passwords have changed here, and yours does not meet them. Choose a new one; then you"
                        + " can go on.";
            case WEAK_HASH ->
                "Your account comes from an older system, where passwords were kept less safely. Choose a new one; then"
                        + " you can go on.";
        };
    }

    private Response failed(Visit visit, Caller.Known known, Throwable failure, String returnTo) {
        LOG.warn("password.failure: no password can be changed while this lasts", Visit.cause(failure));
        return visit.notNow(problem -> page(visit, known, returnTo, problem));
    }
}
