package io.tollgate.filters.identity;

import io.tollgate.config.LockoutConfig;
import io.tollgate.config.NetworkConfig;
import io.tollgate.config.Rate;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What an operator declared of lockouts, asked anew each time: a reload changes it. Safe for use by any thread.
 *
 * @param figures those of a user; of names that nobody has where there is none
 * @param declared the networks that the operator knows
 */
public record LockoutPolicy(
        Users users, Function<@Nullable User, LockoutConfig> figures, Supplier<List<NetworkConfig>> declared) {

    /** What failures counted on this lock. */
    LockRule rule(LockoutKey key) {
        LockoutConfig config = figures(key.subject());
        if (key.isOnUnknownDevices()) {
            return LockRule.onUnknownDevices(config);
        }
        if (key.isOnDevice()) {
            return LockRule.onDevice(config);
        }
        NetworkConfig network = declared(key.place());
        return network == null ? LockRule.onNetwork(config) : LockRule.onDeclared(config, network.factor());
    }

    /** How often a network may fail, whoever it tries to be. */
    public Rate perNetwork(String network) {
        Rate rate = figures.apply(null).perNetwork();
        NetworkConfig known = declared(network);
        return known == null ? rate : rate.times(known.factor());
    }

    /** How many passwords are compared for a subject; the same from declared networks, which are counted apart. */
    Rate perUser(String subject) {
        return figures(subject).perUser();
    }

    /** How many failures end what a device is known for. */
    int untilAdminAfter(String subject) {
        return figures(subject).untilAdminAfter();
    }

    private LockoutConfig figures(String subject) {
        return figures.apply(users.byId(subject));
    }

    private @Nullable NetworkConfig declared(String name) {
        for (NetworkConfig network : declared.get()) {
            if (network.name().equals(name)) {
                return network;
            }
        }
        return null;
    }
}
