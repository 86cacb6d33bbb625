package io.tollgate.config;

import java.util.Locale;

/**
 * How clients see an app where that is not how they reach the listener: always by HTTPS, as the session's cookie needs it.
 * Immutable.
 *
 * @param host lower case, IPv6 in brackets
 * @param port 443 where none is written
 */
public record ExternalOrigin(String host, int port) {

    public ExternalOrigin {
        if (host.isEmpty() || port < 1 || port > 65_535) {
            throw new IllegalArgumentException("an external origin is https://host[:port]");
        }
        host = host.toLowerCase(Locale.ROOT);
    }

    /** As a Host field has it: without the usual port. */
    public String authority() {
        return port == 443 ? host : host + ":" + port;
    }

    /** As an Origin field has it (RFC 6454 section 6.2). */
    @Override
    public String toString() {
        return "https://" + authority();
    }
}
