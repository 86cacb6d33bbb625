package io.tollgate.filters.login;

import io.tollgate.config.TenantConfig;
import io.tollgate.filters.audit.AuditEvent;
import io.tollgate.filters.device.KnownDevice;
import io.tollgate.filters.http.Response;
import io.tollgate.filters.identity.Acting;
import io.tollgate.filters.identity.User;
import io.tollgate.filters.login.Page.Account;
import io.tollgate.filters.login.Page.Elsewhere;
import io.tollgate.filters.login.Page.Known;
import io.tollgate.filters.session.Caller;
import io.tollgate.filters.session.Session;
import io.tollgate.filters.session.SessionEnd;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shows somebody who they are here, where else they are logged in and which devices are known to be theirs, and ends that.
 * Safe for use by any thread.
 */
final class AccountResponder implements OwnPage {
    private static final Logger LOG = LoggerFactory.getLogger(AccountResponder.class);
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("d MMMM yyyy, HH:mm", Locale.ENGLISH);

    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMMM yyyy", Locale.ENGLISH);

    /** More are ended by changing the password, or by an administrator. */
    private static final int MOST_SHOWN = 50;

    private final Doorway doorway;
    private final FactorActs acts;
    private final RememberedDevices remembered;

    AccountResponder(Doorway doorway) {
        this.doorway = doorway;
        this.acts = new FactorActs(doorway);
        this.remembered = new RememberedDevices(doorway);
    }

    @Override
    public CompletionStage<Response> get(Visit visit) {
        if (!(visit.exchange().caller() instanceof Caller.Known known)) {
            return Visit.done(visit.notKnown());
        }
        Account page = new Account(
                visit.shell(),
                known.user().name(),
                actsFor(known.acting()),
                known.roles().stream().sorted().toList(),
                time(known.session().openedAt()),
                password(known.user()),
                acts.shown(known.user(), this::day),
                PasskeyKeeping.count(doorway, visit, known.user()),
                others(known),
                devices(visit, known),
                visit.home(),
                notice(visit));
        return Visit.done(visit.writer().write(200, page));
    }

    /** Nothing for somebody of no tenant, or on a host that is not theirs. */
    private static Page.@Nullable For actsFor(@Nullable Acting acting) {
        if (acting == null || (acting.tenant() == null && !acting.isChosen())) {
            return null;
        }
        TenantConfig tenant = acting.tenant();
        return new Page.For(tenant == null ? null : tenant.title(), acting.isChosen());
    }

    private static @Nullable String notice(Visit visit) {
        if (visit.queried("ended") != null) {
            return "That login has ended.";
        }
        if (visit.queried("asked") != null) {
            return "From the next login on, you are asked for a code on that computer again.";
        }
        if (visit.queried("removed") != null) {
            return "Your authenticator app and your recovery codes don't work any more. From now on your password is"
                    + " enough.";
        }
        return visit.queried("forgotten") == null
                ? null
                : "That computer is no longer known. Who is logged in there stays logged in until you end that login,"
                        + " too.";
    }

    @Override
    public CompletionStage<Response> post(Visit visit) {
        if (!(visit.exchange().caller() instanceof Caller.Known known)) {
            return Visit.done(visit.notKnown());
        }
        return visit.posted(form -> {
            String back = visit.writer().prefix() + "/account";
            if (form.value("factor").equals("totp")) {
                return acts.appRemoved(visit, known);
            }
            String device = form.value("device");
            if (!device.isEmpty()) {
                return forgotten(visit, known, device, back + "?forgotten=1");
            }
            String asked = form.value("ask");
            if (!asked.isEmpty()) {
                return askedAgain(visit, known, asked, back + "?asked=1");
            }
            String id = form.value("session");
            for (Session session : doorway.sessions().of(known.user().id())) {
                if (session.id().equals(id)
                        && !session.id().equals(known.session().id())) {
                    return ended(session, back + "?ended=1");
                }
            }
            return Visit.done(Response.seeOther(back)); // it is over by now
        });
    }

    private CompletionStage<Response> ended(Session session, String back) {
        return doorway.sessions().end(session, SessionEnd.OTHER).handle((ended, failure) -> {
            if (failure != null) {
                LOG.warn("account.journal: an end was not written; it is tried again", failure);
            }
            return Response.seeOther(back);
        });
    }

    /** In the trail first: that a device is no longer known may be what explains a lockout later. */
    private CompletionStage<Response> forgotten(Visit visit, Caller.Known known, String id, String back) {
        AuditEvent event = new AuditEvent.Administered(
                visit.context(known.user()), "users.device-revoked", "self", "device: " + id);
        if (devices(visit, known).stream().noneMatch(device -> device.id().equals(id))) {
            return Visit.done(Response.seeOther(back)); // it is gone by now
        }
        return doorway.audit()
                .append(event)
                .handle((written, failure) -> failure == null || !doorway.isAuditRequired())
                .thenCompose(mayGo -> mayGo
                        ? doorway.recognition().devices().forget(known.user().id(), id)
                        : CompletableFuture.failedStage(new IllegalStateException("the trail can't be written")))
                .handle((gone, failure) -> {
                    if (failure != null) {
                        LOG.warn("account.device: a device is not forgotten, or only until a restart", failure);
                        return visit.pages().refused(visit.exchange(), 503, "store.unavailable");
                    }
                    return Response.seeOther(back);
                });
    }

    private CompletionStage<Response> askedAgain(Visit visit, Caller.Known known, String id, String back) {
        return remembered.askAgain(visit, known.user(), id).handle((done, failure) -> {
            if (failure != null) {
                LOG.warn("account.device: a device is still remembered, or will be after a restart", failure);
                return visit.pages().refused(visit.exchange(), 503, "store.unavailable");
            }
            return Response.seeOther(back);
        });
    }

    private List<Known> devices(Visit visit, Caller.Known known) {
        KnownDevice here = doorway.recognition().device(visit, known.user());
        return doorway.recognition().devices().of(known.user().id()).stream()
                .map(device -> new Known(
                        device.id(),
                        device.label(),
                        day(device.firstSeen()),
                        day(device.lastSeen()),
                        here != null && here.id().equals(device.id()),
                        codeless(known.user(), device)))
                .toList();
    }

    private @Nullable String codeless(User user, KnownDevice device) {
        Instant until = remembered.until(user, device);
        return until == null ? null : day(until);
    }

    private String day(Instant instant) {
        return DAY.format(instant.atZone(doorway.zone()));
    }

    /** What is said of the password; nothing where it is an application's own. */
    private @Nullable String password(User user) {
        if (!user.hasPassword()) {
            return null;
        }
        Days days = new Days(doorway.zone());
        Instant expiry = doorway.standings().expiry(user);
        String set = "set on " + days.date(user.passwordSetAt());
        if (expiry == null) {
            return set;
        }
        Instant now = doorway.clock().instant();
        return expiry.isAfter(now)
                ? set + "; to be changed by " + days.date(expiry) + ", " + days.until(now, expiry)
                : set + "; expired on " + days.date(expiry);
    }

    private List<Elsewhere> others(Caller.Known known) {
        return doorway.sessions().of(known.user().id()).stream()
                .filter(session -> !session.id().equals(known.session().id()))
                .sorted(Comparator.comparing(Session::openedAt).reversed())
                .limit(MOST_SHOWN)
                .map(this::elsewhere)
                .toList();
    }

    private Elsewhere elsewhere(Session session) {
        String device = session.device();
        return new Elsewhere(
                session.id(),
                device == null ? "A browser" : device,
                session.host(),
                time(session.openedAt()),
                session.state() == Session.State.LOCKED);
    }

    private String time(Instant instant) {
        return TIME.format(instant.atZone(doorway.zone()));
    }
}
