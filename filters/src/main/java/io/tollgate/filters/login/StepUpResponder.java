package io.tollgate.filters.login;

import io.tollgate.filters.audit.AuditEvent;
import io.tollgate.filters.factor.FactorMethod;
import io.tollgate.filters.http.Response;
import io.tollgate.filters.identity.User;
import io.tollgate.filters.kept.KeptCookie;
import io.tollgate.filters.kept.KeptRequests;
import io.tollgate.filters.login.Page.Problem;
import io.tollgate.filters.login.StepUpPage.Asking;
import io.tollgate.filters.login.StepUpPage.Confirmed;
import io.tollgate.filters.login.StepUpPage.Ways;
import io.tollgate.filters.session.Caller;
import io.tollgate.filters.session.Issued;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The page that asks for a fresh factor, and lets go on what waited for it. Safe for use by any thread.
 *
 * <p>Five wrong proofs end the attempt: what the session had waiting is let go. Evidence is on disk before the session is
 * fresh.
 */
final class StepUpResponder implements OwnPage {
    private static final Logger LOG = LoggerFactory.getLogger(StepUpResponder.class);

    private static final Problem REFUSED = new Problem(
            "That was not right",
            "What you typed is wrong, or can't be used right now. Check it and try again. If it goes on, wait a few"
                    + " minutes or call whoever looks after the accounts.");

    private final Doorway doorway;
    private final KeptRequests kept;
    private final FreshProof password;
    private final FreshProof code;

    StepUpResponder(Doorway doorway) {
        this.doorway = doorway;
        this.kept = doorway.stepUp().kept();
        this.password = new FreshPassword(doorway, kept);
        this.code = new FreshCode(doorway.second().check());
    }

    /** What somebody came to confirm. */
    private record Asked(
            Visit visit,
            Caller.Known known,
            @Nullable String returnTo,
            @Nullable String id,
            KeptRequests.@Nullable Seen seen) {
        /** Whether it waited for this and does not any more, or never did for this person. */
        boolean isGone() {
            return id != null && seen == null;
        }

        boolean isScript() {
            return Asker.of(visit.exchange().head()) == Asker.SCRIPT;
        }
    }

    private Asked asked(Visit visit, Caller.Known known, @Nullable String returnTo, @Nullable String id) {
        String named = id == null || id.isEmpty() ? null : id;
        String to = ReturnTo.read(returnTo, visit.writer().prefix());
        String host = visit.exchange().route().host();
        return new Asked(visit, known, to, named, kept.find(named, known, host));
    }

    @Override
    public CompletionStage<Response> get(Visit visit) {
        if (!(visit.exchange().caller() instanceof Caller.Known known)) {
            return Visit.done(visit.notKnown());
        }
        Asked asked = asked(visit, known, visit.queried("return-to"), visit.queried("kept"));
        if (asked.isGone()) {
            return Visit.done(visit.pages().notKept(visit.exchange()));
        }
        boolean isFresh =
                doorway.sessions().isFresh(known.session(), doorway.stepUp().within());
        return Visit.done(isFresh ? onward(asked) : visit.writer().write(200, page(asked, null)));
    }

    @Override
    public CompletionStage<Response> post(Visit visit) {
        if (!(visit.exchange().caller() instanceof Caller.Known known)) {
            return Visit.done(visit.notKnown());
        }
        return visit.posted(form -> {
            Asked asked = asked(visit, known, form.value("return-to"), form.value("kept"));
            if (asked.isGone()) {
                return Visit.done(visit.pages().notKept(visit.exchange()));
            }
            Ways ways = ways(visit, known.user());
            if (!ways.isPassword() && !ways.isCode() && !ways.isPasskey()) {
                return Visit.done(visit.writer().write(401, page(asked, null)));
            }
            FreshProof proof = ways.isPassword() ? password : code;
            return proof.judge(visit, known, form)
                    .thenCompose(outcome -> concluded(asked, outcome))
                    .exceptionally(failure -> failed(asked, failure));
        });
    }

    private CompletionStage<Response> concluded(Asked asked, FreshProof.Outcome outcome) {
        if (outcome instanceof FreshProof.Outcome.Proved proved) {
            return proved(asked, proved.how());
        }
        if (outcome instanceof FreshProof.Outcome.TooMany tooMany) {
            return Visit.done(told(asked, 429, "login.network", tooMany.retryAfter()));
        }
        if (outcome instanceof FreshProof.Outcome.Busy busy) {
            return Visit.done(told(asked, 503, "login.unavailable", busy.retryAfter()));
        }
        return outcome == FreshProof.Outcome.Over.OVER ? over(asked) : Visit.done(wrong(asked));
    }

    // It is them

    private CompletionStage<Response> proved(Asked asked, String how) {
        AuditEvent event = new AuditEvent.SessionChanged(
                asked.visit().context(asked.known().user()),
                "session.stepped-up",
                how,
                asked.known().session().id());
        CompletionStage<?> written = doorway.audit().append(event);
        CompletionStage<?> evidence = doorway.isAuditRequired() ? written : written.handle((done, failure) -> true);
        return evidence.thenCompose(
                        done -> doorway.sessions().stepUp(asked.known().session()))
                .thenApply(issued -> steppedUp(asked, issued));
    }

    /** Null where another tab was faster, or the session is over. */
    private Response steppedUp(Asked asked, @Nullable Issued issued) {
        kept.proved(asked.known().session());
        Response on = onward(asked);
        return issued == null ? on : asked.visit().handingOut(issued.token(), on);
    }

    /** To what waited, or where they came from; a script goes on by itself. */
    private Response onward(Asked asked) {
        Visit visit = asked.visit();
        if (asked.isScript()) {
            return Response.of(204).with("cache-control", "no-store");
        }
        KeptRequests.Seen seen = asked.seen();
        if (asked.id() != null && seen != null) {
            String target = KeptCookie.asAsked(seen.target());
            return Response.seeOther(target).with("set-cookie", KeptCookie.set(asked.id(), target));
        }
        return asked.returnTo() == null
                ? visit.writer().write(200, new Confirmed(visit.shell(), visit.home()))
                : Response.seeOther(asked.returnTo());
    }

    // It is not

    private Response wrong(Asked asked) {
        Visit visit = asked.visit();
        Response again = asked.isScript()
                ? problem(asked, 401, REFUSED.title(), "step-up.refused")
                : visit.writer().write(401, page(asked, REFUSED));
        return Answers.challenged(again);
    }

    /** The attempt is over: whoever is there starts again with what they wanted to do. */
    private CompletionStage<Response> over(Asked asked) {
        kept.drop(asked.known().session());
        AuditEvent event = new AuditEvent.SessionChanged(
                asked.visit().context(asked.known().user()),
                "session.step-up-over",
                "step-up.over",
                asked.known().session().id());
        CompletionStage<Void> written = doorway.audit().append(event);
        CompletionStage<?> evidence = doorway.isAuditRequired() ? written : written.handle((done, failure) -> true);
        return evidence.thenApply(
                done -> asked.visit().pages().stepUpOver(asked.visit().exchange()));
    }

    private Response told(Asked asked, int status, String reason, Duration retryAfter) {
        if (asked.isScript()) {
            return problem(asked, status, "Not now", reason).with("retry-after", Pages.seconds(retryAfter));
        }
        PageWriter writer = asked.visit().writer();
        return status == 429
                ? Answers.tooMany(writer, problem -> page(asked, problem), retryAfter)
                : Answers.notNow(writer, problem -> page(asked, problem), retryAfter);
    }

    private Response failed(Asked asked, Throwable failure) {
        LOG.warn("step-up.failure: nobody can confirm anything while this lasts", Visit.cause(failure));
        return told(asked, 503, "login.unavailable", Answers.SOON);
    }

    private static Response problem(Asked asked, int status, String title, String reason) {
        return Problems.of(status, title, reason, asked.visit().exchange().reference(), Map.of())
                .with("tollgate-reason", reason);
    }

    /** All that they have is proved by the second factor where there is one. */
    private Ways ways(Visit visit, User user) {
        Set<FactorMethod> usable = doorway.second()
                .policy()
                .rules(user)
                .usable(doorway.second().methods().of(user.id()));
        if (usable.isEmpty()) {
            return new Ways(user.hasPassword(), false, false);
        }
        boolean isCode = usable.contains(FactorMethod.TOTP) || usable.contains(FactorMethod.RECOVERY);
        boolean isPasskey =
                usable.contains(FactorMethod.PASSKEY) && visit.site().isPossible();
        return new Ways(false, isCode || !isPasskey, isPasskey);
    }

    private Page page(Asked asked, @Nullable Problem problem) {
        Visit visit = asked.visit();
        return new Asking(
                visit.shell(),
                asked.known().user().name(),
                Deeds.of(visit.shell().app(), asked.seen(), asked.returnTo()),
                asked.returnTo(),
                asked.id(),
                ways(visit, asked.known().user()),
                visit.home(),
                problem);
    }
}
