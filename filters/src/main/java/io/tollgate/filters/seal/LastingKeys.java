package io.tollgate.filters.seal;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The keys of those purposes that outlive a sealing key: derived from it, or carried over from one before. Immutable.
 *
 * <p>A key that was carried goes on being the one of its purpose, as what it hashed can't be hashed anew; only lines of the
 * trail are closed by a key of the newest sealing key.
 */
public final class LastingKeys {
    private final Map<LastingPurpose, DerivedKey> current = new EnumMap<>(LastingPurpose.class);
    private final List<DerivedKey> formerAudit = new ArrayList<>();

    private LastingKeys() {}

    /** Those of this sealing key, and what was carried, which it sealed; throws {@link SealException} where it did not. */
    public static LastingKeys of(SealingKey key, Sealer sealer, List<CarriedKey> carried) {
        LastingKeys keys = new LastingKeys();
        for (LastingPurpose purpose : LastingPurpose.values()) {
            keys.current.put(purpose, key.derive(purpose.label()));
        }
        for (CarriedKey each : carried) {
            for (LastingPurpose purpose : LastingPurpose.values()) {
                if (each.isFor(purpose)) {
                    keys.add(purpose, each.opened(sealer));
                }
            }
        }
        return keys;
    }

    private void add(LastingPurpose purpose, DerivedKey key) {
        if (purpose == LastingPurpose.AUDIT) {
            formerAudit.add(key);
        } else {
            current.put(purpose, key);
        }
    }

    /** The key for what is done now. */
    public DerivedKey key(LastingPurpose purpose) {
        DerivedKey key = current.get(purpose);
        if (key == null) {
            throw new IllegalStateException("every purpose has a key");
        }
        return key;
    }

    /** Those by which lines of the trail were closed under sealing keys of before. */
    public List<DerivedKey> formerAudit() {
        return List.copyOf(formerAudit);
    }

    /** What has to be carried over to the key that this one seals with; a key that is carried already gives the same id. */
    public List<CarriedKey> carried(Sealer next) {
        List<CarriedKey> carried = new ArrayList<>();
        current.forEach((purpose, key) -> carried.add(CarriedKey.of(purpose, key, next)));
        formerAudit.forEach(key -> carried.add(CarriedKey.of(LastingPurpose.AUDIT, key, next)));
        return carried;
    }
}
