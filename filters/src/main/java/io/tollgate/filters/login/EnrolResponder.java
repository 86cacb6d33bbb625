package io.tollgate.filters.login;

import io.tollgate.filters.audit.AuditEvent;
import io.tollgate.filters.factor.Enrolments;
import io.tollgate.filters.factor.FactorKind;
import io.tollgate.filters.factor.FactorMethod;
import io.tollgate.filters.http.Response;
import io.tollgate.filters.identity.User;
import io.tollgate.filters.login.Page.Problem;
import io.tollgate.filters.session.Caller;
import io.tollgate.filters.session.Session;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The page by which somebody sets up an authenticator app: in a login, where they must have one and have none, or from their
 * account, with a fresh factor. Safe for use by any thread.
 */
final class EnrolResponder implements OwnPage {
    private static final Logger LOG = LoggerFactory.getLogger(EnrolResponder.class);

    private static final Problem WRONG = new Problem(
            "The code does not fit",
            "Scan the code on this page, not one from another time. If the code from the app does not fit even then,"
                    + " look whether your telephone's clock is right.");

    private static final Problem NO_PASSKEY = new Problem(
            "No passkey was made",
            "What the device sent was not accepted, or it took too long. Try once more, or set up an app; nothing was"
                    + " changed.");

    private static final String DONE = "Your authenticator app is set up.";

    private final Doorway doorway;
    private final Admission admission;
    private final FactorGate gate;

    EnrolResponder(Doorway doorway) {
        this.doorway = doorway;
        this.admission = new Admission(doorway);
        this.gate = new FactorGate(doorway);
    }

    /** Somebody who sets up an app; {@code pending} in a login. */
    private record Person(Visit visit, User user, Session session, Caller.@Nullable Pending pending, String returnTo) {}

    @Override
    public CompletionStage<Response> get(Visit visit) {
        String returnTo = visit.askedReturn();
        Response instead = instead(visit, returnTo);
        Problem problem = visit.queried("passkey") == null ? null : NO_PASSKEY;
        return instead != null ? Visit.done(instead) : shown(person(visit, returnTo), 200, problem);
    }

    @Override
    public CompletionStage<Response> post(Visit visit) {
        return visit.posted(form -> {
            String returnTo = visit.askedReturn(form);
            Response instead = instead(visit, returnTo);
            if (instead != null) {
                return Visit.done(instead);
            }
            Person person = person(visit, returnTo);
            String detail = gate.hasApp(person.user()) ? "totp, in place of another" : "totp";
            return enrolments()
                    .confirm(
                            person.session().id(),
                            person.user().id(),
                            form.value(FactorCheck.CODE),
                            () -> gate.told(new AuditEvent.FactorChanged(
                                    visit.context(person.user()), "factor.enrolled", null, detail)))
                    .thenCompose(outcome -> outcome instanceof Enrolments.Outcome.Enrolled enrolled
                            ? enrolled(person, enrolled.recoveryCodes())
                            : shown(person, 422, WRONG))
                    .exceptionally(failure -> failed(visit, failure));
        });
    }

    private Enrolments enrolments() {
        return doorway.second().own().enrolments();
    }

    /** What anybody sees who can't set up an app here and now; null for who can. */
    private @Nullable Response instead(Visit visit, String returnTo) {
        Caller caller = visit.exchange().caller();
        if (caller instanceof Caller.Pending pending) {
            boolean mayUse = gate.rules(pending.user()).allowed().contains(FactorMethod.TOTP);
            return mayUse && !doorway.second().has(pending.user())
                    ? null
                    : Response.seeOther(visit.page(mayUse ? "factor" : "login", returnTo));
        }
        if (!(caller instanceof Caller.Known known)) {
            return visit.notKnown();
        }
        if (!gate.rules(known.user()).allowed().contains(FactorMethod.TOTP)) {
            return Response.seeOther(visit.writer().prefix() + "/account");
        }
        return gate.isFresh(known) ? null : FactorGate.freshFirst(visit, "enrol");
    }

    private static Person person(Visit visit, String returnTo) {
        if (visit.exchange().caller() instanceof Caller.Pending pending) {
            return new Person(visit, pending.user(), pending.session(), pending, returnTo);
        }
        Caller.Known known = (Caller.Known) visit.exchange().caller();
        return new Person(visit, known.user(), known.session(), null, returnTo);
    }

    /** The codes are shown whatever becomes of the login: they are the only ones, and can't be shown again. */
    private CompletionStage<Response> enrolled(Person person, List<String> codes) {
        Visit visit = person.visit();
        Caller.Pending pending = person.pending();
        if (pending == null) {
            doorway.sessions().fresh(person.session());
            return Visit.done(codes(person, codes, true, person.returnTo()));
        }
        return admission
                .secondProved(visit.exchange(), pending, FactorKind.TOTP)
                .handle((outcome, failure) -> {
                    if (failure != null) {
                        LOG.warn("enrol.failure: an app is set up, and its login did not go on", Visit.cause(failure));
                    }
                    if (!(outcome instanceof Admission.Outcome.LoggedIn in)) {
                        return codes(person, codes, false, visit.page("login", person.returnTo()));
                    }
                    String page = in.page();
                    String onward = page == null ? person.returnTo() : visit.page(page, person.returnTo());
                    return Visit.with(in.cookies(), codes(person, codes, true, onward));
                });
    }

    private static Response codes(Person person, List<String> codes, boolean isIn, String onward) {
        Visit visit = person.visit();
        return visit.writer().write(200, new FactorPage.Codes(visit.shell(), codes, DONE, isIn, onward));
    }

    private CompletionStage<Response> shown(Person person, int status, @Nullable Problem problem) {
        Visit visit = person.visit();
        return enrolments()
                .offer(
                        person.session().id(),
                        person.user().id(),
                        visit.exchange().route().host(),
                        person.user().name())
                .thenApply(offer -> visit.writer().write(status, page(person, offer, problem)))
                .exceptionally(failure -> failed(visit, failure));
    }

    /** What a passkey may be called that is made instead; null where none may be. */
    private @Nullable String passkey(Person person) {
        boolean isPossible = PasskeyKeeping.isPossible(doorway, person.visit(), person.user());
        return person.pending() != null && isPossible
                ? Device.of(person.visit().exchange().head())
                : null;
    }

    private Page page(Person person, Enrolments.Offer offer, @Nullable Problem problem) {
        return new FactorPage.Enrol(
                person.visit().shell(),
                person.user().name(),
                offer.uri(),
                offer.text(),
                offer.path(),
                offer.size(),
                person.pending() != null,
                gate.hasApp(person.user()),
                passkey(person),
                person.returnTo(),
                problem);
    }

    /** The seed stays for who comes again. */
    private static Response failed(Visit visit, Throwable failure) {
        LOG.warn("enrol.failure: nobody can set up an app while this lasts", Visit.cause(failure));
        return visit.pages().refused(visit.exchange(), 503, "factor.unavailable");
    }
}
