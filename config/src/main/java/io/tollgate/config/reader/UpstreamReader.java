package io.tollgate.config.reader;

import io.tollgate.config.CircuitBreakerConfig;
import io.tollgate.config.EndpointUrl;
import io.tollgate.config.HealthConfig;
import io.tollgate.config.OutlierConfig;
import io.tollgate.config.UpstreamConfig;
import io.tollgate.config.UpstreamScheme;
import io.tollgate.config.UpstreamTls;
import io.tollgate.config.schema.DurationText;
import io.tollgate.config.schema.UpstreamKeys;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads {@code upstream}, whose short form is a URL. */
final class UpstreamReader {

    private final Source source;
    private final RuleReader rules;

    UpstreamReader(Source source, RuleReader rules) {
        this.source = source;
        this.rules = rules;
    }

    /** Null after telling why there is no endpoint, or where the key is missing. */
    @Nullable
    UpstreamConfig read(Section section) {
        List<EndpointUrl> endpoints = endpoints(section);
        UpstreamTls tls = tls(section, endpoints);
        var balance = section.get(UpstreamKeys.BALANCE);
        boolean sticky = section.get(UpstreamKeys.STICKY);
        List<InetAddress> sources = sourceAddresses(section);
        var safe = Placed.values(rules.rules(section, UpstreamKeys.SAFE));
        var chunked = section.get(UpstreamKeys.CHUNKED_REQUESTS);
        int connections = section.get(UpstreamKeys.MAX_CONNECTIONS);
        Section timeouts = section.table(UpstreamKeys.TIMEOUTS);
        Duration connect = timeouts.get(UpstreamKeys.CONNECT);
        Duration head = timeouts.get(UpstreamKeys.HEAD);
        HealthConfig health = health(section);
        Section outliers = section.table(UpstreamKeys.OUTLIER);
        var outlier = new OutlierConfig(outliers.get(UpstreamKeys.FAILURES), outliers.get(UpstreamKeys.LASTS));
        CircuitBreakerConfig breaker = breaker(section);
        return endpoints.isEmpty()
                ? null
                : new UpstreamConfig(
                        endpoints,
                        tls,
                        balance,
                        sticky,
                        sources,
                        safe,
                        chunked,
                        connections,
                        connect,
                        head,
                        health,
                        outlier,
                        breaker);
    }

    private static List<EndpointUrl> endpoints(Section section) {
        List<EndpointUrl> endpoints = new ArrayList<>();
        for (Placed<EndpointUrl> endpoint : section.list(UpstreamKeys.ENDPOINTS)) {
            EndpointUrl url = endpoint.value();
            if (endpoints.contains(url)) {
                endpoint.problem("\"" + url + "\" is named twice", "keep one of them");
            } else if (!endpoints.isEmpty() && endpoints.get(0).scheme() != url.scheme()) {
                endpoint.problem(
                        "\"" + url + "\" is " + url.scheme().word() + " beside "
                                + endpoints.get(0).scheme().word(),
                        "give all endpoints of an upstream one scheme");
            } else if (endpoints.size() == UpstreamConfig.MOST_ENDPOINTS) {
                endpoint.problem(
                        "\"" + url + "\" is one more than there may be",
                        "name at most " + UpstreamConfig.MOST_ENDPOINTS + " endpoints");
                break;
            } else {
                endpoints.add(url);
            }
        }
        return endpoints;
    }

    private static List<InetAddress> sourceAddresses(Section section) {
        List<InetAddress> addresses = new ArrayList<>();
        for (Placed<InetAddress> address : section.list(UpstreamKeys.SOURCE_ADDRESSES)) {
            if (addresses.contains(address.value())) {
                address.problem("\"" + address.value().getHostAddress() + "\" is named twice", "keep one of them");
            } else {
                addresses.add(address.value());
            }
        }
        return addresses;
    }

    private @Nullable UpstreamTls tls(Section upstream, List<EndpointUrl> endpoints) {
        boolean isHttps = !endpoints.isEmpty() && endpoints.get(0).scheme() == UpstreamScheme.HTTPS;
        if (!upstream.has(UpstreamKeys.TLS)) {
            return isHttps ? UpstreamTls.DEFAULT : null;
        }
        Section section = upstream.table(UpstreamKeys.TLS);
        if (!isHttps && !endpoints.isEmpty()) {
            upstream.place(UpstreamKeys.TLS)
                    .problem("stands beside endpoints that are not https", "write https:// endpoints, or remove it");
        }
        Source beside = source.of(section.place().at());
        Placed<String> trusted = section.placed(UpstreamKeys.TRUST);
        var trust = trusted == null ? null : beside.readable(trusted);
        var certificate = TlsReader.pair(section, UpstreamKeys.CERTIFICATE, UpstreamKeys.KEY, beside);
        var tls = new UpstreamTls(
                trust, section.find(UpstreamKeys.TLS_NAME), certificate, section.get(UpstreamKeys.MINIMUM));
        return isHttps ? tls : null;
    }

    private static @Nullable HealthConfig health(Section upstream) {
        if (!upstream.has(UpstreamKeys.HEALTH)) {
            return null;
        }
        Section section = upstream.table(UpstreamKeys.HEALTH);
        String path = section.find(UpstreamKeys.HEALTH_PATH);
        Duration every = section.get(UpstreamKeys.EVERY);
        Duration timeout = section.has(UpstreamKeys.HEALTH_TIMEOUT)
                ? section.get(UpstreamKeys.HEALTH_TIMEOUT)
                : shorter(section.get(UpstreamKeys.HEALTH_TIMEOUT), every);
        var up = section.get(UpstreamKeys.UP);
        String marker = section.find(UpstreamKeys.MARKER);
        boolean isTcp = section.has(UpstreamKeys.HEALTH_TCP);
        if (isTcp && Boolean.FALSE.equals(section.find(UpstreamKeys.HEALTH_TCP))) {
            section.place(UpstreamKeys.HEALTH_TCP).problem("is false", "give a path instead, or leave out health");
        }
        if (isTcp == section.has(UpstreamKeys.HEALTH_PATH) && section.place().isMap()) {
            section.place()
                    .problem(
                            isTcp ? "asks for a path and for a connection only" : "does not say what is asked for",
                            "give path:, or tcp: true");
        }
        boolean isOnlyOfPath = section.has(UpstreamKeys.UP) || section.has(UpstreamKeys.MARKER);
        if (isTcp && isOnlyOfPath) {
            section.place(section.has(UpstreamKeys.UP) ? UpstreamKeys.UP : UpstreamKeys.MARKER)
                    .problem("has no answer to look at beside tcp", "give a path, or remove it");
        }
        if (timeout.compareTo(every) > 0) {
            section.place(UpstreamKeys.HEALTH_TIMEOUT)
                    .problem(
                            "timeout (" + DurationText.format(timeout) + ") is more than every ("
                                    + DurationText.format(every) + ")",
                            "give timeout at most as much as every");
            return null;
        }
        return path == null && !isTcp ? null : new HealthConfig(path, every, timeout, up, path == null ? null : marker);
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    private static @Nullable CircuitBreakerConfig breaker(Section upstream) {
        if (!upstream.has(UpstreamKeys.CIRCUIT_BREAKER)) {
            return null;
        }
        Section section = upstream.table(UpstreamKeys.CIRCUIT_BREAKER);
        return new CircuitBreakerConfig(
                section.get(UpstreamKeys.FAILURE_RATE),
                section.get(UpstreamKeys.WINDOW),
                section.get(UpstreamKeys.OPEN_FOR));
    }
}
