package io.tollgate.proxy.upstream;

import io.tollgate.config.UpstreamScheme;
import io.tollgate.proxy.tls.ClientTls;
import org.jspecify.annotations.Nullable;

/**
 * What is spoken with an endpoint. Immutable.
 *
 * @param scheme HTTP/1.1 in the clear or over TLS, or HTTP/2 in the clear
 * @param host the endpoint's, a literal without brackets: whom TLS asks for where no name is declared
 * @param tls there exactly for https
 */
record Speech(
        UpstreamScheme scheme,
        String host,
        int port,
        @Nullable ClientTls tls) {
    Speech {
        if ((scheme == UpstreamScheme.HTTPS) != (tls != null)) {
            throw new IllegalArgumentException("TLS goes with https");
        }
    }
}
