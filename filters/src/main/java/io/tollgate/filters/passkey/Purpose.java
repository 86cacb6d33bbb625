package io.tollgate.filters.passkey;

/** What a signature is asked for: what was signed for one is good for no other. */
public enum Purpose {
    /** To make a passkey known. */
    REGISTER,
    /** To be let in after the password. */
    FACTOR,
    /** To do something that asks for a fresh proof. */
    STEP_UP,
    /** To be let in by the passkey and nothing else. */
    ALONE
}
