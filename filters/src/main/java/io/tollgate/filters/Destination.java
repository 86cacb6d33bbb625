package io.tollgate.filters;

import io.tollgate.config.RulePattern;
import io.tollgate.filters.access.Access;
import io.tollgate.filters.access.AccessDecision;
import io.tollgate.filters.access.Denied;
import io.tollgate.filters.access.Permit;
import io.tollgate.filters.access.Readings;
import io.tollgate.filters.access.StepUp;
import io.tollgate.filters.chain.Exchange;
import io.tollgate.filters.http.Form;
import io.tollgate.filters.http.HeaderFields;
import io.tollgate.filters.routing.Route;
import io.tollgate.filters.routing.Router;
import io.tollgate.filters.routing.Target;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Judges where WebDAV's {@code Destination} leads (RFC 4918 section 10.3) by what the request does there. Safe for use by any
 * event loop.
 *
 * <p>It writes there, so it must be allowed as PUT; unless it says {@code Overwrite: F} it also removes what is there, and a
 * MOVE removes what it takes: neither may be denied as DELETE. Whatever leads out of the app is refused.
 */
final class Destination {
    private static final String NAME = "destination";
    private static final Denied REFUSED = new Denied("access.destination", null);

    private final Router router;

    Destination(Router router) {
        this.router = router;
    }

    /**
     * Why a permitted request may not do what it does there; null where nothing is to be said against it.
     *
     * @param isFresh whether what asks for a fresh factor may be done
     */
    @Nullable
    Denied objection(Exchange exchange, @Nullable Set<String> roles, boolean isFresh) {
        HeaderFields fields = exchange.head().fields();
        int at = fields.find(NAME, 0);
        if (at < 0) {
            return null;
        }
        String target = target(exchange, fields.value(at));
        boolean isUrl = fields.value(at).startsWith("/") || fields.value(at).contains("://");
        if (!isUrl && !isWebDav(exchange)) {
            return null; // Somebody else's field: a word, no place.
        }
        if (target == null || fields.find(NAME, at + 1) >= 0) {
            return REFUSED;
        }
        return router.read(exchange.route().host(), target) instanceof Readings there
                        && router.route(exchange.route().host(), there) instanceof Route route
                        && route.target() instanceof Target.Upstream
                        && route.app().name().equals(exchange.route().app().name())
                ? objection(exchange, route.app().access(), there, roles, isFresh)
                : REFUSED;
    }

    private static @Nullable Denied objection(
            Exchange exchange, Access access, Readings there, @Nullable Set<String> roles, boolean isFresh) {
        if (access.judgePublic("PUT", there, Form.NONE) instanceof Permit) {
            return null;
        }
        if (roles == null) {
            return REFUSED;
        }
        AccessDecision written = access.judge("PUT", there, roles, Form.NONE);
        if (!(written instanceof Permit) && !(written instanceof StepUp)) {
            return written instanceof Denied denied ? new Denied(REFUSED.reason(), denied.rule()) : REFUSED;
        }
        HeaderFields fields = exchange.head().fields();
        int overwrite = fields.find("overwrite", 0);
        boolean isOverwriting =
                overwrite < 0 || !fields.hasValue(overwrite, "f") || fields.find("overwrite", overwrite + 1) >= 0;
        boolean isRemoved = !exchange.head().method().equalsIgnoreCase("COPY");
        boolean isDenied = (isOverwriting && access.isDenied("DELETE", there, roles))
                || (isRemoved && access.isDenied("DELETE", exchange.readings(), roles));
        if (isDenied || isFresh) {
            return isDenied ? REFUSED : null;
        }
        RulePattern marked = written instanceof StepUp asked ? asked.rule() : null;
        if (marked == null && isOverwriting) {
            marked = access.mark("DELETE", there, roles);
        }
        if (marked == null && isRemoved) {
            marked = access.mark("DELETE", exchange.readings(), roles);
        }
        return marked == null ? null : new Denied(Denied.STEP_UP, marked);
    }

    /** The path it names on this host; null where it names none, or another host's. */
    private static @Nullable String target(Exchange exchange, String value) {
        String rest =
                value.startsWith("/") && !value.startsWith("//") ? value : UrlMapping.restOnThisHost(exchange, value);
        return rest != null && rest.startsWith("/") ? rest : null;
    }

    private static boolean isWebDav(Exchange exchange) {
        String method = exchange.head().method();
        return method.equalsIgnoreCase("MOVE") || method.equalsIgnoreCase("COPY");
    }
}
