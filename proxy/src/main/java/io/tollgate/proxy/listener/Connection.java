package io.tollgate.proxy.listener;

import io.tollgate.proxy.tls.TlsDetails;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * A connection that may be served: where it came in, from whom, and how it is protected. Immutable.
 *
 * @param listener the listener's name
 * @param remote the client: the other end, or who is there by the word of a declared sender of the PROXY protocol
 * @param tls null on a plain listener
 */
public record Connection(
        String listener,
        InetSocketAddress local,
        InetSocketAddress remote,
        @Nullable TlsDetails tls) {}
