package io.tollgate.config.reader;

import io.tollgate.config.Cidr;
import io.tollgate.config.NetworkConfig;
import io.tollgate.config.schema.GatewayKeys;
import io.tollgate.config.schema.LockoutKeys;
import java.util.ArrayList;
import java.util.List;

/** Reads the networks that the operator knows. */
final class NetworksReader {

    private final List<Taken> taken = new ArrayList<>();

    /** Every network, in the order of the file; what is wrong is told. */
    List<NetworkConfig> read(Section gateway) {
        List<NetworkConfig> networks = new ArrayList<>();
        for (Section.Named named : gateway.named(GatewayKeys.NETWORKS)) {
            Section section = named.section();
            int factor = section.get(LockoutKeys.FACTOR);
            List<Placed<Cidr>> from = section.list(LockoutKeys.FROM);
            if (!section.has(LockoutKeys.FROM)) {
                continue; // That it is missing has been told.
            }
            from.forEach(range -> take(range, named.name().value()));
            if (!from.isEmpty()) {
                networks.add(new NetworkConfig(named.name().value(), Placed.values(from), factor));
            }
        }
        return networks;
    }

    /** An address of two networks would be counted now here, now there. */
    private void take(Placed<Cidr> range, String network) {
        for (Taken other : taken) {
            if (other.range().overlaps(range.value())) {
                range.problem(
                        "\"" + range.value() + "\" has addresses in common with \"" + other.range() + "\" of \""
                                + other.network() + "\"",
                        "let each address be in one network, once");
                return;
            }
        }
        taken.add(new Taken(range.value(), network));
    }

    private record Taken(Cidr range, String network) {}
}
