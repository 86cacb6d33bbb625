package io.tollgate.filters.login;

import io.tollgate.config.AppConfig;
import io.tollgate.config.EndpointUrl;
import io.tollgate.config.Position;
import io.tollgate.config.ReachConfig;
import io.tollgate.config.RulePattern;
import io.tollgate.config.SessionConfig;
import io.tollgate.config.SignOnConfig;
import io.tollgate.config.UpstreamConfig;
import io.tollgate.filters.access.Access;
import io.tollgate.filters.access.Readings;
import io.tollgate.filters.chain.Arrival;
import io.tollgate.filters.chain.BodyTooLargeException;
import io.tollgate.filters.chain.Exchange;
import io.tollgate.filters.chain.KeptBody;
import io.tollgate.filters.chain.RequestBody;
import io.tollgate.filters.http.ClientAddress;
import io.tollgate.filters.http.Field;
import io.tollgate.filters.http.RequestHead;
import io.tollgate.filters.http.Response;
import io.tollgate.filters.routing.App;
import io.tollgate.filters.routing.Route;
import io.tollgate.filters.routing.Target;
import java.net.InetAddress;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Asks one app's host as a browser does, without a socket: makes exchanges, and keeps the cookies of answers. */
public final class Browser {
    public static final String HOST = "billing.clinic.example";
    public static final String PREFIX = "/.tollgate";

    /** An app as the shortest file declares it. */
    public static final AppConfig CONFIG = new AppConfig(
            "billing",
            List.of(),
            "/",
            "/invoices/",
            UpstreamConfig.of(EndpointUrl.parse("http://127.0.0.1:8080")),
            ReachConfig.USUAL,
            null,
            SessionConfig.DEFAULT,
            List.of(RulePattern.parse("GET /poll/**", new Position("tollgate.yaml", 1, 1))),
            SignOnConfig.DEFAULT,
            AppConfig.USUAL_APP_COOKIES,
            AppConfig.DEFAULT_FORMS,
            AppConfig.DEFAULT_BODY,
            List.of(),
            List.of(),
            List.of());

    public static final App APP =
            new App("billing", CONFIG, Access.compile("billing", List.of(), List.of()), SessionConfig.DEFAULT);

    private final Map<String, String> cookies = new LinkedHashMap<>();
    private final List<String> always = new ArrayList<>();

    /** A browser that sends Fetch Metadata, as all do now. */
    public static Browser modern() {
        Browser browser = new Browser();
        browser.always.addAll(List.of("sec-fetch-mode", "navigate", "sec-fetch-dest", "document"));
        return browser;
    }

    /** One that sends these fields and no others. */
    public static Browser sending(String... fields) {
        Browser browser = new Browser();
        browser.always.addAll(List.of(fields));
        return browser;
    }

    /** Another copy of this one, cookies and all. */
    public Browser copy() {
        Browser copy = new Browser();
        copy.always.addAll(always);
        copy.cookies.putAll(cookies);
        return copy;
    }

    public Browser with(String cookie, String value) {
        cookies.put(cookie, value);
        return this;
    }

    public String cookie(String name) {
        return cookies.get(name);
    }

    public Exchange get(String target) {
        return ask("GET", target, null);
    }

    public Exchange post(String target, String... form) {
        StringBuilder body = new StringBuilder();
        for (int i = 0; i < form.length; i += 2) {
            body.append(i == 0 ? "" : "&")
                    .append(form[i])
                    .append('=')
                    .append(URLEncoder.encode(form[i + 1], StandardCharsets.UTF_8));
        }
        return ask("POST", target, body.toString());
    }

    public Exchange ask(String method, String target, String body) {
        List<String> fields = new ArrayList<>(List.of("host", HOST));
        fields.addAll(always);
        if (!cookies.isEmpty()) {
            fields.add("cookie");
            fields.add(String.join(
                    "; ",
                    cookies.entrySet().stream()
                            .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                            .toList()));
        }
        if (body != null) {
            fields.addAll(List.of("content-type", "application/x-www-form-urlencoded"));
        }
        return exchange(RequestHead.of(method, target, fields.toArray(String[]::new)), body);
    }

    public static Exchange exchange(RequestHead head, String body) {
        String path = head.target().split("\\?", 2)[0];
        Target target = path.startsWith(PREFIX + "/")
                ? new Target.Own(path.substring(PREFIX.length() + 1))
                : new Target.Upstream("billing");
        InetAddress peer = InetAddress.getLoopbackAddress();
        return new Exchange(
                head,
                (Readings) Readings.of(head.target()),
                new Route(APP, HOST, target),
                new ClientAddress(peer, peer, "127.0.0.1/32", List.of("127.0.0.1")),
                new Arrival("public", "https", 443, false),
                body == null ? RequestBody.NONE : new HeldBody(body.getBytes(StandardCharsets.ISO_8859_1)),
                () -> "K7QF-2M9D");
    }

    /** Keeps the cookies of an answer as a browser would. */
    public Response keeping(Response response) {
        for (Field field : response.fields()) {
            if (field.name().equals("set-cookie")) {
                String[] pair = field.value().split(";", 2)[0].split("=", 2);
                if (field.value().contains("Max-Age=0")) {
                    cookies.remove(pair[0]);
                } else {
                    cookies.put(pair[0], pair[1]);
                }
            }
        }
        return response;
    }

    /** The first field of this name of an answer; null where there is none. */
    public static String field(Response response, String name) {
        return response.fields().stream()
                .filter(field -> field.name().equals(name))
                .map(Field::value)
                .findFirst()
                .orElse(null);
    }

    public static List<String> fields(Response response, String name) {
        return response.fields().stream()
                .filter(field -> field.name().equals(name))
                .map(Field::value)
                .toList();
    }

    public static String text(Response response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    /** A body that is there already. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record HeldBody(byte[] bytes) implements RequestBody {
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
            return CompletableFuture.failedStage(new UnsupportedOperationException());
        }
    }
}
