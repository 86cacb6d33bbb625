package io.tollgate.filters;

import io.tollgate.filters.access.Access;
import io.tollgate.filters.access.Permit;
import io.tollgate.filters.audit.AuditTrail;
import io.tollgate.filters.chain.BodyTooLargeException;
import io.tollgate.filters.chain.Exchange;
import io.tollgate.filters.chain.Refusals;
import io.tollgate.filters.chain.RequestFilter;
import io.tollgate.filters.chain.Verdict;
import io.tollgate.filters.http.Form;
import io.tollgate.filters.http.HeaderFields;
import io.tollgate.filters.http.Response;
import io.tollgate.filters.routing.App;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * Lets other sites post to the paths that an app's {@code returns} names: such a POST comes without the session's cookie, so
 * the answer is a page of ours whose form posts the same again from here. Safe for use by any event loop.
 *
 * <p>Only what a browser navigates is answered so; a payment service's own server gets no page. What our page sends is
 * judged like any other request.
 */
public final class ReturnFilter implements RequestFilter {
    private final Map<String, Access> returns = new HashMap<>();
    private final Reposts reposts;
    private final Refusals refusals;
    private final Refuser refuser;

    /** Makes the page. */
    @FunctionalInterface
    public interface Reposts {
        /** Null where the form can't be posted again as it came. */
        @Nullable
        Response page(Exchange exchange, byte[] body);
    }

    /** What other sites post to these apps. */
    public ReturnFilter(Collection<App> apps, Reposts reposts, Refusals refusals, AuditTrail audit) {
        for (App app : apps) {
            if (!app.config().reach().returns().isEmpty()) {
                returns.put(
                        app.name(),
                        Access.compile(app.name(), app.config().reach().returns(), List.of()));
            }
        }
        this.reposts = reposts;
        this.refusals = refusals;
        this.refuser = new Refuser(audit);
    }

    @Override
    public Verdict judge(Exchange exchange) {
        if (returns.isEmpty()) {
            return Verdict.Pass.PASS;
        }
        Access paths = returns.get(exchange.route().app().name());
        if (paths == null
                || !exchange.head().method().equals("POST")
                || !(paths.judgePublic("POST", exchange.readings(), Form.NONE) instanceof Permit)
                || !isSentByAnotherSite(exchange)) {
            return Verdict.Pass.PASS;
        }
        int most = (int)
                Math.min(Integer.MAX_VALUE, exchange.route().app().config().forms());
        return new Verdict.Await<>(
                exchange.body().collect(most).handle((body, thrown) -> collected(exchange, body, thrown)),
                collected -> answered(exchange, collected));
    }

    /** What became of the body: a page, or a failure, or neither where it can't be posted again. */
    private record Collected(
            @Nullable Response page, @Nullable Throwable failure) {}

    private Collected collected(Exchange exchange, byte @Nullable [] body, @Nullable Throwable thrown) {
        Throwable failure =
                thrown instanceof CompletionException && thrown.getCause() != null ? thrown.getCause() : thrown;
        return new Collected(body == null ? null : reposts.page(exchange, body), failure);
    }

    private Verdict.Decision answered(Exchange exchange, Collected collected) {
        Throwable failure = collected.failure();
        if (failure instanceof BodyTooLargeException) {
            return refuser.refuse(exchange, "returns.size", null, refusals.refused(exchange, 413, "returns.size"));
        }
        if (failure != null) {
            return new Verdict.Fail(failure);
        }
        Response page = collected.page();
        return page == null
                ? refuser.refuse(exchange, "returns.form", null, refusals.refused(exchange, 415, "returns.form"))
                : new Verdict.Respond(page);
    }

    /** Whether a browser goes here by another site's form. What came from a page of this host is not sent round again. */
    private static boolean isSentByAnotherSite(Exchange exchange) {
        HeaderFields fields = exchange.head().fields();
        String referer = fields.first("referer");
        if (referer != null && UrlMapping.restOnThisHost(exchange, referer) != null) {
            return false;
        }
        String site = fields.first("sec-fetch-site");
        if (site != null) {
            return (site.equals("cross-site") || site.equals("same-site"))
                    && "navigate".equals(fields.first("sec-fetch-mode"));
        }
        String origin = fields.first("origin");
        String accept = fields.first("accept");
        return origin != null
                && accept != null
                && accept.toLowerCase(Locale.ROOT).contains("text/html")
                && !OriginFilter.isHost(exchange, origin);
    }
}
