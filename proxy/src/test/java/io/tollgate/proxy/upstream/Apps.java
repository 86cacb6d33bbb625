package io.tollgate.proxy.upstream;

import io.tollgate.config.AppConfig;
import io.tollgate.config.Balance;
import io.tollgate.config.ChunkedRequests;
import io.tollgate.config.CircuitBreakerConfig;
import io.tollgate.config.EndpointUrl;
import io.tollgate.config.HealthConfig;
import io.tollgate.config.OutlierConfig;
import io.tollgate.config.Position;
import io.tollgate.config.ReachConfig;
import io.tollgate.config.RulePattern;
import io.tollgate.config.SessionConfig;
import io.tollgate.config.SignOnConfig;
import io.tollgate.config.UpstreamConfig;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** An app that is open to everybody, with the upstream that a test is about. */
final class Apps {
    private Balance balance = Balance.LEAST_REQUESTS;
    private boolean sticky;
    private final List<InetAddress> sources = new ArrayList<>();
    private final List<RulePattern> safe = new ArrayList<>();
    private Duration connect = Duration.ofSeconds(2);
    private Duration head = Duration.ofSeconds(5);
    private @Nullable HealthConfig health;
    private OutlierConfig outlier = OutlierConfig.DEFAULT;
    private @Nullable CircuitBreakerConfig breaker;

    Apps balance(Balance how) {
        balance = how;
        return this;
    }

    Apps sticky() {
        sticky = true;
        return this;
    }

    Apps sources(String... addresses) {
        for (String address : addresses) {
            try {
                sources.add(InetAddress.getAllByName(address)[0]);
            } catch (UnknownHostException e) {
                throw new IllegalArgumentException(e);
            }
        }
        return this;
    }

    Apps safe(String pattern) {
        safe.add(RulePattern.parse(pattern, new Position("test.yaml", 1, 1)));
        return this;
    }

    Apps head(Duration timeout) {
        head = timeout;
        return this;
    }

    Apps health(HealthConfig how) {
        health = how;
        return this;
    }

    Apps outlier(int failures, Duration lasts) {
        outlier = new OutlierConfig(failures, lasts);
        return this;
    }

    Apps breaker(CircuitBreakerConfig how) {
        breaker = how;
        return this;
    }

    AppConfig at(ScriptedApp... apps) {
        return at(Stream.of(apps).map(app -> "http://127.0.0.1:" + app.port()).toArray(String[]::new));
    }

    AppConfig at(String... urls) {
        UpstreamConfig upstream = new UpstreamConfig(
                Stream.of(urls).map(EndpointUrl::parse).toList(),
                null,
                balance,
                sticky,
                sources,
                safe,
                ChunkedRequests.PASS,
                64,
                connect,
                head,
                health,
                outlier,
                breaker);
        return new AppConfig(
                "billing",
                List.of(),
                "/",
                "/",
                upstream,
                ReachConfig.USUAL,
                null,
                SessionConfig.DEFAULT,
                List.of(),
                SignOnConfig.DEFAULT,
                List.of("JSESSIONID"),
                64_000,
                100 << 20,
                List.of(),
                List.of(RulePattern.parse("/**", new Position("test.yaml", 1, 1))),
                List.of());
    }
}
