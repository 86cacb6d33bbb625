package io.tollgate.proxy.secrets;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.tollgate.proxy.Browser;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.Base64;
import javax.net.ssl.SSLContext;

/** A person at a browser of whose every answer a copy is kept, and every cookie of which is a secret. */
final class Visitor {
    private final Browser browser;
    private final Secrets secrets;
    private final Evidence evidence;

    Visitor(SSLContext trust, String host, int port, Secrets secrets, Evidence evidence) {
        this.browser = new Browser(trust, host, port, HttpClient.Version.HTTP_1_1);
        this.secrets = secrets;
        this.evidence = evidence;
    }

    HttpResponse<String> get(String path, String... shown) throws IOException, InterruptedException {
        return kept(browser.get(path), shown);
    }

    HttpResponse<String> post(String path, String... fields) throws IOException, InterruptedException {
        return kept(browser.post(path, fields));
    }

    /** Submits a form whose answer shows these kinds of secrets, once. */
    HttpResponse<String> shown(String[] shown, String path, String... fields) throws IOException, InterruptedException {
        return kept(browser.post(path, fields), shown);
    }

    HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return kept(browser.send(request));
    }

    HttpRequest.Builder to(String path) {
        return browser.to(path);
    }

    int login(String name, String password) throws IOException, InterruptedException {
        return post("/.tollgate/login", "username", name, "password", password, "return-to", "/")
                .statusCode();
    }

    private HttpResponse<String> kept(HttpResponse<String> answer, String... shown) {
        StringBuilder text = new StringBuilder();
        answer.headers()
                .map()
                .forEach((name, values) -> values.forEach(value -> {
                    if (name.equalsIgnoreCase("Set-Cookie")) {
                        cookie(value);
                    } else {
                        text.append(name).append(": ").append(value).append('\n');
                    }
                }));
        text.append('\n').append(answer.body());
        evidence.add(
                "pages: " + answer.request().method() + " "
                        + answer.request().uri().getPath() + " " + answer.statusCode(),
                text.toString().getBytes(ISO_8859_1),
                shown);
        return answer;
    }

    private void cookie(String field) {
        String name = field.substring(0, field.indexOf('='));
        String value = field.substring(field.indexOf('=') + 1, (field + ";").indexOf(';'));
        if (value.length() < 16) {
            return; // Expired.
        }
        String kind = "cookie " + name;
        secrets.add(kind, value);
        if (name.startsWith("__Host-tollgate") && value.indexOf('.') < 0) {
            byte[] all = Base64.getUrlDecoder().decode(value);
            secrets.add(kind + ", its bytes", all);
            secrets.add(kind + ", the first of its bytes", Arrays.copyOf(all, 32));
        }
    }
}
