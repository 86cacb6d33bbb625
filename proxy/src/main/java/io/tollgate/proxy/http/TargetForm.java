package io.tollgate.proxy.http;

import io.tollgate.filters.http.RequestHead;
import org.jspecify.annotations.Nullable;

/**
 * A request's target in origin-form, whatever form it came in (RFC 9112 section 3.2). Immutable.
 *
 * @param head the head, its target the client's own bytes from the path on
 * @param authority what the target named; null for origin-form
 */
public record TargetForm(RequestHead head, @Nullable String authority) {
    /**
     * Refuses forms that are not for a gateway.
     *
     * @param scheme the one the client must mean: that of the listener
     */
    public static TargetForm read(RequestHead head, String scheme) throws BadMessageException {
        String method = head.method(); // Some applications take methods in any case.
        if (method.equalsIgnoreCase("CONNECT")
                || method.equalsIgnoreCase("TRACE")
                || method.equalsIgnoreCase("TRACK")) {
            throw BadMessageException.request("method", "CONNECT and TRACE are not served");
        }
        String target = head.target();
        if (target.indexOf('#') >= 0) {
            throw BadMessageException.request("target.fragment", "the target has a fragment");
        }
        if (target.charAt(0) == '/') {
            return new TargetForm(head, null);
        }
        String prefix = scheme + "://";
        if (!target.regionMatches(true, 0, prefix, 0, prefix.length())) {
            throw BadMessageException.request("target", "the target is neither a path nor a URL of this listener");
        }
        int path = prefix.length();
        while (path < target.length() && target.charAt(path) != '/' && target.charAt(path) != '?') {
            path++;
        }
        String authority = target.substring(prefix.length(), path);
        String rest = target.substring(path);
        String origin = rest.startsWith("/") ? rest : "/" + rest;
        return new TargetForm(new RequestHead(head.method(), origin, head.minorVersion(), head.fields()), authority);
    }
}
