package io.tollgate.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An address on which clients are served, or sent to another listener.
 *
 * @param name unique; {@code listener-1}, {@code listener-2} … where left out
 * @param tls absent on a plain listener
 * @param trustedProxies whose {@code X-Forwarded-*} is believed; nobody's by default
 * @param proxyProtocolFrom who sends a PROXY protocol header before anything else, and must; nobody by default
 * @param http2 whether HTTP/2 is offered beside HTTP/1.1 in TLS
 * @param redirectTo the name of a TLS listener to which everything is redirected; only without {@code tls}
 */
public record ListenerConfig(
        String name,
        HostPort address,
        @Nullable TlsConfig tls,
        List<Cidr> trustedProxies,
        List<Cidr> proxyProtocolFrom,
        boolean http2,
        @Nullable String redirectTo) {

    public ListenerConfig {
        trustedProxies = List.copyOf(trustedProxies);
        proxyProtocolFrom = List.copyOf(proxyProtocolFrom);
        if (tls != null && redirectTo != null) {
            throw new IllegalArgumentException("a listener with tls redirects nowhere");
        }
    }
}
