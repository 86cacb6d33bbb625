package io.tollgate.filters.chain;

import org.jspecify.annotations.Nullable;

/** Is told once of every exchange, on every path, when it is over. On the event loop; must not block or throw. */
@FunctionalInterface
public interface ExchangeListener {
    /** The exchange is over. */
    void ended(Exchange exchange, Outcome outcome);

    /**
     * How an exchange went.
     *
     * @param status the final status sent; 0 where the client left before one was
     * @param requestBytes body bytes received
     * @param responseBytes body bytes sent
     * @param nanos from the head read to the end
     * @param fault a stable code ({@code upstream.connect}, {@code downstream.gone}, {@code session.ended}); null for none
     */
    record Outcome(
            int status,
            long requestBytes,
            long responseBytes,
            long nanos,
            @Nullable String fault) {}
}
