package io.tollgate.filters;

import io.tollgate.config.AppConfig;
import io.tollgate.config.EndpointUrl;
import io.tollgate.config.HostPattern;
import io.tollgate.config.ReachConfig;
import io.tollgate.config.SessionConfig;
import io.tollgate.config.SignOnConfig;
import io.tollgate.config.UpstreamConfig;
import io.tollgate.filters.access.Readings;
import io.tollgate.filters.access.Rules;
import io.tollgate.filters.chain.Arrival;
import io.tollgate.filters.chain.BodyTooLargeException;
import io.tollgate.filters.chain.Exchange;
import io.tollgate.filters.chain.KeptBody;
import io.tollgate.filters.chain.RequestBody;
import io.tollgate.filters.http.ClientAddress;
import io.tollgate.filters.http.ClientAddresses;
import io.tollgate.filters.http.RequestHead;
import io.tollgate.filters.routing.Route;
import io.tollgate.filters.routing.Router;
import io.tollgate.filters.routing.RoutingTable;
import io.tollgate.filters.session.Caller;
import io.tollgate.filters.session.FakeSessionJournal;
import io.tollgate.filters.session.FakeTime;
import io.tollgate.filters.session.FakeUsers;
import io.tollgate.filters.session.Session;
import io.tollgate.filters.session.Sessions;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A gateway with one app, as far as filters see it, and the exchanges that reach it. */
public final class Exchanges {
    public final FakeUsers users = new FakeUsers();
    public final FakeTime time = new FakeTime();
    public final Sessions sessions =
            new Sessions(new FakeSessionJournal(), users, session -> {}, time, time, new SecureRandom(new byte[] {1}));
    public final Router router;

    public Exchanges(Rules rules) {
        this(app("billing", List.of(), "/", rules));
    }

    public Exchanges(AppConfig... apps) {
        this.router = new Router(RoutingTable.of(List.of(apps), "/.tollgate"));
    }

    public static AppConfig app(String name, List<String> hosts, String path, Rules rules) {
        return app(name, hosts, path, "http://127.0.0.1:8080", ReachConfig.USUAL, rules);
    }

    /** An app at this endpoint that is reached in its own way. */
    public static AppConfig app(
            String name, List<String> hosts, String path, String endpoint, ReachConfig reach, Rules rules) {
        return new AppConfig(
                name,
                hosts.stream().map(HostPattern::parse).toList(),
                path,
                "/",
                UpstreamConfig.of(EndpointUrl.parse(endpoint), 1, Duration.ofSeconds(1), Duration.ofSeconds(1)),
                reach,
                null,
                SessionConfig.DEFAULT,
                List.of(),
                SignOnConfig.DEFAULT,
                AppConfig.USUAL_APP_COOKIES,
                100,
                1_000,
                List.of("https://partner.example"),
                rules.publicRules(),
                rules.roles());
    }

    /** A person with a live session. */
    public Caller.Known known(String name, String... roles) {
        var user = users.put(name, name + "@clinic.example", true, false, roles);
        Session session = sessions.open(user, "billing.example", null)
                .toCompletableFuture()
                .join()
                .session();
        return new Caller.Known(session, user);
    }

    public Caller.Locked locked(String name) {
        Caller.Known known = known(name);
        return new Caller.Locked(known.session(), known.user());
    }

    public Exchange exchange(String method, String target, String... namesAndValues) {
        return exchange(RequestBody.NONE, method, target, namesAndValues);
    }

    public Exchange exchange(RequestBody body, String method, String target, String... namesAndValues) {
        RequestHead head = RequestHead.of(method, target, namesAndValues);
        Readings readings = (Readings) Readings.of(target);
        Route route = (Route) router.route("billing.example", readings);
        Arrival arrival = new Arrival("public", "https", 443, false);
        return new Exchange(head, readings, route, address("192.0.2.7"), arrival, body, () -> "REF-1");
    }

    public static ClientAddress address(String text) {
        try {
            return ClientAddresses.direct(InetAddress.getByName(text));
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** A body that is there at once, ISO-8859-1. */
    public static RequestBody body(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        return new RequestBody() {
            @Override
            public long declaredLength() {
                return bytes.length;
            }

            @Override
            public CompletionStage<byte[]> collect(int max) {
                return bytes.length > max
                        ? CompletableFuture.failedStage(new BodyTooLargeException(max))
                        : CompletableFuture.completedStage(bytes);
            }

            @Override
            public CompletionStage<KeptBody> keep(long max) {
                return bytes.length > max
                        ? CompletableFuture.failedStage(new BodyTooLargeException(max))
                        : CompletableFuture.completedStage(new FakeKeptBody(bytes.length));
            }
        };
    }
}
