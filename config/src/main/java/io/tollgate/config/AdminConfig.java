package io.tollgate.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The listener for health checks and metrics. It always speaks TLS.
 *
 * @param allow who may read {@code /health/live}, {@code /health/ready} and {@code /metrics} without a login
 * @param tls absent: the certificate of the first listener with TLS, see {@link GatewayConfig#adminTls()}
 */
public record AdminConfig(
        HostPort address, List<Cidr> allow, @Nullable TlsConfig tls) {

    public static final List<Cidr> ALLOW = List.of(Cidr.parse("127.0.0.0/8"));

    public AdminConfig {
        allow = List.copyOf(allow);
    }
}
