package io.tollgate.filters.audit;

import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** Keys made from their names; only the known ones are given. */
final class HeldKeys implements AuditKeys {
    final Set<String> known = ConcurrentHashMap.newKeySet();
    volatile String current;

    HeldKeys(String current) {
        this.current = current;
        known.add(current);
    }

    @Override
    public String current() {
        return current;
    }

    @Override
    public @Nullable SecretKey key(String id) {
        return known.contains(id)
                ? new SecretKeySpec(("a key of the test: " + id).getBytes(StandardCharsets.UTF_8), "HmacSHA256")
                : null;
    }
}
