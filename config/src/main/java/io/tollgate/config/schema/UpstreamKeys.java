package io.tollgate.config.schema;

import io.tollgate.config.Balance;
import io.tollgate.config.ChunkedRequests;
import io.tollgate.config.CircuitBreakerConfig;
import io.tollgate.config.EndpointUrl;
import io.tollgate.config.HealthConfig;
import io.tollgate.config.OutlierConfig;
import io.tollgate.config.StatusRange;
import io.tollgate.config.TlsVersion;
import io.tollgate.config.UpstreamConfig;
import io.tollgate.config.schema.ValueType.ListType;
import io.tollgate.config.schema.ValueType.TableType;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The keys of {@code apps.*.upstream}. */
public final class UpstreamKeys {

    public static final Key<List<EndpointUrl>> ENDPOINTS = Key.required(
            "endpoints",
            new ListType<>(Texts.ENDPOINT, false),
            "[http://127.0.0.1:8080]",
            "where the app is: http, https or h2c URLs without path, all of one scheme");

    public static final Key<String> TRUST = Key.optional(
            "trust",
            Types.TEXT,
            "certs/inside-ca.crt",
            "PEM file of the authorities whose certificates are taken; left out: those that the JDK trusts");
    public static final Key<String> TLS_NAME = Key.optional(
            "name",
            Texts.TLS_NAME,
            "billing.inside.example",
            "the host that is asked for and must stand in the certificate; left out: the endpoint's");
    public static final Key<String> CERTIFICATE = Key.optional(
            "certificate", Types.TEXT, "certs/gateway.crt", "PEM file of what the gateway shows of itself");
    public static final Key<String> KEY =
            Key.optional("key", Types.TEXT, "certs/gateway.key", "PEM file of its private key");
    public static final Key<TlsVersion> MINIMUM = Key.of(
            "minimum",
            Types.choice(
                    Map.of(
                            TlsVersion.TLS_1_2.word(), TlsVersion.TLS_1_2,
                            TlsVersion.TLS_1_3.word(), TlsVersion.TLS_1_3),
                    TlsVersion::word),
            TlsVersion.TLS_1_2,
            "the oldest TLS that is spoken");
    public static final TableType TLS_TABLE = TableType.of(TRUST, TLS_NAME, CERTIFICATE, KEY, MINIMUM);
    public static final Key<TableType> TLS = Key.off("tls", TLS_TABLE, "{}", "only with https endpoints");

    public static final Key<Balance> BALANCE = Key.of(
            "balance",
            Types.choice(
                    Map.of(
                            Balance.ROUND_ROBIN.word(), Balance.ROUND_ROBIN,
                            Balance.LEAST_REQUESTS.word(), Balance.LEAST_REQUESTS),
                    Balance::word),
            UpstreamConfig.DEFAULT_BALANCE,
            "which of several endpoints a request goes to");
    public static final Key<Boolean> STICKY =
            Key.of("sticky", Types.FLAG, false, "a session stays with its endpoint as long as that is well");
    public static final Key<List<InetAddress>> SOURCE_ADDRESSES = Key.of(
            "source-addresses",
            new ListType<>(Texts.LOCAL_ADDRESS, true),
            List.of(),
            "addresses of this machine to connect from; a session always uses the same");
    public static final Key<List<String>> SAFE = Key.of(
            "safe",
            Texts.PATTERNS,
            List.of(),
            "requests without a body that may be sent twice: tried again although something was sent");
    public static final Key<ChunkedRequests> CHUNKED_REQUESTS = Key.of(
            "chunked-requests",
            Types.choice(
                    Map.of(
                            ChunkedRequests.PASS.word(), ChunkedRequests.PASS,
                            ChunkedRequests.BUFFER.word(), ChunkedRequests.BUFFER),
                    ChunkedRequests::word),
            ChunkedRequests.PASS,
            "buffer: for applications that need a length, requests in chunks are kept until it is known");
    public static final Key<Integer> MAX_CONNECTIONS = Key.of(
            "max-connections",
            Types.whole(UpstreamConfig.MAX_CONNECTIONS),
            UpstreamConfig.DEFAULT_MAX_CONNECTIONS,
            "open connections per endpoint; what comes on top waits");

    public static final Key<Duration> CONNECT = Key.of(
            "connect",
            Types.duration(UpstreamConfig.CONNECT_TIMEOUT),
            UpstreamConfig.DEFAULT_CONNECT_TIMEOUT,
            "until a connection stands");
    public static final Key<Duration> HEAD = Key.of(
            "head",
            Types.duration(UpstreamConfig.HEAD_TIMEOUT),
            UpstreamConfig.DEFAULT_HEAD_TIMEOUT,
            "until the head of the response; bodies have no total");
    public static final TableType TIMEOUTS_TABLE = TableType.of(CONNECT, HEAD);
    public static final Key<TableType> TIMEOUTS =
            Key.optional("timeouts", TIMEOUTS_TABLE, "{}", "how long the app may take");

    public static final Key<String> HEALTH_PATH =
            Key.optional("path", Texts.HOME, "/health", "what is asked for by GET");
    public static final Key<Boolean> HEALTH_TCP =
            Key.optional("tcp", Types.FLAG, "true", "instead of path: that a connection can be made is enough");
    public static final Key<Duration> EVERY = Key.of(
            "every",
            Types.duration(HealthConfig.EVERY),
            HealthConfig.DEFAULT_EVERY,
            "how often each endpoint is asked");
    public static final Key<Duration> HEALTH_TIMEOUT = Key.of(
            "timeout",
            Types.duration(HealthConfig.TIMEOUT),
            HealthConfig.DEFAULT_TIMEOUT,
            "until the answer; at most as long as every");
    public static final Key<StatusRange> UP =
            Key.of("up", Texts.STATUSES, StatusRange.ANSWERS, "statuses of an endpoint that is well");
    public static final Key<String> MARKER = Key.optional(
            "marker", Types.TEXT, "\"database: ok\"", "a text in the first 64 KiB of the body of one that is well");
    public static final TableType HEALTH_TABLE = new TableType(
            List.of(HEALTH_PATH, HEALTH_TCP, EVERY, HEALTH_TIMEOUT, UP, MARKER),
            null,
            null,
            List.of(List.of("path"), List.of("tcp")));
    public static final Key<TableType> HEALTH =
            Key.off("health", HEALTH_TABLE, "{ path: /health }", "asks each endpoint whether it is well");

    public static final Key<Integer> FAILURES = Key.of(
            "failures",
            Types.whole(OutlierConfig.FAILURES),
            OutlierConfig.DEFAULT.failures(),
            "failed connections and time-outs in a row");
    public static final Key<Duration> LASTS = Key.of(
            "for", Types.duration(OutlierConfig.LASTS), OutlierConfig.DEFAULT.lasts(), "how long it is left out");
    public static final TableType OUTLIER_TABLE = TableType.of(FAILURES, LASTS);
    public static final Key<TableType> OUTLIER = Key.optional(
            "outlier", OUTLIER_TABLE, "{}", "when one of several endpoints is left out; the last one never is");

    public static final Key<Integer> FAILURE_RATE = Key.of(
            "failure-rate",
            Types.percent(CircuitBreakerConfig.FAILURE_RATE),
            CircuitBreakerConfig.DEFAULT.failureRate(),
            "share of failed connections and time-outs; answers of 500 are answers");
    public static final Key<Integer> WINDOW = Key.of(
            "window",
            Types.whole(CircuitBreakerConfig.WINDOW),
            CircuitBreakerConfig.DEFAULT.window(),
            "of so many requests; before the tenth nothing is decided");
    public static final Key<Duration> OPEN_FOR = Key.of(
            "open-for",
            Types.duration(CircuitBreakerConfig.OPEN_FOR),
            CircuitBreakerConfig.DEFAULT.openFor(),
            "how long nothing is sent before a few requests try again");
    public static final TableType CIRCUIT_BREAKER_TABLE = TableType.of(FAILURE_RATE, WINDOW, OPEN_FOR);
    public static final Key<TableType> CIRCUIT_BREAKER =
            Key.off("circuit-breaker", CIRCUIT_BREAKER_TABLE, "{}", "spares an endpoint that fails too often");

    public static final TableType TABLE = new TableType(
            List.of(
                    ENDPOINTS,
                    TLS,
                    BALANCE,
                    STICKY,
                    SOURCE_ADDRESSES,
                    SAFE,
                    CHUNKED_REQUESTS,
                    MAX_CONNECTIONS,
                    TIMEOUTS,
                    HEALTH,
                    OUTLIER,
                    CIRCUIT_BREAKER),
            Texts.ENDPOINT,
            ENDPOINTS,
            List.of());

    private UpstreamKeys() {}
}
