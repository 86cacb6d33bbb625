package io.tollgate.config;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who is asked for a second factor, and which will do.
 *
 * @param use for everybody
 * @param roles for whom it is stricter than that; of a tenant none: what counts is the gateway's list
 * @param remember how long a device is remembered on which a code was given; zero: each login is asked
 * @param at where {@code use} stands; null where it is left out
 */
public record SecondFactorConfig(
        FactorUse use,
        List<OfRole> roles,
        PasskeyUse passkeys,
        Duration remember,
        @Nullable Position at) {

    public static final Range<Duration> REMEMBER = Range.of(Duration.ofDays(1), Duration.ofDays(90));

    /** There is no second factor; {@code passkeys} is what holds as soon as there is. */
    public static final SecondFactorConfig DEFAULT =
            new SecondFactorConfig(FactorUse.OFF, List.of(), PasskeyUse.BESIDE, Duration.ZERO, null);

    public SecondFactorConfig {
        roles = List.copyOf(roles);
        if (!remember.isZero()) {
            REMEMBER.require("second-factor.remember", remember);
        }
    }

    /** For everybody alike, with passkeys beside the password, on every login. */
    public static SecondFactorConfig of(FactorUse use) {
        return new SecondFactorConfig(use, DEFAULT.roles, DEFAULT.passkeys, DEFAULT.remember, null);
    }

    /** The stricter of the two in every figure, with the roles of this one: what holds for a user of several tenants. */
    public SecondFactorConfig strictest(SecondFactorConfig other) {
        boolean isOwn = use.compareTo(other.use) >= 0;
        return new SecondFactorConfig(
                isOwn ? use : other.use,
                roles,
                passkeys.compareTo(other.passkeys) <= 0 ? passkeys : other.passkeys,
                remember.compareTo(other.remember) <= 0 ? remember : other.remember,
                isOwn ? at : other.at);
    }

    /**
     * What whoever has a role is asked.
     *
     * @param role as it is given to users: {@code auditor}, or {@code northside/auditor} for one tenant
     * @param at where that stands
     */
    public record OfRole(String role, FactorUse use, Position at) {}
}
