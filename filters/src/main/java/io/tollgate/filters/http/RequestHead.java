package io.tollgate.filters.http;

/**
 * A request's line and fields as the client sent them (RFC 9112 sections 2 and 3). Immutable.
 *
 * @param method the method, case kept
 * @param target the request target, ISO-8859-1, byte for byte
 * @param minorVersion 0 or 1 for HTTP/1.x; HTTP/2 requests are presented as 1
 * @param fields the header fields
 */
public record RequestHead(String method, String target, int minorVersion, HeaderFields fields) {
    /** A head of HTTP/1.1 from names and values in turn. */
    public static RequestHead of(String method, String target, String... namesAndValues) {
        return new RequestHead(method, target, 1, HeaderFields.of(namesAndValues));
    }

    /** Whether the method is safe by definition (RFC 9110 section 9.2.1); TRACE never gets this far. */
    public boolean isSafeMethod() {
        return method.equals("GET") || method.equals("HEAD") || method.equals("OPTIONS");
    }

    /** Whether the client asks to change protocols on this connection (RFC 9110 section 7.8). */
    public boolean isUpgrade() {
        return fields.has("upgrade");
    }

    /** Method and names only: targets and values may hold secrets. */
    @Override
    public String toString() {
        return "RequestHead[" + method + " " + fields + "]";
    }
}
