package io.tollgate.config.schema;

import io.tollgate.config.LockoutConfig;
import io.tollgate.config.PasswordConfig;
import io.tollgate.config.SecondFactorConfig;
import io.tollgate.config.SessionConfig;
import io.tollgate.config.schema.ValueType.ScalarType;
import java.util.List;
import java.util.function.Function;

/**
 * A figure of a policy that users are under, with the key it is written as: for whoever compares or shows policies.
 *
 * @param path of the key at the top of the file, such as {@code session.idle}
 * @param value what a policy says of it
 */
public record Figure<P, T>(String path, Key<T> key, Function<P, T> value) {

    /** How paths begin of what unknown devices together may do. */
    public static final String UNKNOWN_DEVICES = "lockout.unknown-devices.";

    public static final List<Figure<SessionConfig, ?>> SESSION = List.of(
            new Figure<>("session.idle", SessionKeys.IDLE, SessionConfig::idle),
            new Figure<>("session.warn", SessionKeys.WARN, SessionConfig::warn),
            new Figure<>("session.lock-for", SessionKeys.LOCK_FOR, SessionConfig::lockFor),
            new Figure<>("session.absolute", SessionKeys.ABSOLUTE, SessionConfig::absolute));

    public static final List<Figure<LockoutConfig, ?>> LOCKOUT = List.of(
            new Figure<>("lockout.after", LockoutKeys.AFTER, LockoutConfig::after),
            new Figure<>("lockout.first", LockoutKeys.FIRST, LockoutConfig::first),
            new Figure<>("lockout.longest", LockoutKeys.LONGEST, LockoutConfig::longest),
            new Figure<>("lockout.until-admin-after", LockoutKeys.UNTIL_ADMIN_AFTER, LockoutConfig::untilAdminAfter),
            new Figure<>(
                    UNKNOWN_DEVICES + "after",
                    LockoutKeys.UNKNOWN_AFTER,
                    policy -> policy.unknownDevices().after()),
            new Figure<>(
                    UNKNOWN_DEVICES + "for",
                    LockoutKeys.UNKNOWN_FOR,
                    policy -> policy.unknownDevices().lock()),
            new Figure<>(
                    UNKNOWN_DEVICES + "until-admin-after",
                    LockoutKeys.UNKNOWN_UNTIL_ADMIN_AFTER,
                    policy -> policy.unknownDevices().untilAdminAfter()),
            new Figure<>("lockout.per-user", LockoutKeys.PER_USER, LockoutConfig::perUser));

    public static final List<Figure<PasswordConfig, ?>> PASSWORDS = List.of(
            new Figure<>("passwords.min-length", PasswordKeys.MIN_LENGTH, PasswordConfig::minLength),
            new Figure<>("passwords.max-age", PasswordKeys.MAX_AGE, PasswordConfig::maxAge),
            new Figure<>("passwords.warn", PasswordKeys.WARN, PasswordConfig::warn),
            new Figure<>("passwords.history", PasswordKeys.HISTORY, PasswordConfig::history),
            new Figure<>("passwords.strength", PasswordKeys.STRENGTH, PasswordConfig::strength),
            new Figure<>("passwords.composition", PasswordKeys.COMPOSITION, PasswordConfig::composition));

    public static final List<Figure<SecondFactorConfig, ?>> SECOND_FACTOR = List.of(
            new Figure<>("second-factor.use", SecondFactorKeys.USE, SecondFactorConfig::use),
            new Figure<>("second-factor.passkeys", SecondFactorKeys.PASSKEYS, SecondFactorConfig::passkeys),
            new Figure<>("second-factor.remember", SecondFactorKeys.REMEMBER, SecondFactorConfig::remember));

    /** What a policy says of it, as it would be written. */
    public String text(P policy) {
        if (value.apply(policy) instanceof Integer count && count == 0) {
            return "off"; // No bound lets anybody write that.
        }
        return key.type() instanceof ScalarType<T> scalar
                ? scalar.printer().apply(value.apply(policy))
                : String.valueOf(value.apply(policy));
    }

    /** Whether two policies say the same of it. */
    public boolean isSame(P one, P other) {
        return value.apply(one).equals(value.apply(other));
    }
}
