package io.tollgate.filters.session;

/**
 * The cookie that holds a session's token: of this host alone, not for scripts, not over plain HTTP, and not sent along
 * with what other sites post (RFC 6265bis section 4.1). It has no age: it goes with the browser, at the latest.
 */
public final class SessionCookie {
    /** On the listeners of apps. */
    public static final String NAME = "__Host-tollgate";
    /** On the admin listener. */
    public static final String ADMIN_NAME = "__Host-tollgate-admin";

    private static final String ATTRIBUTES = "; Path=/; Secure; HttpOnly; SameSite=Lax";

    private SessionCookie() {}

    /** The cookie's name. */
    public static String name(boolean isAdmin) {
        return isAdmin ? ADMIN_NAME : NAME;
    }

    /** The value of the Set-Cookie field that hands out this token. */
    public static String set(boolean isAdmin, String token) {
        return name(isAdmin) + '=' + token + ATTRIBUTES;
    }

    /** The value of the Set-Cookie field that takes it back. */
    public static String expired(boolean isAdmin) {
        return name(isAdmin) + "=; Max-Age=0" + ATTRIBUTES;
    }
}
