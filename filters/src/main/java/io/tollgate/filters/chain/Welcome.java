package io.tollgate.filters.chain;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an upstream's answer brings beside its own fields where somebody logged in by it. Immutable.
 *
 * @param cookieOwner whose the cookies are that the upstream sets in it; null for nobody's
 * @param cookies values of Set-Cookie that are ours
 */
public record Welcome(@Nullable String cookieOwner, List<String> cookies) {
    public Welcome {
        cookies = List.copyOf(cookies);
    }

    /** Cookies are secrets. */
    @Override
    public String toString() {
        return "Welcome[]";
    }
}
