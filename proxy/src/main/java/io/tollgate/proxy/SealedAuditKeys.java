package io.tollgate.proxy;

import io.tollgate.filters.audit.AuditKeys;
import io.tollgate.filters.seal.DerivedKey;
import io.tollgate.filters.seal.LastingKeys;
import io.tollgate.filters.seal.LastingPurpose;
import io.tollgate.filters.seal.Sealer;
import io.tollgate.filters.seal.SealingKey;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;

/**
 * The audit trail's keys: the one derived from the sealing key for new lines, and those of sealing keys before it for the
 * lines they closed. Safe for use by any thread.
 */
public final class SealedAuditKeys implements AuditKeys {
    private volatile Ring ring;

    /** Immutable. */
    private record Ring(String current, Map<String, SecretKey> all) {}

    /** The key that comes from this one, which never followed another. */
    public SealedAuditKeys(SealingKey sealing) {
        this(LastingKeys.of(sealing, new Sealer(sealing, new SecureRandom()), List.of()));
    }

    /** These keys. */
    public SealedAuditKeys(LastingKeys keys) {
        this.ring = ring(keys);
    }

    /** From now on new lines are closed by the newest of these. */
    void rotated(LastingKeys keys) {
        ring = ring(keys);
    }

    private static Ring ring(LastingKeys keys) {
        Map<String, SecretKey> all = new LinkedHashMap<>();
        keys.formerAudit().forEach(key -> all.put(key.id(), key.secret()));
        DerivedKey current = keys.key(LastingPurpose.AUDIT);
        all.put(current.id(), current.secret());
        return new Ring(current.id(), Map.copyOf(all));
    }

    @Override
    public String current() {
        return ring.current();
    }

    @Override
    public @Nullable SecretKey key(String id) {
        return ring.all().get(id);
    }
}
