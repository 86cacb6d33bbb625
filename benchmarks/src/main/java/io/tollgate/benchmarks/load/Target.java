package io.tollgate.benchmarks.load;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What is asked for, and the only answer that counts: 200 with a body of this length. Immutable.
 *
 * @param host the name that is asked for, in TLS and in HTTP
 * @param port on this machine
 * @param path the target of the request
 * @param cookie what the login left; empty where there is none
 * @param bodyLength bytes of the body that is expected
 */
public record Target(String host, int port, String path, String cookie, long bodyLength) {
    private static final int OK = 200;

    /** The same, of another path. */
    public Target at(String other, long length) {
        return new Target(host, port, other, cookie, length);
    }

    /** Where connections go. */
    InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    /** As a browser's address bar has it. */
    public String url() {
        return "https://" + host + ":" + port + path;
    }

    /** The fields of the request beside the host, names in lower case as HTTP/2 wants them. */
    public Map<String, String> fields() {
        Map<String, String> fields = new TreeMap<>();
        fields.put("accept", "text/html,application/xhtml+xml");
        fields.put("user-agent", "tollgate-bench");
        if (!cookie.isEmpty()) {
            fields.put("cookie", cookie);
        }
        return fields;
    }

    /** What is wrong with an answer; null where it is the one that counts. */
    public @Nullable String problem(int status, long length) {
        if (status != OK) {
            return url() + " was answered with " + status + " instead of 200: the figures would mean nothing";
        }
        if (length != bodyLength) {
            return url() + " was answered with a body of " + length + " bytes instead of " + bodyLength
                    + ": the figures would mean nothing";
        }
        return null;
    }
}
