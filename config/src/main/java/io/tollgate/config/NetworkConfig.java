package io.tollgate.config;

import java.util.List;

/**
 * A network that the operator knows, such as a clinic: counted as one, with larger budgets. Immutable.
 *
 * @param name what it is called where it is listed; never the text of an address
 * @param from the addresses of it
 * @param factor by how much its budgets are larger than those of a network that nobody declared
 */
public record NetworkConfig(String name, List<Cidr> from, int factor) {

    public static final Range<Integer> FACTOR = Range.of(1, 1000);
    public static final int DEFAULT_FACTOR = 10;

    public NetworkConfig {
        from = List.copyOf(from);
        if (from.isEmpty()) {
            throw new IllegalArgumentException("networks." + name + " has no addresses");
        }
        FACTOR.require("networks." + name + ".factor", factor);
    }

    /** Whether an address of 4 or 16 bytes lies in it. */
    public boolean contains(byte[] address) {
        for (Cidr range : from) {
            if (range.contains(address)) {
                return true;
            }
        }
        return false;
    }
}
