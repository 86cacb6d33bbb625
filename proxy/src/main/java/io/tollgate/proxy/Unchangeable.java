package io.tollgate.proxy;

import io.tollgate.config.GatewayConfig;
import java.util.ArrayList;
import java.util.List;

/**
 * A key that a running gateway can't follow: what it stands on stays where it is. Immutable.
 *
 * @param key the key in the YAML
 */
public record Unchangeable(String key, String what, String remedy) {
    private static final String REMEDY = "put it back, or restart the gateway";

    /** What of this file a gateway that runs by another can't follow. */
    public static List<Unchangeable> between(GatewayConfig running, GatewayConfig next) {
        List<Unchangeable> found = new ArrayList<>();
        if (!running.data().equals(next.data())) {
            found.add(
                    new Unchangeable("data", "can't change while the gateway runs: it owns " + running.data(), REMEDY));
        }
        return found;
    }

    @Override
    public String toString() {
        return key + ": " + what + "; " + remedy;
    }
}
