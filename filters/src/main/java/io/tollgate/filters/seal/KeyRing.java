package io.tollgate.filters.seal;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The key that seals now, and every one by which something was sealed since the start. Immutable. */
record KeyRing(SealingKey current, Map<String, SealingKey> all) {
    static KeyRing of(SealingKey key) {
        return new KeyRing(key, Map.of(key.id(), key));
    }

    KeyRing with(SealingKey next) {
        Map<String, SealingKey> more = new LinkedHashMap<>(all);
        more.put(next.id(), next);
        return new KeyRing(next, Map.copyOf(more));
    }

    @Nullable
    SealingKey key(String id) {
        return all.get(id);
    }
}
