package io.tollgate.config;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How the gateway speaks TLS to an upstream.
 *
 * @param trust PEM file of the authorities that may sign the upstream's certificate; absent: those that the JDK trusts
 * @param name the host that is asked for (SNI) and that the certificate must name; absent: the endpoint's own
 * @param certificate what the gateway shows of itself; absent: nothing
 * @param minimum the oldest TLS that is spoken
 */
public record UpstreamTls(
        @Nullable Path trust,
        @Nullable String name,
        @Nullable CertificateFiles certificate,
        TlsVersion minimum) {

    /** What an https endpoint means where nothing is said about it. */
    public static final UpstreamTls DEFAULT = new UpstreamTls(null, null, null, TlsVersion.TLS_1_2);
}
