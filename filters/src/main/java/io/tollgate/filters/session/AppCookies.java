package io.tollgate.filters.session;

import org.jspecify.annotations.Nullable;

/**
 * Whose an app's own session cookies are: a value belongs to the user in whose session it was first seen, so that the
 * next person at a shared desk can't inherit it. Safe for use by any thread; never blocks.
 *
 * <p>Which names are app cookies is told by the app's configuration and asked before this. Values are as the app reads
 * them: without surrounding blanks and quotes.
 */
public interface AppCookies {
    /**
     * Whether a cookie that a client sent may go upstream. A value nobody owns yet becomes this user's.
     *
     * @param app the app's name in the YAML
     * @param name the cookie's name as sent
     * @param userId the immutable id of the user with the live session; null for nobody
     */
    boolean mayForward(String app, String name, String value, @Nullable String userId);

    /** The app set a cookie in an answer to this user (null: to nobody). */
    void issued(String app, String name, String value, @Nullable String userId);
}
