package io.tollgate.proxy;

import java.io.IOException;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.HttpCookie;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;

/** A person at a browser: keeps cookies, follows no redirect, navigates as browsers say that they do. */
public final class Browser {
    private final CookieManager cookies = new CookieManager(null, CookiePolicy.ACCEPT_ALL);
    private final HttpClient client;
    private final String host;
    private final int port;

    public Browser(SSLContext trust, int port) {
        this(trust, port, HttpClient.Version.HTTP_1_1);
    }

    Browser(SSLContext trust, int port, HttpClient.Version version) {
        this(trust, "localhost", port, version);
    }

    public Browser(SSLContext trust, String host, int port, HttpClient.Version version) {
        this.host = host;
        this.client = HttpClient.newBuilder()
                .sslContext(trust)
                .version(version)
                .cookieHandler(cookies)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(GatewayRig.PATIENCE)
                .build();
        this.port = port;
    }

    /** A request to the gateway's host that the caller completes. */
    public HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(URI.create("https://" + host + ":" + port + path))
                .timeout(GatewayRig.PATIENCE);
    }

    /** Sends it. */
    public HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> answer =
                client.send(request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.ISO_8859_1));
        // Java takes a cookie with a Max-Age for one of RFC 2965, and quotes it as no browser does.
        cookies.getCookieStore().getCookies().forEach(cookie -> cookie.setVersion(0));
        return answer;
    }

    /** Goes to a page. */
    public HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(to(path).header("Sec-Fetch-Mode", "navigate").header("Sec-Fetch-Dest", "document"));
    }

    /** Asks as a script does. */
    public HttpResponse<String> fetch(String method, String path) throws IOException, InterruptedException {
        return send(to(path).header("Sec-Fetch-Mode", "cors")
                .header("Sec-Fetch-Site", "same-origin")
                .method(method, HttpRequest.BodyPublishers.noBody()));
    }

    /** Submits a form: names and values in turn. */
    public HttpResponse<String> post(String path, String... fields) throws IOException, InterruptedException {
        StringBuilder form = new StringBuilder();
        for (int i = 0; i < fields.length; i += 2) {
            form.append(i == 0 ? "" : "&")
                    .append(URLEncoder.encode(fields[i], StandardCharsets.UTF_8))
                    .append('=')
                    .append(URLEncoder.encode(fields[i + 1], StandardCharsets.UTF_8));
        }
        return send(to(path).header("Content-Type", "application/x-www-form-urlencoded")
                .header("Sec-Fetch-Mode", "navigate")
                .header("Sec-Fetch-Site", "same-origin")
                .POST(HttpRequest.BodyPublishers.ofString(form.toString())));
    }

    /** Logs in with the password that all users of tests have. */
    public HttpResponse<String> login(String user) throws IOException, InterruptedException {
        return post("/.tollgate/login", "username", user, "password", GatewayRig.PASSWORD, "return-to", "/");
    }

    /** What would be sent in a Cookie field. */
    public String cookie() {
        List<String> pairs = cookies.getCookieStore().getCookies().stream()
                .map(cookie -> cookie.getName() + "=" + cookie.getValue())
                .toList();
        return pairs.stream().collect(Collectors.joining("; "));
    }

    /** Has a cookie of elsewhere from now on: {@code name=value}. */
    public void keep(String pair) {
        String[] parts = pair.split("=", 2);
        HttpCookie cookie = new HttpCookie(parts[0], parts[1]);
        cookie.setVersion(0);
        cookie.setPath("/");
        cookie.setSecure(true);
        cookies.getCookieStore().add(URI.create("https://" + host + ":" + port + "/"), cookie);
    }

    /** The client itself, for what is not sent in one go. */
    public HttpClient client() {
        return client;
    }
}
