package io.tollgate.filters.device;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A browser in which one user has logged in before. Immutable; the same browser is another device for another user.
 *
 * @param id what it goes by in public; tells nothing about the secret
 * @param secretHash SHA-256 of the secret in its cookie, in lower-case hex
 * @param label what a person recognises it by
 * @param lastSeen the latest login there
 * @param remembered that the user is not asked for a second factor there for a while; null: they are
 */
public record KnownDevice(
        String id,
        String userId,
        String secretHash,
        String label,
        Instant firstSeen,
        Instant lastSeen,
        @Nullable Remembered remembered) {
    public KnownDevice {
        Objects.requireNonNull(id);
        Objects.requireNonNull(userId);
        Objects.requireNonNull(label);
        if (secretHash.length() != 64) {
            throw new IllegalArgumentException("not a SHA-256 hash");
        }
    }

    /** The same after another login. */
    KnownDevice seen(Instant now, String newLabel) {
        return new KnownDevice(id, userId, secretHash, newLabel, firstSeen, now, remembered);
    }

    /** The same, remembered from then on or, with null, not remembered. */
    KnownDevice remembering(@Nullable Remembered next) {
        return new KnownDevice(id, userId, secretHash, label, firstSeen, lastSeen, next);
    }
}
