package io.tollgate.filters;

import io.tollgate.filters.chain.Exchange;
import io.tollgate.filters.chain.Refusals;
import io.tollgate.filters.http.RequestHead;
import io.tollgate.filters.http.Response;
import java.time.Duration;

/** Answers that say in a header what was asked for. */
public final class FakeRefusals implements Refusals {
    private static Response answer(int status, String reason) {
        return Response.of(status).with("reason", reason);
    }

    @Override
    public Response login(Exchange exchange) {
        return answer(303, "login");
    }

    @Override
    public Response locked(Exchange exchange) {
        return answer(303, "lock");
    }

    @Override
    public Response denied(Exchange exchange, String reason) {
        return answer(403, reason);
    }

    @Override
    public Response refused(Exchange exchange, int status, String reason) {
        return answer(status, reason);
    }

    @Override
    public Response tooMany(Exchange exchange, Duration retryAfter) {
        return answer(429, "retry after " + retryAfter);
    }

    @Override
    public Response unrouted(RequestHead head, int status, String reason, String reference) {
        return answer(status, reason);
    }
}
