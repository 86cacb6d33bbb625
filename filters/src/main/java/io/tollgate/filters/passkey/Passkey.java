package io.tollgate.filters.passkey;

import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A key pair that a user keeps in an authenticator, of which we have the public half. Immutable.
 *
 * @param id what it goes by in lists and the audit trail; tells nothing about the credential
 * @param rpId the host for which it signs (WebAuthn section 5.1.2, "relying party identifier")
 * @param credential what its authenticator knows it by, in base64url
 * @param key the public key as COSE has it (RFC 9052 section 7), in base64url
 * @param transports how its authenticator is reached, as the browser told; a hint for the browser alone
 * @param isBackupEligible whether its authenticator may copy it to others; never changes
 * @param isBackedUp whether it has, as far as it told last
 * @param counter how often it has signed, as far as it told last; 0 for an authenticator that does not count
 * @param isSuspect whether it went back in its count: there is a copy of it that nobody meant to make
 * @param name what its user calls it
 * @param usedAt when it last let somebody in; null where it never has
 */
public record Passkey(
        String id,
        String userId,
        String rpId,
        String credential,
        String key,
        Set<String> transports,
        boolean isBackupEligible,
        boolean isBackedUp,
        long counter,
        boolean isSuspect,
        String name,
        Instant createdAt,
        @Nullable Instant usedAt) {
    public Passkey {
        Objects.requireNonNull(id);
        Objects.requireNonNull(userId);
        Objects.requireNonNull(rpId);
        Objects.requireNonNull(key);
        transports = Set.copyOf(transports);
        if (credential.isEmpty() || credential.length() > 1366) { // 1023 bytes, WebAuthn section 5.8.3
            throw new IllegalArgumentException("no credential is named by this");
        }
        if (counter < 0 || name.isEmpty()) {
            throw new IllegalArgumentException("a passkey counts up, and has a name");
        }
    }

    /** The same under another name. */
    Passkey called(String next) {
        return new Passkey(
                id,
                userId,
                rpId,
                credential,
                key,
                transports,
                isBackupEligible,
                isBackedUp,
                counter,
                isSuspect,
                next,
                createdAt,
                usedAt);
    }

    /** The same after it has signed. */
    Passkey used(long nextCounter, boolean nextBackedUp, Instant now) {
        return new Passkey(
                id,
                userId,
                rpId,
                credential,
                key,
                transports,
                isBackupEligible,
                nextBackedUp,
                nextCounter,
                isSuspect,
                name,
                createdAt,
                now);
    }

    /** The same after it went back in its count. */
    Passkey suspected() {
        return new Passkey(
                id,
                userId,
                rpId,
                credential,
                key,
                transports,
                isBackupEligible,
                isBackedUp,
                counter,
                true,
                name,
                createdAt,
                usedAt);
    }
}
