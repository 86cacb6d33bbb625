package io.tollgate.filters.chain;

import io.tollgate.filters.http.RequestHead;
import io.tollgate.filters.http.Response;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Makes the answers of requests that go no further: a page for a person, {@code application/problem+json} for a script.
 *
 * <p>It words and shapes the answer; whoever asks has decided already and keeps the evidence. Every answer carries the
 * reason and the exchange's reference. Called on an event loop; must not block. Safe for use by any thread.
 */
public interface Refusals {
    /** Nobody is known: 303 to the login page, a 401 page in place, or 401 for a script. */
    Response login(Exchange exchange);

    /** The session waits for its own user's password: the same three, to the lock page, reason {@code session.locked}. */
    Response locked(Exchange exchange);

    /** A second factor is due: the same three, to the page that asks for it, reason {@code session.factor}. */
    default Response factor(Exchange exchange) {
        return denied(exchange, "session.factor");
    }

    /** The user has to choose a password of their own first: the same three, to that page, reason {@code password.change}. */
    default Response passwordChange(Exchange exchange) {
        return denied(exchange, "password.change");
    }

    /** The user has to say first for whom they act: the same three, to that page, reason {@code tenant.choose}. */
    default Response tenantChoice(Exchange exchange) {
        return denied(exchange, "tenant.choose");
    }

    /**
     * A fresh factor is asked for: 303 to the page for that, a page in place, or 401 for a script.
     *
     * @param kept what the request waits under; null where it is not kept
     */
    default Response stepUp(Exchange exchange, @Nullable String kept) {
        return denied(exchange, "step-up");
    }

    /** What was kept is not there any more, or not for this person, place and target: nothing is sent on. */
    default Response notKept(Exchange exchange) {
        return refused(exchange, 410, "step-up.gone");
    }

    /** 403: the rules, or the origin check, say no to this person. {@code reason} is a stable code. */
    Response denied(Exchange exchange, String reason);

    /** Any other refusal (400, 405, 413, 417, 501 …), which no login would change. */
    Response refused(Exchange exchange, int status, String reason);

    /** 429 with Retry-After, in whole seconds rounded up. */
    Response tooMany(Exchange exchange, Duration retryAfter);

    /**
     * A refusal before there is an exchange: the head can't be read (then {@code head} is null), its target can't be
     * judged, or no app answers for its host.
     */
    Response unrouted(@Nullable RequestHead head, int status, String reason, String reference);
}
