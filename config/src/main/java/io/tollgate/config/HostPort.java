package io.tollgate.config;

/**
 * An address to listen on: {@code HOST:PORT}, {@code [v6]:PORT} or {@code :PORT}.
 *
 * @param host a name or an address, IPv6 without brackets; empty for every address of the machine
 * @param port 0 for any free port
 */
public record HostPort(String host, int port) {

    public static final Range<Integer> PORT = Range.of(0, 65_535);

    private static final String REMEDY = "write HOST:PORT, [v6]:PORT or :PORT";

    public HostPort {
        PORT.require("port", port);
        if (!host.isEmpty() && !HostName.isAddressOrName(host)) {
            throw new MalformedValueException("\"" + host + "\" is neither a host name nor an address", REMEDY);
        }
    }

    public static HostPort parse(String text) {
        int colon = text.lastIndexOf(':');
        if (colon < 0) {
            throw new MalformedValueException("\"" + text + "\" has no port", REMEDY);
        }
        String host = text.substring(0, colon);
        boolean bracketed = host.startsWith("[") && host.endsWith("]");
        if (bracketed) {
            host = host.substring(1, host.length() - 1);
        }
        if (bracketed != (host.indexOf(':') >= 0)) {
            throw new MalformedValueException("\"" + text + "\" is not an address to listen on", REMEDY);
        }
        return new HostPort(host, port(text.substring(colon + 1)));
    }

    private static int port(String digits) {
        boolean number =
                !digits.isEmpty() && digits.length() <= 5 && digits.chars().allMatch(c -> c >= '0' && c <= '9');
        int port = number ? Integer.parseInt(digits) : -1;
        if (!PORT.contains(port)) {
            throw new MalformedValueException(
                    "\"" + digits + "\" is not a port", "give a number from 0 (any free port) to 65535");
        }
        return port;
    }

    /** As it is written in the YAML. */
    @Override
    public String toString() {
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }
}
