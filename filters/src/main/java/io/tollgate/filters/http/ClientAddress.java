package io.tollgate.filters.http;

import java.net.InetAddress;
import java.util.List;

/**
 * Where a request comes from, as far as that can be believed. Immutable.
 *
 * @param peer the other end of the connection
 * @param client the nearest address no trusted proxy vouches past; {@code peer} where nobody is trusted
 * @param network what budgets are counted on: an IPv4 /32, an IPv6 /64 (later: a declared network's name)
 * @param forwardedFor the chain to send upstream in X-Forwarded-For: believed hops first, {@code peer} last
 */
public record ClientAddress(InetAddress peer, InetAddress client, String network, List<String> forwardedFor) {
    public ClientAddress {
        forwardedFor = List.copyOf(forwardedFor);
        if (forwardedFor.isEmpty()) {
            throw new IllegalArgumentException("nobody sent it");
        }
    }

    /** The client's address as text, without a zone. */
    public String text() {
        return forwardedFor.get(0);
    }
}
