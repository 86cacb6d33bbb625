package io.tollgate.config;

/** What a new password must be. */
public record PasswordConfig(int minLength) {

    public static final Range<Integer> MIN_LENGTH = Range.of(1, 128);

    public static final PasswordConfig DEFAULT = new PasswordConfig(12);

    public PasswordConfig {
        MIN_LENGTH.require("passwords.min-length", minLength);
    }
}
