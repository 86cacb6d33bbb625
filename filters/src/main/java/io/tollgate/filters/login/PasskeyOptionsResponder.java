package io.tollgate.filters.login;

import io.tollgate.filters.factor.FactorStep;
import io.tollgate.filters.http.Response;
import io.tollgate.filters.identity.User;
import io.tollgate.filters.passkey.Ceremony;
import io.tollgate.filters.passkey.PasskeyDoor;
import io.tollgate.filters.passkey.PasskeySite;
import io.tollgate.filters.passkey.Purpose;
import io.tollgate.filters.session.Caller;
import io.tollgate.filters.session.Session;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletionStage;

/**
 * Tells our own script what to ask an authenticator for, with a challenge: a page that had it in itself would be another each
 * time, and a challenge would be given out for each page that anybody looks at. Safe for use by any thread.
 */
final class PasskeyOptionsResponder implements OwnPage {
    private final Doorway doorway;

    PasskeyOptionsResponder(Doorway doorway) {
        this.doorway = doorway;
    }

    @Override
    public CompletionStage<Response> get(Visit visit) {
        return Visit.done(
                visit.pages().refused(visit.exchange(), 405, "page.method").with("allow", "POST"));
    }

    @Override
    public CompletionStage<Response> post(Visit visit) {
        return visit.posted(form -> Visit.done(answer(visit, form.value("for"))));
    }

    private Response answer(Visit visit, String purpose) {
        Caller caller = visit.exchange().caller();
        PasskeySite site = visit.site();
        if (purpose.equals("alone") && PasskeyResponder.isOffered(doorway, visit)) {
            return alone(visit, site);
        }
        if (caller instanceof Caller.Pending pending) {
            return pending(visit, pending, purpose, site);
        }
        if (caller instanceof Caller.Known known) {
            return known(visit, known, purpose, site);
        }
        return visit.pages().denied(visit.exchange(), "passkey.purpose");
    }

    private Response alone(Visit visit, PasskeySite site) {
        String shown = BrowserBond.shown(visit.exchange().head().fields());
        String bond = shown == null ? door().newBond() : shown;
        Response options = json(door().request(Ceremony.alone(site, bond)));
        return shown == null ? options.with("set-cookie", BrowserBond.set(bond)) : options;
    }

    private Response pending(Visit visit, Caller.Pending pending, String purpose, PasskeySite site) {
        User user = pending.user();
        if (purpose.equals("factor")) {
            return request(pending.session(), Purpose.FACTOR, site, user);
        }
        // Whoever has a second factor shows it first: a password alone adds none beside it.
        boolean isEnrolling = doorway.second().step(user, false) == FactorStep.ENROL;
        return purpose.equals("register") && isEnrolling && PasskeyKeeping.isAllowed(doorway, user)
                ? creation(pending.session(), site, user)
                : visit.pages().denied(visit.exchange(), "passkey.purpose");
    }

    private Response known(Visit visit, Caller.Known known, String purpose, PasskeySite site) {
        Session session = known.session();
        if (purpose.equals("step-up")) {
            return request(session, Purpose.STEP_UP, site, known.user());
        }
        boolean isFresh = doorway.sessions().isFresh(session, doorway.passkeys().fresh());
        return purpose.equals("register") && isFresh && PasskeyKeeping.isAllowed(doorway, known.user())
                ? creation(session, site, known.user())
                : visit.pages().denied(visit.exchange(), "passkey.purpose");
    }

    private Response request(Session session, Purpose purpose, PasskeySite site, User user) {
        return json(door().request(Ceremony.in(session.id(), purpose, site, user.id())));
    }

    private Response creation(Session session, PasskeySite site, User user) {
        boolean isDiscoverable = doorway.second().policy().rules(user).isPasskeyAlone();
        Ceremony ceremony = Ceremony.in(session.id(), Purpose.REGISTER, site, user.id());
        return json(door().creation(ceremony, user.name(), isDiscoverable));
    }

    private PasskeyDoor door() {
        return doorway.passkeys().door();
    }

    private static Response json(String options) {
        return Response.of(200)
                .with("content-type", "application/json")
                .with("cache-control", "no-store")
                .with("x-content-type-options", "nosniff")
                .body(options.getBytes(StandardCharsets.UTF_8));
    }
}
