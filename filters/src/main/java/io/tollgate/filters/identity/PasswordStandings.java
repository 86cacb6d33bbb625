package io.tollgate.filters.identity;

import io.tollgate.config.PasswordConfig;
import java.time.Instant;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How somebody's password stands: whether it must be changed, and when it will expire. Nothing of it is kept but why
 * somebody was told to change; the rest follows from when it was set. Safe for use by any thread; never blocks, so the hot
 * path may ask.
 *
 * @param rules asked anew each time: a reload changes them
 */
public record PasswordStandings(Function<@Nullable User, PasswordConfig> rules) {
    /**
     * Why this user, who logged in then, has to change the password first; null where they need not. Who was in before it
     * expired is not interrupted: it is for the next login.
     */
    public @Nullable ChangeReason due(User user, Instant loggedIn) {
        return due(user, null, loggedIn);
    }

    /** The same for a request: the rules of somebody who may act for tenants were put together once, with for whom they act. */
    public @Nullable ChangeReason due(User user, @Nullable Acting acting, Instant loggedIn) {
        if (!user.hasPassword()) {
            return null; // What an app asks of its passwords is its own affair.
        }
        ChangeReason reason = user.changeReason();
        if (reason != null) {
            return reason;
        }
        PasswordConfig config = acting == null ? rules.apply(user) : acting.passwords();
        return config.isExpiring()
                        && loggedIn.toEpochMilli() - user.passwordSetAt().toEpochMilli()
                                >= config.maxAge().toMillis()
                ? ChangeReason.EXPIRED
                : null;
    }

    /** When it expires; null where it does not. */
    public @Nullable Instant expiry(User user) {
        PasswordConfig config = rules.apply(user);
        return config.isExpiring() && user.hasPassword() ? user.passwordSetAt().plus(config.maxAge()) : null;
    }

    /** Whether it expires so soon that the person should know. */
    public boolean isExpiringSoon(User user, Instant now) {
        PasswordConfig config = rules.apply(user);
        Instant expiry = expiry(user);
        return expiry != null && !config.warn().isZero() && !now.isBefore(expiry.minus(config.warn()));
    }
}
