package io.tollgate.filters.login;

import io.tollgate.filters.factor.FactorRules;
import io.tollgate.filters.http.Response;
import io.tollgate.filters.identity.PoolFullException;
import io.tollgate.filters.identity.User;
import io.tollgate.filters.login.Page.OwnPasskey;
import io.tollgate.filters.login.Page.Problem;
import io.tollgate.filters.passkey.Ceremony;
import io.tollgate.filters.passkey.Passkey;
import io.tollgate.filters.passkey.PasskeyDoor;
import io.tollgate.filters.passkey.PasskeyOutcome;
import io.tollgate.filters.passkey.Passkeys;
import io.tollgate.filters.passkey.Purpose;
import io.tollgate.filters.session.Caller;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The page on which somebody makes, names and ends passkeys for this address. To make or end one they must have proved who they
 * are not long ago. Safe for use by any thread.
 */
final class PasskeysResponder implements OwnPage {
    private static final Logger LOG = LoggerFactory.getLogger(PasskeysResponder.class);
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMMM yyyy", Locale.ENGLISH);

    private static final Problem REFUSED = new Problem(
            "No passkey was made",
            "What the device sent was not accepted, or it took too long. Try once more; nothing was changed.");
    private static final Problem FULL = new Problem(
            "No passkey was made",
            "You have as many passkeys here as there may be, or that device holds one of somebody else's. Remove one"
                    + " that you don't use, then try again.");
    private static final Problem LAST = new Problem(
            "This passkey can't be removed yet",
            "It is the only second step you have, and your account has to have one. Set up another first: one more"
                    + " passkey, or codes from an app on your telephone.");

    private final Doorway doorway;
    private final PasskeyEnrolment enrolment;
    private final FactorGate gate;

    PasskeysResponder(Doorway doorway) {
        this.doorway = doorway;
        this.enrolment = new PasskeyEnrolment(doorway);
        this.gate = new FactorGate(doorway);
    }

    @Override
    public CompletionStage<Response> get(Visit visit) {
        return Visit.done(
                visit.exchange().caller() instanceof Caller.Known known
                        ? visit.writer().write(200, page(visit, known, null))
                        : visit.notKnown());
    }

    @Override
    public CompletionStage<Response> post(Visit visit) {
        if (visit.exchange().caller() instanceof Caller.Pending pending) {
            return visit.posted(form -> enrolment
                    .inLogin(visit, pending, form)
                    .exceptionally(failure -> visit.pages().refused(visit.exchange(), 503, reason(failure))));
        }
        if (!(visit.exchange().caller() instanceof Caller.Known known)) {
            return Visit.done(visit.notKnown());
        }
        return visit.posted(form -> posted(visit, known, form).exceptionally(failure -> failed(visit, known, failure)));
    }

    private CompletionStage<Response> posted(Visit visit, Caller.Known known, PostedForm form) {
        String renamed = form.value("rename");
        if (!renamed.isEmpty()) {
            return door().renamed(known.user().id(), renamed, form.value("name"), visit.context(known.user()))
                    .thenApply(done -> back(visit, "?renamed=1"));
        }
        if (!isFresh(known)) {
            return Visit.done(Response.seeOther(visit.stepUp("/passkeys")));
        }
        String removed = form.value("remove");
        return removed.isEmpty() ? made(visit, known, form) : removed(visit, known, removed);
    }

    private CompletionStage<Response> made(Visit visit, Caller.Known known, PostedForm form) {
        if (!PasskeyKeeping.isAllowed(doorway, known.user())) {
            return Visit.done(visit.pages().denied(visit.exchange(), "passkey.policy"));
        }
        Ceremony ceremony = Ceremony.in(
                known.session().id(),
                Purpose.REGISTER,
                visit.site(),
                known.user().id());
        return door().made(form.value("attestation"), ceremony, form.value("name"), visit.context(known.user()))
                .thenCompose(outcome -> {
                    if (outcome instanceof PasskeyOutcome.Wrong wrong) {
                        Problem problem = wrong.reason().equals("passkey.full") ? FULL : REFUSED;
                        return Visit.done(visit.writer().write(422, page(visit, known, problem)));
                    }
                    return enrolment
                            .first(visit, known.user())
                            .thenApply(codes -> codes.isEmpty()
                                    ? back(visit, "?made=1")
                                    : PasskeyEnrolment.shown(visit, codes, true, page(visit)));
                });
    }

    private CompletionStage<Response> removed(Visit visit, Caller.Known known, String id) {
        for (Passkey passkey : own(visit, known)) {
            if (passkey.id().equals(id)) {
                return PasskeyKeeping.isLast(doorway, known.user(), passkey)
                        ? Visit.done(visit.writer().write(409, page(visit, known, LAST)))
                        : door().revoked(known.user().id(), id, visit.context(known.user()))
                                .thenCompose(done -> withoutCodes(known.user()))
                                .thenApply(done -> back(visit, "?removed=1"));
            }
        }
        return Visit.done(back(visit, "")); // it is gone by now
    }

    /** Recovery codes stand in for a factor: they go with the last. */
    private CompletionStage<Boolean> withoutCodes(User user) {
        return gate.hasApp(user) || !gate.others(user).isEmpty()
                ? Visit.done(true)
                : gate.factors().remove(user.id(), false);
    }

    private Page page(Visit visit, Caller.Known known, @Nullable Problem problem) {
        List<OwnPasskey> own = own(visit, known).stream().map(this::shown).toList();
        return new Page.Passkeys(
                visit.shell(),
                use(known),
                own,
                isFresh(known),
                objection(visit, known, own.size()),
                Device.of(visit.exchange().head()),
                problem,
                notice(visit));
    }

    private String use(Caller.Known known) {
        FactorRules rules = doorway.second().policy().rules(known.user());
        if (rules.isPasskeyAlone()) {
            return rules.isOn()
                    ? "Here it lets you log in without your name and password, or stands in for the code after them."
                    : "Here it lets you log in without your name and password.";
        }
        return "Here you can use it after your password, in place of a code.";
    }

    private @Nullable String objection(Visit visit, Caller.Known known, int count) {
        if (!PasskeyKeeping.isAllowed(doorway, known.user())) {
            return "Passkeys are not in use for your account.";
        }
        if (!visit.site().isPossible()) {
            return "Browsers make no passkeys for this address: it has to be a name, and begin with https.";
        }
        return count < Passkeys.MOST_PER_HOST
                ? null
                : "You have " + count + ", as many as there may be. To add another, remove one first.";
    }

    private static @Nullable String notice(Visit visit) {
        if (visit.queried("made") != null) {
            return "The passkey was made. You can use it from the next login on.";
        }
        if (visit.queried("removed") != null) {
            return "That passkey no longer lets anybody in. Your device may still show it: delete it there, too.";
        }
        return visit.queried("renamed") == null ? null : "It has the new name.";
    }

    private OwnPasskey shown(Passkey passkey) {
        Instant used = passkey.usedAt();
        return new OwnPasskey(
                passkey.id(),
                passkey.name(),
                day(passkey.createdAt()),
                used == null ? null : day(used),
                passkey.isSuspect());
    }

    private List<Passkey> own(Visit visit, Caller.Known known) {
        return door().passkeys().of(known.user().id(), visit.site().rpId());
    }

    private boolean isFresh(Caller.Known known) {
        return doorway.sessions().isFresh(known.session(), doorway.passkeys().fresh());
    }

    private PasskeyDoor door() {
        return doorway.passkeys().door();
    }

    private String day(Instant instant) {
        return DAY.format(instant.atZone(doorway.zone()));
    }

    private static Response back(Visit visit, String notice) {
        return Response.seeOther(page(visit) + notice);
    }

    private static String page(Visit visit) {
        return visit.writer().prefix() + "/passkeys";
    }

    private static String reason(Throwable failure) {
        boolean isFull = Visit.cause(failure) instanceof PoolFullException;
        if (!isFull) {
            LOG.warn("passkey.failure: no passkey can be made while this lasts", Visit.cause(failure));
        }
        return isFull ? "login.unavailable" : "store.unavailable";
    }

    private Response failed(Visit visit, Caller.Known known, Throwable failure) {
        Throwable cause = Visit.cause(failure);
        if (cause instanceof PoolFullException full) {
            return Answers.notNow(visit.writer(), problem -> page(visit, known, problem), full.retryAfter());
        }
        LOG.warn("passkey.failure: no passkey can be made or ended while this lasts", cause);
        return visit.notNow(problem -> page(visit, known, problem));
    }
}
