package io.tollgate.filters.login;

import io.tollgate.filters.identity.Authentication;
import io.tollgate.filters.identity.LoginSource;
import io.tollgate.filters.identity.SignatureProof;
import io.tollgate.filters.identity.Users;
import io.tollgate.filters.passkey.PasskeyDoor;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/**
 * What the pages know of passkeys. Immutable.
 *
 * @param door where they are made and judged
 * @param alone the one door, for whoever comes with a passkey and nothing else
 * @param fresh how long ago somebody may have proved all that they have who makes or ends one
 */
public record PasskeyGate(PasskeyDoor door, Alone alone, Users users, Duration fresh) {
    /** Judges a login by a signature alone: {@code Authenticator::authenticate}. Safe for use by any thread; never blocks. */
    @FunctionalInterface
    public interface Alone {
        /** Who it is. A failed stage is neither a yes nor a no. */
        CompletionStage<Authentication> authenticate(SignatureProof proof, LoginSource source);
    }
}
