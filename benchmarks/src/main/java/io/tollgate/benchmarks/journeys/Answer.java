package io.tollgate.benchmarks.journeys;

import io.netty.handler.codec.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * A whole answer. Not to be written to.
 *
 * @param body decoded from its transfer coding
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Answer(int status, HttpHeaders headers, byte[] body) {
    /** Whether it is a page to look at. */
    boolean isHtml() {
        return headers.get("content-type", "").toLowerCase(Locale.ROOT).startsWith("text/html");
    }

    /** Its bytes as characters; what forms are made of is ASCII. */
    String text() {
        return new String(body, StandardCharsets.ISO_8859_1);
    }

    /** Whether it leads on to another page. */
    boolean isRedirect() {
        return (status == 301 || status == 302 || status == 303 || status == 307 || status == 308)
                && headers.contains("location");
    }
}
