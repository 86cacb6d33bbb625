package io.tollgate.proxy.tls;

import org.jspecify.annotations.Nullable;

/**
 * What a connection agreed on. Immutable.
 *
 * @param version such as {@code TLSv1.3}
 * @param serverName the name the client asked for, in lower case, where it can be one
 * @param clientName the subject of the certificate that the client showed and was believed; null where it showed none
 * @param protocol what ALPN chose; null or empty where the client offered nothing
 */
public record TlsDetails(
        String version,
        String cipher,
        @Nullable String serverName,
        @Nullable String protocol,
        @Nullable String clientName) {}
