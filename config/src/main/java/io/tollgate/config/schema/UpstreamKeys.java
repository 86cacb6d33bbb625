package io.tollgate.config.schema;

import io.tollgate.config.UpstreamConfig;
import io.tollgate.config.schema.ValueType.ListType;
import io.tollgate.config.schema.ValueType.TableType;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/** The keys of {@code apps.*.upstream}. */
public final class UpstreamKeys {

    public static final Key<List<URI>> ENDPOINTS = Key.required(
            "endpoints",
            new ListType<>(Texts.ENDPOINT, false),
            "[http://127.0.0.1:8080]",
            "where the app is: one http:// URL without path");
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

    public static final TableType TABLE = new TableType(
            List.of(
                    ENDPOINTS,
                    MAX_CONNECTIONS,
                    TIMEOUTS,
                    Key.later("tls"),
                    Key.later("balance"),
                    Key.later("health"),
                    Key.later("circuit-breaker")),
            Texts.ENDPOINT,
            ENDPOINTS,
            List.of());

    private UpstreamKeys() {}
}
