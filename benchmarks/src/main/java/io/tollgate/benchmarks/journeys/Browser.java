package io.tollgate.benchmarks.journeys;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * What a browser does for a person: cookies, redirects within the origin, what a page loads with it, forms. Confined to its event
 * loop.
 */
final class Browser {
    private static final int MOST_REDIRECTS = 10;

    /** The page in the window. */
    record Shown(String path, Answer answer) {}

    private final Origin target;
    private final Wire wire;
    private final CookieManager cookies = new CookieManager(null, CookiePolicy.ACCEPT_ALL);
    private final URI origin;
    private final Set<String> cached = new HashSet<>();
    private @Nullable Shown shown;
    private String ownPages = "/.tollgate/";
    private long requests;

    Browser(Origin target, Wire wire) {
        this.target = target;
        this.wire = wire;
        this.origin = URI.create(target.origin());
    }

    /** The page in the window; null while it is empty. */
    @Nullable
    Shown shown() {
        return shown;
    }

    /** The folder of the gateway's own pages, as the form that took the password said it. */
    String ownPages() {
        return ownPages;
    }

    /** How many requests were sent since this was asked last. */
    long requestsSinceAsked() {
        long sent = requests;
        requests = 0;
        return sent;
    }

    /** Goes to a page, and loads what belongs to it. */
    CompletionStage<Shown> open(String path) {
        Shown before = shown;
        return follow(Ask.page(path, before == null ? null : before.path()), 0).thenCompose(this::whole);
    }

    /** Sends the form of a page, its own fields and these in their place. */
    CompletionStage<Shown> submit(Shown page, HtmlForm form, Map<String, String> typed) {
        StringBuilder body = new StringBuilder();
        Map<String, String> fields = new LinkedHashMap<>(form.fields());
        fields.putAll(typed);
        fields.forEach((name, value) -> body.append(body.length() == 0 ? "" : "&")
                .append(URLEncoder.encode(name, StandardCharsets.UTF_8))
                .append('=')
                .append(URLEncoder.encode(value, StandardCharsets.UTF_8)));
        return post(
                page, form, "application/x-www-form-urlencoded", body.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** Sends the form of a page with a file. */
    CompletionStage<Shown> upload(Shown page, HtmlForm form, String name, byte[] file) {
        String boundary = "----tollgate" + Long.toHexString(file.length * 0x9E3779B97F4A7C15L);
        ByteArrayOutputStream body = new ByteArrayOutputStream(file.length + 512);
        form.fields()
                .forEach((field, value) -> body.writeBytes(("--" + boundary
                                + "\r\nContent-Disposition: form-data; name=\"" + field + "\"\r\n\r\n" + value + "\r\n")
                        .getBytes(StandardCharsets.UTF_8)));
        body.writeBytes(("--" + boundary + "\r\nContent-Disposition: form-data; name=\"" + form.fileField()
                        + "\"; filename=\"" + name + "\"\r\nContent-Type: application/octet-stream\r\n\r\n")
                .getBytes(StandardCharsets.UTF_8));
        body.writeBytes(file);
        body.writeBytes(("\r\n--" + boundary + "--\r\n").getBytes(StandardCharsets.UTF_8));
        return post(page, form, "multipart/form-data; boundary=" + boundary, body.toByteArray());
    }

    private CompletionStage<Shown> post(Shown page, HtmlForm form, String type, byte[] body) {
        String action = form.action().isEmpty() ? page.path() : target.follow(page.path(), form.action());
        if (action == null) {
            return CompletableFuture.failedStage(new IOException("the form leads to another origin"));
        }
        if (form.types().containsValue("password")) {
            ownPages = action.substring(0, action.lastIndexOf('/') + 1);
        }
        return follow(Ask.form(action, type, body, page.path()), 0).thenCompose(this::whole);
    }

    private CompletionStage<Shown> follow(Ask ask, int hops) {
        return send(ask).thenCompose(answer -> {
            if (!answer.isRedirect()) {
                Shown page = new Shown(ask.path(), answer);
                shown = page;
                return CompletableFuture.completedStage(page);
            }
            String next = target.follow(ask.path(), answer.headers().get("location"));
            if (next == null) {
                return CompletableFuture.failedStage(new IOException("a redirect leads to another origin"));
            }
            if (hops == MOST_REDIRECTS) {
                return CompletableFuture.failedStage(new IOException("redirected " + hops + " times"));
            }
            boolean isKept = answer.status() == 307 || answer.status() == 308;
            return follow(
                    isKept
                            ? new Ask(ask.method(), next, ask.kind(), ask.contentType(), ask.body(), ask.referrer())
                            : Ask.page(next, ask.referrer()),
                    hops + 1);
        });
    }

    private CompletionStage<Shown> whole(Shown page) {
        CompletionStage<Shown> loaded = CompletableFuture.completedStage(page);
        if (!page.answer().isHtml()) {
            return loaded;
        }
        for (HtmlForm.Part part : HtmlForm.parts(page.answer().text())) {
            String path = target.follow(page.path(), part.reference());
            if (path != null && (part.isFrame() || cached.add(path))) {
                Ask.Kind kind = part.isFrame() ? Ask.Kind.FRAME : Ask.Kind.PART;
                loaded = loaded.thenCompose(
                        before -> send(Ask.part(path, kind, page.path())).thenApply(answer -> page));
            }
        }
        return loaded;
    }

    private CompletionStage<Answer> send(Ask ask) {
        requests++;
        return wire.send(ask, cookiesFor(ask.path())).thenApply(answer -> {
            keep(ask, answer);
            return answer;
        });
    }

    private String cookiesFor(String path) {
        try {
            return String.join("; ", cookies.get(origin.resolve(path), Map.of()).getOrDefault("Cookie", List.of()));
        } catch (IOException e) {
            throw new IllegalStateException("cookies are kept in memory", e);
        }
    }

    private void keep(Ask ask, Answer answer) {
        List<String> set = answer.headers().getAll("set-cookie");
        if (!set.isEmpty()) {
            try {
                cookies.put(origin.resolve(ask.path()), Map.of("Set-Cookie", set));
            } catch (IOException e) {
                throw new IllegalStateException("cookies are kept in memory", e);
            }
        }
    }

    /** Forgets the page and closes the connection; cookies and cache stay. */
    void leave() {
        shown = null;
        wire.close();
    }
}
