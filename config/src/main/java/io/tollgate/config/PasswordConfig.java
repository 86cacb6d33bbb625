package io.tollgate.config;

import java.time.Duration;

/**
 * What a new password must be, and how long it may be kept.
 *
 * @param minLength in characters
 * @param maxAge how old a password may get; zero: any age
 * @param warn how long before that a person is told; zero: not at all
 * @param history which old passwords may not be taken again
 * @param strength what it must at least be worth to somebody who guesses well
 * @param composition which kinds of characters must be in it
 * @param blocklist what the operator does not want to see, beside what ships with the gateway
 */
public record PasswordConfig(
        int minLength,
        Duration maxAge,
        Duration warn,
        PasswordHistory history,
        PasswordStrength strength,
        PasswordComposition composition,
        Blocklist blocklist) {

    public static final Range<Integer> MIN_LENGTH = Range.of(1, 128);
    public static final Range<Duration> MAX_AGE = Range.of(Duration.ofDays(30), Duration.ofDays(180));
    public static final Range<Duration> WARN = Range.of(Duration.ofDays(1), Duration.ofDays(60));

    public static final PasswordConfig DEFAULT = new PasswordConfig(
            12,
            Duration.ZERO,
            Duration.ofDays(14),
            PasswordHistory.NONE,
            PasswordStrength.OFF,
            PasswordComposition.NONE,
            Blocklist.NONE);

    public PasswordConfig {
        MIN_LENGTH.require("passwords.min-length", minLength);
        if (!maxAge.isZero()) {
            MAX_AGE.require("passwords.max-age", maxAge);
        }
        if (!warn.isZero()) {
            WARN.require("passwords.warn", warn);
        }
        if (!maxAge.isZero() && warn.compareTo(maxAge) >= 0) {
            throw new IllegalArgumentException("passwords.warn is not below passwords.max-age");
        }
    }

    /** The usual rules with another length. */
    public static PasswordConfig ofLength(int minLength) {
        return new PasswordConfig(
                minLength,
                DEFAULT.maxAge,
                DEFAULT.warn,
                DEFAULT.history,
                DEFAULT.strength,
                DEFAULT.composition,
                DEFAULT.blocklist);
    }

    /** Whether a password expires at some age. */
    public boolean isExpiring() {
        return !maxAge.isZero();
    }

    /** The stricter of the two in every figure: what holds for a user of several tenants. */
    public PasswordConfig strictest(PasswordConfig other) {
        Duration age =
                !isExpiring() || (other.isExpiring() && other.maxAge.compareTo(maxAge) < 0) ? other.maxAge : maxAge;
        Duration earliest = warn.compareTo(other.warn) >= 0 ? warn : other.warn;
        return new PasswordConfig(
                Math.max(minLength, other.minLength),
                age,
                !age.isZero() && earliest.compareTo(age) >= 0 ? age.minusDays(1) : earliest,
                history.and(other.history),
                strength.compareTo(other.strength) >= 0 ? strength : other.strength,
                composition.compareTo(other.composition) >= 0 ? composition : other.composition,
                blocklist.and(other.blocklist));
    }
}
