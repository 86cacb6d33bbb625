package io.tollgate.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Everything an operator declares, complete and in bounds. Immutable; all paths are absolute.
 *
 * @param file the YAML file it was read from
 * @param controls which standards the settings are held to, and how
 * @param data the folder of the embedded store and the audit trail
 * @param roles every role there may be, where the operator lists them
 * @param admin absent: no admin listener
 * @param networks those that the operator knows; no address lies in two of them
 * @param tenants empty: nobody acts for a tenant, and nothing speaks of them
 * @param hsts how long browsers remember to use HTTPS only; zero: not said
 * @param prefix where the gateway's own pages are: {@code /.tollgate}, without a trailing slash
 */
public record GatewayConfig(
        Path file,
        ControlsConfig controls,
        Path data,
        SealKey sealKey,
        SessionConfig session,
        @Nullable List<String> roles,
        List<ListenerConfig> listeners,
        @Nullable AdminConfig admin,
        List<AppConfig> apps,
        List<TenantConfig> tenants,
        LockoutConfig lockout,
        List<NetworkConfig> networks,
        PasswordConfig passwords,
        SecondFactorConfig secondFactor,
        StepUpConfig stepUp,
        RateLimitConfig rateLimit,
        AuditConfig audit,
        Duration hsts,
        String prefix) {

    public static final Range<Duration> HSTS = Range.of(Duration.ofSeconds(1), Duration.ofDays(3650));

    public static final Duration DEFAULT_HSTS = Duration.ofDays(180);
    public static final String DEFAULT_PREFIX = "/.tollgate";

    /** The role of administrators, which no app declares. */
    public static final String ADMIN_ROLE = "tollgate:admin";

    public GatewayConfig {
        roles = roles == null ? null : List.copyOf(roles);
        listeners = List.copyOf(listeners);
        apps = List.copyOf(apps);
        networks = List.copyOf(networks);
        tenants = List.copyOf(tenants);
        if (listeners.isEmpty() || apps.isEmpty()) {
            throw new IllegalArgumentException("a gateway has a listener and an app");
        }
        if (!hsts.isZero()) {
            HSTS.require("hsts", hsts);
        }
        if (!prefix.startsWith("/") || prefix.length() < 2 || prefix.endsWith("/")) {
            throw new IllegalArgumentException("prefix begins with a slash and does not end with one");
        }
    }

    /** The roles that apps give access to or take it from, sorted: those a user may have. */
    public Set<String> declaredRoles() {
        Set<String> declared = new TreeSet<>(roles == null ? List.of() : roles);
        apps.forEach(app -> app.access().forEach(access -> declared.add(access.role())));
        return declared;
    }

    /** How the admin listener speaks TLS: its own way, or with the certificate of the first listener which does. */
    public @Nullable TlsConfig adminTls() {
        if (admin == null || admin.tls() != null) {
            return admin == null ? null : admin.tls();
        }
        return listeners.stream()
                .map(ListenerConfig::tls)
                .filter(tls -> tls != null)
                .findFirst()
                .map(TlsConfig::withoutClientCertificates)
                .orElse(null);
    }
}
