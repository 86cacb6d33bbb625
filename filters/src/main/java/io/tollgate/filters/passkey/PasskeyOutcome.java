package io.tollgate.filters.passkey;

/** What came of a signature, or of a new passkey. */
public sealed interface PasskeyOutcome {
    /** It is right; the passkey as it is now. */
    record Right(Passkey passkey) implements PasskeyOutcome {}

    /**
     * It is not. To the outside all of these are one.
     *
     * @param reason passkey.unreadable, passkey.challenge (made for something else, too late, or used before),
     *     passkey.unknown, passkey.signature, passkey.counter or passkey.full: for the log and the trail
     */
    record Wrong(String reason) implements PasskeyOutcome {}
}
