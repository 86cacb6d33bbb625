package io.tollgate.filters.chain;

import io.tollgate.config.Cidr;
import io.tollgate.filters.http.ClientAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a connection knows about how a request got here. Immutable.
 *
 * @param listener the listener's name
 * @param scheme how the client sees us: {@code https}, or {@code http} on a plain listener
 * @param port the port the client asked for, as far as it is known
 * @param isAdmin whether this is the admin listener
 * @param isHttp2 whether requests come as streams of HTTP/2
 * @param peer who is connected, where something better is known than the socket's other end; made once, for every request
 *     of the connection
 * @param certificate the subject of the certificate that the client showed; null where it showed none
 * @param trustedProxies whose {@code X-Forwarded-*} is believed
 */
public record Arrival(
        String listener,
        String scheme,
        int port,
        boolean isAdmin,
        boolean isHttp2,
        @Nullable ClientAddress peer,
        @Nullable String certificate,
        List<Cidr> trustedProxies) {
    public Arrival {
        trustedProxies = List.copyOf(trustedProxies);
    }

    /** A connection of HTTP/1.1 of which nothing more is known than its socket. */
    public Arrival(String listener, String scheme, int port, boolean isAdmin) {
        this(listener, scheme, port, isAdmin, false, null, null, List.of());
    }
}
