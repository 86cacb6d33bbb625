package io.tollgate.proxy;

import com.github.benmanes.caffeine.cache.Ticker;
import io.tollgate.filters.identity.PasswordHasher;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;

/**
 * What a gateway takes from outside: time, randomness, who it runs as, and how passwords are hashed. Immutable.
 *
 * @param clock the time as people see it
 * @param ticker the monotonic clock
 * @param random for tokens, keys and salts
 * @param hasher what passwords are hashed with
 * @param node this process's name in the audit trail: the machine's
 * @param uid the user it runs as: the owner of the data
 * @param rehearsal how long a gateway may rehearse before it opens; zero: not at all
 */
public record World(
        InstantSource clock,
        Ticker ticker,
        SecureRandom random,
        PasswordHasher hasher,
        String node,
        long uid,
        Duration rehearsal) {
    /** A world in which nobody rehearses. */
    public World(
            InstantSource clock, Ticker ticker, SecureRandom random, PasswordHasher hasher, String node, long uid) {
        this(clock, ticker, random, hasher, node, uid, Duration.ZERO);
    }
}
