package io.tollgate.proxy.http;

import io.tollgate.filters.http.HeaderFields;

/**
 * Which fields may come after a body (RFC 9110 section 6.5.1): none that frames, routes, proves or changes what was decided
 * by the head. Stateless.
 */
public final class Trailers {
    private static final String[] FORBIDDEN = {
        "transfer-encoding",
        "content-length",
        "host",
        "authorization",
        "proxy-authorization",
        "cookie",
        "cookie2",
        "set-cookie",
        "connection",
        "keep-alive",
        "proxy-connection",
        "upgrade",
        "te",
        "trailer",
        "expect",
        "range",
        "max-forwards",
        "content-encoding",
        "content-type",
        "content-range",
        "cache-control",
        "location",
        "origin",
        "referer",
        "www-authenticate",
        "forwarded",
        "via"
    };

    private Trailers() {}

    /** Whether trailer {@code i} may be passed on. */
    public static boolean mayPass(HeaderFields fields, int i) {
        for (String name : FORBIDDEN) {
            if (fields.isNamed(i, name)) {
                return false;
            }
        }
        return !startsWith(fields, i, "x-forwarded")
                && !startsWith(fields, i, "tollgate-")
                && !startsWith(fields, i, "sec-")
                && !hasUnderscore(fields, i);
    }

    /** Refuses a request that has one that may not pass. */
    public static void check(HeaderFields trailers) throws BadMessageException {
        for (int i = 0; i < trailers.count(); i++) {
            if (!mayPass(trailers, i)) {
                throw BadMessageException.request("trailer", "a field that may not come after the body");
            }
        }
    }

    private static boolean startsWith(HeaderFields fields, int i, String lowerCase) {
        int start = fields.nameStart(i);
        if (fields.nameEnd(i) - start < lowerCase.length()) {
            return false;
        }
        for (int at = 0; at < lowerCase.length(); at++) {
            if (Bytes.lower(fields.bytes()[start + at]) != lowerCase.charAt(at)) {
                return false;
            }
        }
        return true;
    }

    private static boolean hasUnderscore(HeaderFields fields, int i) {
        for (int at = fields.nameStart(i); at < fields.nameEnd(i); at++) {
            if (fields.bytes()[at] == '_') {
                return true;
            }
        }
        return false;
    }
}
