package io.tollgate.filters.login;

import io.tollgate.config.TenantConfig;
import io.tollgate.filters.http.Response;
import io.tollgate.filters.identity.Acting;
import io.tollgate.filters.login.Page.Account;
import io.tollgate.filters.login.Page.Elsewhere;
import io.tollgate.filters.session.Caller;
import io.tollgate.filters.session.Session;
import io.tollgate.filters.session.SessionEnd;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Shows somebody who they are here and where else they are logged in, and ends that. Safe for use by any thread. */
final class AccountResponder implements OwnPage {
    private static final Logger LOG = LoggerFactory.getLogger(AccountResponder.class);
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("d MMMM yyyy, HH:mm", Locale.ENGLISH);

    /** More are ended by changing the password, or by an administrator. */
    private static final int MOST_SHOWN = 50;

    private final Doorway doorway;

    AccountResponder(Doorway doorway) {
        this.doorway = doorway;
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
                others(known),
                visit.home(),
                visit.queried("ended") == null ? null : "That login has ended.");
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

    @Override
    public CompletionStage<Response> post(Visit visit) {
        if (!(visit.exchange().caller() instanceof Caller.Known known)) {
            return Visit.done(visit.notKnown());
        }
        return visit.posted(form -> {
            String back = visit.writer().prefix() + "/account";
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
