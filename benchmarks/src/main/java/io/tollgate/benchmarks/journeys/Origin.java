package io.tollgate.benchmarks.journeys;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The one origin that is put under load, with the addresses that were checked. Immutable.
 *
 * <p>A name is resolved once, here: connections go to {@link #addresses} and never to whatever the name means later. Nothing
 * else is ever connected to; a redirect to another origin is seen and not followed.
 *
 * @param scheme {@code http} or {@code https}
 * @param host as it stands in the URL, in lower case; brackets around an IPv6 address are left out
 * @param port the one of the URL, or the scheme's own
 * @param path where people begin; at least {@code /}
 * @param addresses where the host is; at least one
 */
public record Origin(String scheme, String host, int port, String path, List<InetAddress> addresses) {
    /** The option that allows what is not loopback. */
    public static final String OWNED = "--i-own-this-target";

    private static final int HTTP = 80;
    private static final int HTTPS = 443;

    public Origin {
        addresses = List.copyOf(addresses);
        if (addresses.isEmpty()) {
            throw new IllegalArgumentException("no address");
        }
    }

    /**
     * Reads a URL and finds out where it leads, or refuses it.
     *
     * @param isOwned whether whoever calls says that the target is theirs: without it every address has to be loopback
     */
    public static Origin of(String url, boolean isOwned, Names names) throws RefusedTargetException {
        URI uri = parsed(url);
        String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
        String host = bare(uri.getHost().toLowerCase(Locale.ROOT));
        InetAddress[] found;
        try {
            found = names.resolve(host);
        } catch (UnknownHostException e) {
            throw new RefusedTargetException("--url: " + host + " has no address; see how it is spelt");
        }
        if (found.length == 0) {
            throw new RefusedTargetException("--url: " + host + " has no address; see how it is spelt");
        }
        if (!isOwned) {
            requireLoopback(host, found);
        }
        int port = uri.getPort() >= 0 ? uri.getPort() : scheme.equals("https") ? HTTPS : HTTP;
        String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        return new Origin(scheme, host, port, path, Arrays.asList(found));
    }

    private static URI parsed(String url) throws RefusedTargetException {
        URI uri;
        try {
            uri = new URI(url);
        } catch (URISyntaxException e) {
            throw new RefusedTargetException(
                    "--url: not a URL (" + e.getReason() + "); give https://HOST[:PORT][/PATH]");
        }
        if (!"https".equalsIgnoreCase(uri.getScheme()) && !"http".equalsIgnoreCase(uri.getScheme())) {
            throw new RefusedTargetException("--url: neither https nor http; give https://HOST[:PORT][/PATH]");
        }
        if (uri.getRawUserInfo()
                != null) { // before the host is looked at: it is how one host is made to look like another
            throw new RefusedTargetException("--url: holds a name or password before an @; leave that out, "
                    + "users stand in the file of --people");
        }
        if (uri.getHost() == null || uri.getHost().isEmpty()) {
            throw new RefusedTargetException(
                    "--url: names no host that can be looked up; give https://HOST[:PORT][/PATH]");
        }
        if (uri.getRawQuery() != null || uri.getRawFragment() != null) {
            throw new RefusedTargetException("--url: has a query or fragment; name the pages to visit by --page");
        }
        if (uri.getPort() == 0 || uri.getPort() > 65_535) {
            throw new RefusedTargetException("--url: " + uri.getPort() + " is not a port; give one from 1 to 65535");
        }
        return uri;
    }

    private static String bare(String host) {
        return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    }

    private static void requireLoopback(String host, InetAddress[] found) throws RefusedTargetException {
        for (InetAddress address : found) {
            if (!address.isLoopbackAddress()) {
                String text = address.getHostAddress();
                throw new RefusedTargetException("--url: " + host + (text.equals(host) ? "" : " is " + text + ", which")
                        + " is not this machine; load is sent to loopback only. If that machine is yours, and "
                        + "whoever runs it knows, say so by " + OWNED);
            }
        }
    }

    /** Whether connections are encrypted. */
    public boolean isTls() {
        return scheme.equals("https");
    }

    /** Where to connect to: the first of the addresses that were checked. */
    public InetSocketAddress address() {
        return new InetSocketAddress(addresses.get(0), port);
    }

    /** {@code https://host:port} as the Host and Origin fields have it: the scheme's own port is left out. */
    public String origin() {
        return scheme + "://" + authority();
    }

    /** The value of the Host field. */
    public String authority() {
        String name = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
        return port == (isTls() ? HTTPS : HTTP) ? name : name + ":" + port;
    }

    /**
     * Where a reference on one of its pages leads: the path and query; null where that is another origin, or can't be read.
     *
     * @param page the path and query of the page that has it
     */
    public @Nullable String follow(String page, String reference) {
        URI resolved;
        try {
            resolved = new URI(origin() + page).resolve(new URI(reference.strip()));
        } catch (URISyntaxException | IllegalArgumentException e) {
            return null;
        }
        if (resolved.getRawUserInfo() != null
                || resolved.getHost() == null
                || !scheme.equalsIgnoreCase(resolved.getScheme())
                || !host.equals(bare(resolved.getHost().toLowerCase(Locale.ROOT)))
                || port != (resolved.getPort() >= 0 ? resolved.getPort() : isTls() ? HTTPS : HTTP)) {
            return null;
        }
        String path = resolved.getRawPath().isEmpty() ? "/" : resolved.getRawPath();
        return resolved.getRawQuery() == null ? path : path + "?" + resolved.getRawQuery();
    }
}
