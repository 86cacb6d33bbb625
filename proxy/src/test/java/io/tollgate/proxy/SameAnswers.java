package io.tollgate.proxy;

import java.io.IOException;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * Asks an application the same twice, directly and through the gateway, each side with cookies of its own, and tells what
 * differs beyond what the gateway says that it changes.
 */
public final class SameAnswers {
    /** What belongs to one hop (PHP's own server says its host), to the moment, or to how the body is framed. */
    private static final Set<String> NOT_COMPARED = Set.of(
            "connection",
            "keep-alive",
            "transfer-encoding",
            "date",
            "set-cookie",
            "location",
            "content-location",
            "host");

    private final Browser browser;
    private final HttpClient direct;
    private final String origin;
    private final String external;
    private final UnaryOperator<String> settled;
    private int asked;
    private String bodyDirectly = "";
    private String bodyThrough = "";

    /** What is asked: method, path with query, headers and values in turn; a body or nothing. */
    public record Ask(String method, String path, String body, List<String> headers) {
        public static Ask of(String method, String path, String body, String... headers) {
            return new Ask(method, path, body, List.of(headers));
        }
    }

    /**
     * @param browser somebody who is logged in at the gateway
     * @param port of the application on loopback
     * @param settled takes out of a text what is new in every answer: session ids, nonces, times
     */
    public SameAnswers(Browser browser, int port, int gatewayPort, UnaryOperator<String> settled) {
        this.browser = browser;
        this.origin = "http://127.0.0.1:" + port;
        this.external = "https://localhost:" + gatewayPort;
        this.settled = settled;
        this.direct = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .cookieHandler(new CookieManager(null, CookiePolicy.ACCEPT_ALL))
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
    }

    /** How many requests were compared. */
    public int asked() {
        return asked;
    }

    /** The body that came last from the application itself, with whatever tokens are in it. */
    public String bodyDirectly() {
        return bodyDirectly;
    }

    /** The body that came last through the gateway. */
    public String bodyThrough() {
        return bodyThrough;
    }

    /** Asks both and tells the differences, none where the answers are the same. */
    public List<String> differences(Ask ask) throws IOException, InterruptedException {
        return differences(ask, ask);
    }

    /** The same with another body each: with what each side gave out for it. */
    public List<String> differences(Ask askDirectly, Ask askGateway) throws IOException, InterruptedException {
        HttpResponse<String> expected = direct.send(
                request(HttpRequest.newBuilder(URI.create(origin + askDirectly.path())), askDirectly)
                        .build(),
                text());
        HttpResponse<String> found = browser.send(
                request(browser.to(askGateway.path()), askGateway).header("Sec-Fetch-Site", "same-origin"));
        asked++;
        bodyDirectly = expected.body();
        bodyThrough = found.body();
        List<String> differences = new ArrayList<>();
        compare(differences, "status", expected.statusCode(), found.statusCode());
        compare(differences, "headers", headers(expected), headers(found));
        compare(differences, "cookies", cookies(expected, true), cookies(found, false));
        compare(differences, "location", mapped(expected, "location"), located(found, "location"));
        compare(
                differences,
                "content-location",
                mapped(expected, "content-location"),
                located(found, "content-location"));
        compare(differences, "body", body(expected), body(found));
        return differences;
    }

    private static HttpResponse.BodyHandler<String> text() {
        return HttpResponse.BodyHandlers.ofString(StandardCharsets.ISO_8859_1);
    }

    private static HttpRequest.Builder request(HttpRequest.Builder builder, Ask ask) {
        for (int i = 0; i < ask.headers().size(); i += 2) {
            builder.header(ask.headers().get(i), ask.headers().get(i + 1));
        }
        HttpRequest.BodyPublisher body = ask.body().isEmpty()
                ? HttpRequest.BodyPublishers.noBody()
                : HttpRequest.BodyPublishers.ofString(ask.body(), StandardCharsets.ISO_8859_1);
        return builder.method(ask.method(), body).timeout(GatewayRig.PATIENCE);
    }

    private static boolean isRead(String type) {
        return type.startsWith("text/html") || type.startsWith("text/plain") || type.startsWith("application/json");
    }

    /** Every header that has to be the same; on what people read and nobody said a word about caches, ours says no-store. */
    private Map<String, List<String>> headers(HttpResponse<String> response) {
        Map<String, List<String>> kept = new TreeMap<>();
        response.headers().map().forEach((name, values) -> {
            boolean isSeen = name.equals("content-length") && !response.body().isEmpty();
            if (!NOT_COMPARED.contains(name) && !isSeen) {
                kept.put(name, values.stream().map(settled).toList());
            }
        });
        boolean isSaid = kept.containsKey("expires") || kept.containsKey("pragma");
        if (!isSaid && isRead(response.headers().firstValue("content-type").orElse(""))) {
            kept.putIfAbsent("cache-control", List.of("no-store"));
        }
        return kept;
    }

    /** Cookies as clients are to see them: nothing renamed, the attributes added that were missing. */
    private Set<String> cookies(HttpResponse<String> response, boolean isDirect) {
        Set<String> cookies = new TreeSet<>();
        for (String cookie : response.headers().allValues("set-cookie")) {
            if (cookie.startsWith("__Host-tollgate")) {
                continue; // The gateway's own, beside whatever the application sets.
            }
            String text = settled.apply(cookie);
            if (isDirect) {
                text += has(text, "secure") ? "" : "; Secure";
                text += has(text, "samesite") ? "" : "; SameSite=Lax";
            }
            cookies.add(text.replaceAll("(?i); *httponly", "").replace("; secure", "; Secure"));
        }
        return cookies;
    }

    private static boolean has(String cookie, String attribute) {
        return Pattern.compile(";\\s*" + attribute, Pattern.CASE_INSENSITIVE)
                .matcher(cookie)
                .find();
    }

    private String mapped(HttpResponse<String> response, String name) {
        return settled.apply(response.headers().firstValue(name).orElse("none").replace(origin + "/", external + "/"));
    }

    private String located(HttpResponse<String> response, String name) {
        return settled.apply(response.headers().firstValue(name).orElse("none"));
    }

    private String body(HttpResponse<String> response) {
        return settled.apply(response.body().replace(external, origin).replace("localhost:", "127.0.0.1:"));
    }

    private static void compare(List<String> differences, String what, Object expected, Object found) {
        if (!expected.equals(found)) {
            String one = expected.toString();
            String other = found.toString();
            int from = Math.max(0, firstDifference(one, other) - 500);
            differences.add(what + ": directly <" + shortened(one, from) + "> but through the gateway <"
                    + shortened(other, from) + ">");
        }
    }

    private static int firstDifference(String one, String other) {
        int i = 0;
        while (i < Math.min(one.length(), other.length()) && one.charAt(i) == other.charAt(i)) {
            i++;
        }
        return i;
    }

    private static String shortened(String text, int from) {
        int to = Math.min(text.length(), from + 1_500);
        return (from == 0 ? "" : "…") + text.substring(from, to) + (to == text.length() ? "" : "…");
    }
}
