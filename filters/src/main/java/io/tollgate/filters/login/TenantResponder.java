package io.tollgate.filters.login;

import io.tollgate.config.TenantConfig;
import io.tollgate.filters.audit.AuditEvent;
import io.tollgate.filters.http.Response;
import io.tollgate.filters.identity.Acting;
import io.tollgate.filters.login.Page.Choice;
import io.tollgate.filters.login.Page.Problem;
import io.tollgate.filters.login.Page.Tenant;
import io.tollgate.filters.session.Caller;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The page by which somebody of several tenants says for which they act, kept in their session. Safe for use by any thread.
 * Whoever has no choice here is sent on.
 */
final class TenantResponder implements OwnPage {
    private static final Logger LOG = LoggerFactory.getLogger(TenantResponder.class);

    private static final Problem UNKNOWN =
            new Problem("Choose one of these", "What was chosen is not open to you, or not any more.");

    private final Doorway doorway;

    TenantResponder(Doorway doorway) {
        this.doorway = doorway;
    }

    @Override
    public CompletionStage<Response> get(Visit visit) {
        if (!(visit.exchange().caller() instanceof Caller.Known known)) {
            return Visit.done(visit.notKnown());
        }
        Acting acting = known.acting();
        String returnTo = visit.askedReturn();
        return Visit.done(
                acting == null || !acting.isChosen()
                        ? Response.seeOther(returnTo)
                        : visit.writer().write(200, page(visit, known, acting, returnTo, null)));
    }

    @Override
    public CompletionStage<Response> post(Visit visit) {
        if (!(visit.exchange().caller() instanceof Caller.Known known)) {
            return Visit.done(visit.notKnown());
        }
        return visit.posted(form -> {
            Acting acting = known.acting();
            String returnTo = visit.askedReturn(form);
            if (acting == null || !acting.isChosen()) {
                return Visit.done(Response.seeOther(returnTo));
            }
            String chosen = form.value("tenant");
            if (acting.memberships().stream().noneMatch(tenant -> tenant.name().equals(chosen))) {
                return Visit.done(visit.writer().write(422, page(visit, known, acting, returnTo, UNKNOWN)));
            }
            return proved(visit, known, chosen)
                    .thenCompose(proved -> doorway.sessions().choose(known.session(), chosen))
                    .thenApply(kept -> Response.seeOther(returnTo))
                    .exceptionally(failure -> failed(visit, known, acting, returnTo, failure));
        });
    }

    /** The evidence comes first: an act for a tenant must be found in the trail. */
    private CompletionStage<?> proved(Visit visit, Caller.Known known, String chosen) {
        AuditEvent event = new AuditEvent.TenantChosen(
                visit.context(known.user(), chosen), known.session().id());
        CompletionStage<Void> written = doorway.audit().append(event);
        return doorway.isAuditRequired() ? written : written.handle((done, failure) -> true);
    }

    private Response failed(Visit visit, Caller.Known known, Acting acting, String returnTo, Throwable failure) {
        LOG.warn("tenant.failure: nobody can choose a tenant while this lasts", Visit.cause(failure));
        return visit.notNow(problem -> page(visit, known, acting, returnTo, problem));
    }

    private static Tenant page(
            Visit visit, Caller.Known known, Acting acting, String returnTo, @Nullable Problem problem) {
        TenantConfig now = acting.tenant();
        List<Choice> choices = acting.memberships().stream()
                .map(tenant -> new Choice(tenant.name(), tenant.title(), tenant.equals(now)))
                .toList();
        return new Tenant(visit.shell(), known.user().name(), choices, returnTo, problem);
    }
}
