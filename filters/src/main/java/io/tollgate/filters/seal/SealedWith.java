package io.tollgate.filters.seal;

import java.nio.file.Path;
import java.security.SecureRandom;
import org.jspecify.annotations.Nullable;

/**
 * The key by which the data are sealed, among those that the configuration leads to. Immutable.
 *
 * @param key by which everything is sealed; where nothing is said yet, the one that is named
 * @param before the key whose place that one has to take, as a rotation was cut short; else null
 * @param isUnsettled whether a rotation left the key beside its place
 */
public record SealedWith(SealingKey key, @Nullable SealingKey before, boolean isUnsettled) {
    /** Finds it; throws, with what to do, where none of them is it. Changes nothing, but makes a first key. */
    public static SealedWith find(KeyPlace place, @Nullable Sealing sealing, SecureRandom random)
            throws SealKeyException {
        SealingKey named = place.load(random);
        SealingKey next = place.next();
        if (sealing == null || sealing.keyId().equals(named.id())) {
            return new SealedWith(named, null, next != null && next.id().equals(named.id()));
        }
        if (next != null && sealing.keyId().equals(next.id())) {
            return new SealedWith(next, named, true);
        }
        throw new SealKeyException("sealing key in " + place.words() + ": is " + named.id()
                + ", and everything is sealed by the key " + sealing.keyId() + remedy(place, sealing)
                + ". Nothing was changed");
    }

    private static String remedy(KeyPlace place, Sealing sealing) {
        Path written = sealing.place();
        if (written == null) {
            return "; put that one back";
        }
        return ", which a rotation wrote to " + written + " on " + sealing.since()
                + (written.equals(place.file())
                        ? "; another one stands there now: put that one back"
                        : "; name that file by keys.seal, or put what is in it where keys.seal looks");
    }
}
