package io.tollgate.filters.passkey;

import java.util.Locale;

/**
 * The place a browser signs for. Immutable.
 *
 * @param rpId the host, lower case, without port
 * @param origin scheme, host and port as browsers see them, the usual port left out (RFC 6454 section 6.2)
 */
public record PasskeySite(String rpId, String origin) {
    /** Of what clients name: {@code host} or {@code host:port}. */
    public static PasskeySite of(String scheme, String authority) {
        String lower = authority.toLowerCase(Locale.ROOT);
        String usual = scheme.equals("https") ? ":443" : ":80";
        String bare = lower.endsWith(usual) ? lower.substring(0, lower.length() - usual.length()) : lower;
        int colon = bare.lastIndexOf(':');
        boolean hasPort = colon > bare.lastIndexOf(']');
        return new PasskeySite(hasPort ? bare.substring(0, colon) : bare, scheme + "://" + bare);
    }

    /** Whether browsers sign for it at all: for names, by TLS, and never for addresses (WebAuthn section 5.1.3). */
    public boolean isPossible() {
        return origin.startsWith("https://")
                && !rpId.isEmpty()
                && rpId.indexOf(':') < 0
                && !Character.isDigit(rpId.charAt(rpId.length() - 1));
    }
}
