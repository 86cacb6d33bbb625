package io.tollgate.proxy.http;

import io.tollgate.filters.chain.Arrival;
import io.tollgate.filters.chain.Exchange;
import io.tollgate.filters.chain.RequestBody;
import io.tollgate.filters.http.ClientAddress;
import io.tollgate.filters.http.RequestHead;
import io.tollgate.filters.http.Response;

/**
 * Turns a head that was read into an exchange: its readings made, its client's address resolved, its route found. Safe for
 * use by any event loop; must not block.
 */
@FunctionalInterface
public interface Reception {
    /**
     * Receives a request.
     *
     * @param head in origin-form
     * @param authority the Host as sent, known to be a name or address with or without a port
     * @param peer the other end of the connection, as if nobody stood behind it
     */
    Received receive(RequestHead head, String authority, ClientAddress peer, Arrival arrival, RequestBody body);

    /** What became of it. */
    sealed interface Received {
        /** It is an exchange now. */
        record Admitted(Exchange exchange) implements Received {}

        /** It can't be read in one way only, or is for nobody here: this is sent and the connection closed. */
        record Refused(Response response, String code) implements Received {}
    }
}
