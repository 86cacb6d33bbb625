package io.tollgate.proxy.demo;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One request as the application's pages see it. Confined to the thread that answers it. */
final class LegacyRequest {

    /** The most of a urlencoded form that is read. */
    static final int MOST_FORM = 64 * 1024;

    private final HttpExchange exchange;
    private final LegacySessions sessions;
    private final List<String> segments;
    private final LocalDate today;
    private @Nullable LegacySession session;
    private boolean sessionOpened;
    private @Nullable Parameters parameters;

    LegacyRequest(HttpExchange exchange, LegacySessions sessions, List<String> segments, LocalDate today) {
        this.exchange = exchange;
        this.sessions = sessions;
        this.segments = segments;
        this.today = today;
    }

    HttpExchange exchange() {
        return exchange;
    }

    LocalDate today() {
        return today;
    }

    /** The path's segment at this place, from 0; empty where the path is shorter. */
    String segment(int index) {
        return index < segments.size() ? segments.get(index) : "";
    }

    /** The segment as a number, or -1. */
    int number(int index) {
        return Text.number(segment(index));
    }

    /** The browser's session; the first page that asks opens one. */
    LegacySession session() {
        LegacySession known = session;
        if (known == null) {
            known = sessions.find(headers("Cookie"));
            if (known == null) {
                known = sessions.open();
                sessionOpened = true;
            }
            session = known;
        }
        return known;
    }

    /** The id to set as a cookie, or null where none was opened for this request. */
    @Nullable
    String newSessionId() {
        return session != null && sessionOpened ? session.id() : null;
    }

    /** Who the proxy in front says this is: an application of this kind takes its word. */
    String person() {
        String name = header("X-Forwarded-User");
        return name.isEmpty() ? "nobody" : name;
    }

    String groups() {
        return header("X-Forwarded-Groups");
    }

    /** The first value of a header; empty where there is none. */
    String header(String name) {
        String value = exchange.getRequestHeaders().getFirst(name);
        return value == null ? "" : value;
    }

    /** The query's and the form's parameters together, the form's over the query's. */
    Parameters parameters() throws IOException {
        Parameters known = parameters;
        if (known == null) {
            String query = exchange.getRequestURI().getRawQuery();
            known = Parameters.parse(query == null ? "" : query, form());
            parameters = known;
        }
        return known;
    }

    private String form() throws IOException {
        if (!Text.lower(header("Content-Type")).startsWith("application/x-www-form-urlencoded")) {
            return "";
        }
        return new String(body(MOST_FORM), StandardCharsets.ISO_8859_1);
    }

    /** The whole body; one that is larger than {@code most} is refused with 413. */
    byte[] body(int most) throws IOException {
        byte[] read = exchange.getRequestBody().readNBytes(most + 1);
        if (read.length > most) {
            throw new Refused(413, "What you sent is too large: the limit is " + most / 1024 + " KB.");
        }
        return read;
    }

    /** This application's address of a path, absolute and by http, as redirects were written before 2014. */
    String absolute(String path) {
        String host = header("Host");
        if (host.isEmpty()) {
            host = "localhost:" + exchange.getLocalAddress().getPort();
        }
        return "http://" + host + path;
    }

    private List<String> headers(String name) {
        List<String> values = exchange.getRequestHeaders().get(name);
        return values == null ? List.of() : values;
    }
}
