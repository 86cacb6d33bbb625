package io.tollgate.benchmarks.journeys;

import io.netty.handler.codec.http.HttpMethod;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request as a browser makes it. Immutable.
 *
 * @param path with the query
 * @param kind what it is for, which browsers say in Sec-Fetch fields
 * @param contentType of the body; null where there is none
 * @param body not copied, not to be written to
 * @param referrer the path of the page it comes from; null: typed into the address bar
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Ask(
        HttpMethod method,
        String path,
        Kind kind,
        @Nullable String contentType,
        byte[] body,
        @Nullable String referrer) {
    private static final byte[] NONE = new byte[0];

    /** What a request is for. */
    enum Kind {
        /** A page in the window. */
        PAGE("navigate", "document", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"),
        /** A picture, a style sheet, a script. */
        PART("no-cors", "image", "*/*"),
        /** A page in a frame of the page. */
        FRAME("navigate", "iframe", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8");

        private final String mode;
        private final String destination;
        private final String accept;

        Kind(String mode, String destination, String accept) {
            this.mode = mode;
            this.destination = destination;
            this.accept = accept;
        }
    }

    static Ask page(String path, @Nullable String referrer) {
        return new Ask(HttpMethod.GET, path, Kind.PAGE, null, NONE, referrer);
    }

    static Ask part(String path, Kind kind, String referrer) {
        return new Ask(HttpMethod.GET, path, kind, null, NONE, referrer);
    }

    static Ask form(String path, String contentType, byte[] body, String referrer) {
        return new Ask(HttpMethod.POST, path, Kind.PAGE, contentType, body, referrer);
    }

    /** The fields that a browser sends with it, but for Host, Cookie and Content-Length. */
    Map<String, String> fields(String origin) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("User-Agent", "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0");
        fields.put("Accept", kind.accept);
        fields.put("Accept-Language", "en-US,en;q=0.5");
        fields.put("Accept-Encoding", "identity");
        fields.put("Sec-Fetch-Mode", kind.mode);
        fields.put("Sec-Fetch-Dest", kind.destination);
        fields.put("Sec-Fetch-Site", referrer == null ? "none" : "same-origin");
        if (kind == Kind.PAGE) {
            fields.put("Sec-Fetch-User", "?1");
            fields.put("Upgrade-Insecure-Requests", "1");
        }
        if (referrer != null) {
            fields.put("Referer", origin + referrer);
        }
        if (contentType != null) {
            fields.put("Content-Type", contentType);
            fields.put("Origin", origin);
        }
        return fields;
    }

    /** Whether it may be sent again where the connection was gone before an answer began. */
    boolean isRepeatable() {
        return method.equals(HttpMethod.GET);
    }
}
