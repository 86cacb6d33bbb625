package io.tollgate.filters;

import io.tollgate.config.RulePattern;
import io.tollgate.filters.access.Access;
import io.tollgate.filters.access.AccessDecision;
import io.tollgate.filters.access.Denied;
import io.tollgate.filters.access.HiddenMethods;
import io.tollgate.filters.access.NeedsForm;
import io.tollgate.filters.access.Permit;
import io.tollgate.filters.access.StepUp;
import io.tollgate.filters.audit.AuditTrail;
import io.tollgate.filters.chain.BodyTooLargeException;
import io.tollgate.filters.chain.Exchange;
import io.tollgate.filters.chain.Knock;
import io.tollgate.filters.chain.Refusals;
import io.tollgate.filters.chain.RequestFilter;
import io.tollgate.filters.chain.Verdict;
import io.tollgate.filters.http.FieldScanner;
import io.tollgate.filters.http.Form;
import io.tollgate.filters.http.FormClaim;
import io.tollgate.filters.http.PairScanner;
import io.tollgate.filters.http.PartScanner;
import io.tollgate.filters.http.Response;
import io.tollgate.filters.identity.Acting;
import io.tollgate.filters.routing.Route;
import io.tollgate.filters.routing.Router;
import io.tollgate.filters.routing.Target;
import io.tollgate.filters.session.Caller;
import io.tollgate.filters.session.Sessions;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * May they: grants the permit without which nothing is forwarded. Asks the public rules first, then, of a person with a live
 * session, those of their roles; anybody else is asked to log in. Safe for use by any event loop.
 */
public final class AccessFilter implements RequestFilter {
    private final Refusals refusals;
    private final Refuser refuser;
    private final Sessions sessions;
    private final Router router;
    private final Destination destination;
    private final StepUpPolicy stepUp;

    /** {@code sessions} and {@code router} say what holds now, for exchanges that are judged again. */
    public AccessFilter(Refusals refusals, AuditTrail audit, Sessions sessions, Router router, StepUpPolicy stepUp) {
        this.refusals = refusals;
        this.refuser = new Refuser(audit);
        this.sessions = sessions;
        this.router = router;
        this.destination = new Destination(router);
        this.stepUp = stepUp;
    }

    @Override
    public Verdict judge(Exchange exchange) {
        if (exchange.route().target() instanceof Target.Own) {
            return Verdict.Pass.PASS;
        }
        Form form = exchange.body().declaredLength() == 0 ? Form.NONE : null;
        AccessDecision decision = decide(exchange, form);
        if (form != null) {
            return conclude(exchange, decision, form);
        }
        FormClaim claim = FormClaim.of(exchange.head().fields());
        if (decision instanceof NeedsForm needed) {
            return byForm(exchange, claim, needed);
        }
        return decision instanceof Permit && mayHideMethod(exchange, claim)
                ? byHidden(exchange, claim, decision)
                : conclude(exchange, decision, null);
    }

    private AccessDecision decide(Exchange exchange, @Nullable Form form) {
        Access access = exchange.route().app().access();
        String method = exchange.head().method();
        Knock knock = exchange.knock();
        if (knock != null) {
            AccessDecision door = knock.door().judgePublic(method, exchange.readings(), form);
            if (!(door instanceof Denied)) {
                return door;
            }
        }
        AccessDecision open = access.judgePublic(method, exchange.readings(), form);
        if (open instanceof Permit || !(exchange.caller() instanceof Caller.Known known)) {
            return open;
        }
        String objection = known.objection();
        AccessDecision own = objection != null
                ? new Denied(objection, null)
                : access.judge(method, exchange.readings(), known.roles(), form);
        if (own instanceof StepUp marked && stepUp.isFresh(exchange)) {
            return marked.permit();
        }
        return own instanceof Denied && open instanceof NeedsForm ? open : own;
    }

    /** A form can hold a {@code _method}: that matters where another method would not be allowed. */
    private static boolean mayHideMethod(Exchange exchange, FormClaim claim) {
        return !exchange.head().isSafeMethod()
                && claim != FormClaim.None.NONE
                && exchange.route()
                        .app()
                        .access()
                        .isMethodDecisive(exchange.readings(), isPublic(exchange) ? null : roles(exchange));
    }

    private static boolean isPublic(Exchange exchange) {
        return exchange.route().app().access().judgePublic(exchange.head().method(), exchange.readings(), null)
                instanceof Permit;
    }

    private static @Nullable Set<String> roles(Exchange exchange) {
        return exchange.caller() instanceof Caller.Known known ? known.roles() : null;
    }

    /** Pairs are read before judging; what may be an upload is looked at as it passes. */
    private Verdict byHidden(Exchange exchange, FormClaim claim, AccessDecision decision) {
        HiddenMethods methods = new HiddenMethods(
                exchange.route().app().access(),
                exchange.readings(),
                isPublic(exchange),
                rolesThatAllow(exchange),
                stepUp.isFresh(exchange));
        FieldScanner scanner = scanner(exchange, claim, methods);
        if (scanner == null) {
            return byForm(exchange, claim, null);
        }
        Verdict settled = conclude(exchange, decision, null);
        if (settled == Verdict.Pass.PASS) {
            exchange.watched(new FieldWatch(scanner, methods, denied -> refusal(exchange, denied)));
        }
        return settled;
    }

    private static @Nullable FieldScanner scanner(Exchange exchange, FormClaim claim, HiddenMethods methods) {
        if (claim instanceof FormClaim.Parts parts) {
            return new PartScanner(parts.boundary(), true, methods);
        }
        if (claim instanceof FormClaim.Pairs pairs) {
            return pairs.isDeclared() ? null : new PairScanner(methods);
        }
        String boundary = FormClaim.boundaryOfMixed(exchange.head().fields());
        return boundary == null ? null : new PartScanner(boundary, false, methods);
    }

    /** The roles of the caller where they allow what the line says; null for a stranger's, and where they don't. */
    private static @Nullable Set<String> rolesThatAllow(Exchange exchange) {
        Set<String> roles = roles(exchange);
        Access access = exchange.route().app().access();
        AccessDecision own =
                roles == null ? null : access.judge(exchange.head().method(), exchange.readings(), roles, null);
        return own instanceof Permit || own instanceof StepUp ? roles : null;
    }

    /** What became of a form that was waited for; neither where it can't be read in one way. */
    private record Collected(@Nullable Form form, @Nullable Throwable failure) {
        static Collected of(FormClaim claim, byte @Nullable [] body, @Nullable Throwable thrown) {
            Throwable failure =
                    thrown instanceof CompletionException && thrown.getCause() != null ? thrown.getCause() : thrown;
            if (failure != null) {
                return new Collected(null, failure instanceof BodyTooLargeException ? null : failure);
            }
            return new Collected(body == null ? null : claim.read(body), null);
        }
    }

    private Verdict byForm(Exchange exchange, FormClaim claim, @Nullable NeedsForm needed) {
        if (claim == FormClaim.None.NONE) {
            return conclude(exchange, decide(exchange, Form.NONE), Form.NONE);
        }
        if (claim == FormClaim.Unclear.UNCLEAR) {
            return settle(exchange, unreadable(needed), null, null);
        }
        int most = (int)
                Math.min(Integer.MAX_VALUE, exchange.route().app().config().forms());
        return new Verdict.Await<>(
                exchange.body()
                        .collect(most)
                        .handle((body, thrown) -> Collected.of(claim, body, thrown))
                        .thenCompose(collected -> byCollected(exchange, collected, needed)),
                Function.identity(),
                true);
    }

    private CompletionStage<Verdict.Decision> byCollected(
            Exchange exchange, Collected collected, @Nullable NeedsForm needed) {
        Throwable failure = collected.failure();
        if (failure != null) {
            return CompletableFuture.completedStage(new Verdict.Fail(failure));
        }
        Form form = collected.form();
        AccessDecision decision = weigh(exchange, form == null ? unreadable(needed) : decide(exchange, form));
        return asking(decision) == null
                ? CompletableFuture.completedStage(settle(exchange, decision, form, null))
                : stepUp.keep(exchange).thenApply(kept -> settle(exchange, decision, form, kept));
    }

    /** The verdict; a request for which a fresh factor is asked is kept first. */
    private Verdict conclude(Exchange exchange, AccessDecision ruled, @Nullable Form form) {
        AccessDecision decision = weigh(exchange, ruled);
        if (asking(decision) == null) {
            return settle(exchange, decision, form, null);
        }
        return new Verdict.Await<@Nullable String>(
                stepUp.keep(exchange), kept -> settle(exchange, decision, form, kept), true);
    }

    /** What the request does at another place counts too; what is refused there is not asked to be confirmed. */
    private AccessDecision weigh(Exchange exchange, AccessDecision ruled) {
        if (!(ruled instanceof Permit) && !(ruled instanceof StepUp)) {
            return ruled;
        }
        Denied objection = destination.objection(exchange, roles(exchange), isFreshWhereAsked(exchange));
        return objection == null || (ruled instanceof StepUp && isStepUp(objection)) ? ruled : objection;
    }

    private boolean isFreshWhereAsked(Exchange exchange) {
        return exchange.route().app().access().hasMarks() && stepUp.isFresh(exchange);
    }

    private static boolean isStepUp(Denied denied) {
        return denied.reason().equals(Denied.STEP_UP);
    }

    /** The rule that asks for a fresh factor; null where none does. */
    private static @Nullable RulePattern asking(AccessDecision decision) {
        if (decision instanceof StepUp marked) {
            return marked.rule();
        }
        return decision instanceof Denied denied && isStepUp(denied) ? denied.rule() : null;
    }

    private static Denied unreadable(@Nullable NeedsForm needed) {
        return new Denied("access.form", needed == null ? null : needed.rule());
    }

    private Verdict.Decision settle(
            Exchange exchange, AccessDecision decision, @Nullable Form form, @Nullable String kept) {
        if (decision instanceof Permit permit) {
            if (form != null) {
                exchange.formRead(form);
            }
            exchange.permitted(isFreshWhereAsked(exchange) ? permit.steppedUp() : permit);
            return Verdict.Pass.PASS;
        }
        RulePattern asking = asking(decision);
        if (asking != null) {
            return refuser.refuse(exchange, Denied.STEP_UP, asking, refusals.stepUp(exchange, kept));
        }
        return decision instanceof Denied denied
                ? refusal(exchange, denied)
                : new Verdict.Fail(new IllegalStateException("undecided although the form was read"));
    }

    private Verdict.Respond refusal(Exchange exchange, Denied denied) {
        if (exchange.caller() == Caller.Nobody.NOBODY) {
            return refuser.refuse(exchange, "session.none", null, refusals.login(exchange));
        }
        if (exchange.caller() instanceof Caller.Locked) {
            return refuser.refuse(exchange, "session.locked", null, refusals.locked(exchange));
        }
        if (exchange.caller() instanceof Caller.Pending) {
            return refuser.refuse(exchange, "session.factor", null, refusals.factor(exchange));
        }
        String reason = denied.reason();
        Response response = switch (reason) {
            case Acting.CHOOSE -> refusals.tenantChoice(exchange);
            case Denied.STEP_UP -> refusals.stepUp(exchange, null);
            default -> refusals.denied(exchange, reason);
        };
        return refuser.refuse(exchange, reason, denied.rule(), response);
    }

    /**
     * Judges an exchange under way again: by what its session, its user and the rules are now. False is the answer wherever
     * there is doubt.
     */
    public boolean isStillPermitted(Exchange exchange) {
        if (exchange.welcome() != null) {
            return true; // By what it is answered with its session begins or ends.
        }
        if (!(router.route(exchange.route().host(), exchange.readings()) instanceof Route route)
                || !route.app().name().equals(exchange.route().app().name())) {
            return false;
        }
        boolean isOwn = exchange.route().target() instanceof Target.Own;
        Form form = exchange.form();
        Access access = route.app().access();
        String method = exchange.head().method();
        Caller.Known now = now(exchange, route);
        Set<String> roles = now == null ? null : now.roles();
        Knock knock = exchange.knock();
        boolean isAtDoor =
                knock != null && knock.door().judgePublic(method, exchange.readings(), form) instanceof Permit;
        if (!isOwn && (isAtDoor || access.judgePublic(method, exchange.readings(), form) instanceof Permit)) {
            return destination.objection(exchange, roles, isConfirmed(exchange, now)) == null;
        }
        if (roles == null) {
            return isOwn && !(exchange.caller() instanceof Caller.Known);
        }
        return isOwn
                || (isSameTenant(exchange, now)
                        && isPermitted(
                                access.judge(method, exchange.readings(), roles, form), isConfirmed(exchange, now))
                        && destination.objection(exchange, roles, isConfirmed(exchange, now)) == null);
    }

    private static boolean isPermitted(AccessDecision decision, boolean isConfirmed) {
        return decision instanceof Permit || (decision instanceof StepUp && isConfirmed);
    }

    /** What was begun with a fresh factor goes on however long it takes. */
    private boolean isConfirmed(Exchange exchange, Caller.@Nullable Known now) {
        Permit before = exchange.permit();
        return (before != null && before.isSteppedUp())
                || (now != null && stepUp.freshness().test(now.session()));
    }

    /** The caller by now; null where there is no live session of an enabled user any more. */
    private Caller.@Nullable Known now(Exchange exchange, Route route) {
        return exchange.caller() instanceof Caller.Known known
                ? sessions.now(known.session(), route.app().session())
                : null;
    }

    /** What began for one tenant does not go on for another, whatever the roles: the application was told for whom. */
    private static boolean isSameTenant(Exchange exchange, Caller.@Nullable Known now) {
        return now != null
                && now.objection() == null
                && exchange.caller() instanceof Caller.Known before
                && Objects.equals(before.tenant(), now.tenant());
    }
}
