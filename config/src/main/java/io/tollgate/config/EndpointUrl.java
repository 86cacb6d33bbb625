package io.tollgate.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/**
 * Where one endpoint of an upstream is: {@code scheme://host[:port]}, without path, query or user. Two that mean the same
 * are equal.
 *
 * @param host in lower case, IPv6 without brackets
 * @param port 1 to 65535, the scheme's where none was written
 */
public record EndpointUrl(UpstreamScheme scheme, String host, int port) {

    private static final String REMEDY = "write one such as http://127.0.0.1:8080, without path, query or user";

    public EndpointUrl {
        host = host.toLowerCase(Locale.ROOT);
        if (host.isEmpty() || port < 1 || port > 65_535) {
            throw new MalformedValueException("\"" + host + ":" + port + "\" has no valid host and port", REMEDY);
        }
    }

    /** Reads an endpoint, or throws with what is wrong and what to do. */
    public static EndpointUrl parse(String text) {
        UpstreamScheme scheme = null;
        for (UpstreamScheme known : UpstreamScheme.values()) {
            if (text.startsWith(known.word() + "://")) {
                scheme = known;
            }
        }
        if (scheme == null || !text.matches("[a-z0-9]+://[^/@?#\\s]+/?")) {
            throw new MalformedValueException("\"" + text + "\" is not an endpoint", REMEDY);
        }
        try {
            URI uri = new URI(text).parseServerAuthority();
            String host = uri.getHost();
            if (host != null && uri.getUserInfo() == null) {
                String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
                return new EndpointUrl(scheme, bare, uri.getPort() < 0 ? scheme.port() : uri.getPort());
            }
        } catch (URISyntaxException | MalformedValueException e) {
            throw new MalformedValueException("\"" + text + "\" has no valid host and port", REMEDY);
        }
        throw new MalformedValueException("\"" + text + "\" has no valid host and port", REMEDY);
    }

    /** Host and port as in a Host field: {@code [::1]:8080}, {@code billing:80}. */
    public String authority() {
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }

    /** As it may be written in the YAML, always with its port. */
    @Override
    public String toString() {
        return scheme.word() + "://" + authority();
    }
}
