package io.tollgate.filters.http;

import io.tollgate.config.AddressText;
import io.tollgate.config.Cidr;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds out where a request comes from, as far as trusted proxies vouch for it. Stateless; asks no name server. */
public final class ClientAddresses {
    private static final int MOST_HOPS = 64;

    private ClientAddresses() {}

    /** The address of a peer that nobody stands behind. */
    public static ClientAddress direct(InetAddress peer) {
        return new ClientAddress(peer, peer, network(peer), List.of(text(peer)));
    }

    /**
     * Follows X-Forwarded-For from its right end for as long as the hop that wrote an entry is trusted. An entry that is no
     * address ends it: the hop that wrote it is the client then.
     *
     * @param direct the other end of the connection, as {@link #direct} made it
     */
    public static ClientAddress resolve(ClientAddress direct, List<Cidr> trusted, HeaderFields fields) {
        InetAddress peer = direct.peer();
        if (!isTrusted(peer, trusted) || !fields.has("x-forwarded-for")) {
            return direct;
        }
        InetAddress client = peer;
        Deque<String> chain = new ArrayDeque<>();
        chain.addFirst(text(peer));
        for (String entry : entriesFromTheRight(fields)) {
            InetAddress next = parse(entry);
            if (next == null || chain.size() > MOST_HOPS) {
                break;
            }
            client = next;
            chain.addFirst(text(next));
            if (!isTrusted(next, trusted)) {
                break;
            }
        }
        return new ClientAddress(peer, client, network(client), List.copyOf(chain));
    }

    /** Whether this peer's word is believed. */
    public static boolean isTrusted(InetAddress address, List<Cidr> trusted) {
        if (trusted.isEmpty()) {
            return false;
        }
        byte[] bytes = address.getAddress();
        for (Cidr network : trusted) {
            if (network.contains(bytes)) {
                return true;
            }
        }
        return false;
    }

    private static List<String> entriesFromTheRight(HeaderFields fields) {
        List<String> entries = new ArrayList<>();
        for (String value : fields.all("x-forwarded-for")) {
            for (String entry : value.split(",", -1)) {
                entries.add(0, entry.strip());
            }
        }
        return entries;
    }

    /** An address with or without a port, IPv6 with or without brackets; null for anything else. */
    private static @Nullable InetAddress parse(String entry) {
        String text = entry;
        int bracket = entry.indexOf(']');
        if (entry.startsWith("[") && bracket > 0) {
            if (bracket + 1 < entry.length() && !isPort(entry, bracket + 1)) {
                return null;
            }
            text = entry.substring(1, bracket);
        } else if (entry.indexOf('.') >= 0 && entry.indexOf(':') == entry.lastIndexOf(':')) {
            int colon = entry.indexOf(':');
            if (colon >= 0 && !isPort(entry, colon)) {
                return null;
            }
            text = colon < 0 ? entry : entry.substring(0, colon);
        }
        byte[] bytes = AddressText.parse(text);
        try {
            return bytes == null ? null : InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            return null; // Not 4 or 16 bytes, and those are all that AddressText makes.
        }
    }

    private static boolean isPort(String text, int colon) {
        if (text.charAt(colon) != ':' || text.length() - colon < 2 || text.length() - colon > 6) {
            return false;
        }
        for (int i = colon + 1; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }

    private static String text(InetAddress address) {
        String text = address.getHostAddress();
        int zone = text.indexOf('%');
        return zone < 0 ? text : text.substring(0, zone);
    }

    /** What budgets are counted on: an IPv4 address, or the first 64 bits of an IPv6 one. */
    private static String network(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (bytes.length == 4) {
            return address.getHostAddress();
        }
        StringBuilder text = new StringBuilder(24);
        for (int i = 0; i < 8; i += 2) {
            text.append(Integer.toHexString((bytes[i] & 0xff) << 8 | (bytes[i + 1] & 0xff)))
                    .append(':');
        }
        return text.append(":/64").toString();
    }
}
