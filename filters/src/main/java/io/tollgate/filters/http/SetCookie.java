package io.tollgate.filters.http;

/**
 * What a Set-Cookie field sets (RFC 6265 section 5.2), without its attributes. Immutable.
 *
 * @param name possibly empty: browsers store such cookies, too
 * @param value without quotes
 */
public record SetCookie(String name, String value) {
    /** Reads the value of a field. */
    public static SetCookie parse(String field) {
        int semicolon = field.indexOf(';');
        String pair = semicolon < 0 ? field : field.substring(0, semicolon);
        int equals = pair.indexOf('=');
        String value = pair.substring(equals + 1).strip();
        boolean isQuoted = value.length() > 1 && value.startsWith("\"") && value.endsWith("\"");
        return new SetCookie(
                equals < 0 ? "" : pair.substring(0, equals).strip(),
                isQuoted ? value.substring(1, value.length() - 1) : value);
    }

    /** Whether a browser could take it for a cookie of the gateway's: also one without a name whose value looks like it. */
    public boolean isOurs() {
        return CookieHeader.isOwn(name, 0) || (name.isEmpty() && CookieHeader.isOwn(value, 0));
    }

    /** The name only. */
    @Override
    public String toString() {
        return "SetCookie[" + name + "]";
    }
}
