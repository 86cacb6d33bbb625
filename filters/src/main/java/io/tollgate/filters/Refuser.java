package io.tollgate.filters;

import io.tollgate.config.RulePattern;
import io.tollgate.filters.audit.AuditEvent;
import io.tollgate.filters.audit.AuditTrail;
import io.tollgate.filters.chain.Exchange;
import io.tollgate.filters.chain.Verdict.Respond;
import io.tollgate.filters.http.Response;
import io.tollgate.filters.identity.User;
import io.tollgate.filters.session.Caller;
import org.jspecify.annotations.Nullable;

/**
 * Refuses, with the evidence that the caller's standing asks for: of a person with a live session it is on disk before the
 * answer, of strangers it is counted. Safe for use by any thread.
 */
final class Refuser {
    private final AuditTrail audit;

    Refuser(AuditTrail audit) {
        this.audit = audit;
    }

    /** Refuses for a reason, by a rule where one decided. */
    Respond refuse(Exchange exchange, String reason, @Nullable RulePattern rule, Response response) {
        exchange.refused(reason);
        Caller.Known known = exchange.caller() instanceof Caller.Known live ? live : null;
        AuditEvent event = event(exchange, reason, rule, known);
        if (known != null) {
            return new Respond(response, event);
        }
        audit.aggregate(event);
        return new Respond(response);
    }

    private static AuditEvent event(
            Exchange exchange, String reason, @Nullable RulePattern rule, Caller.@Nullable Known known) {
        User user = known == null ? null : known.user();
        AuditEvent.Context context = new AuditEvent.Context(
                user == null ? null : user.id(),
                user == null ? null : user.name(),
                exchange.client().network(),
                exchange.route().app().name(),
                user == null ? null : exchange.reference(),
                known == null ? null : known.tenant());
        return new AuditEvent.Refused(
                context,
                reason,
                rule == null ? null : rule.text() + " (" + rule.at() + ")",
                exchange.head().method(),
                rule == null ? exchange.readings().template() : rule.text());
    }
}
