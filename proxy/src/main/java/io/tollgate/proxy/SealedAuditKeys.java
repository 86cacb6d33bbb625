package io.tollgate.proxy;

import io.tollgate.filters.audit.AuditKeys;
import io.tollgate.filters.seal.DerivedKey;
import io.tollgate.filters.seal.SealingKey;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;

/** The audit trail's key, derived from the sealing key. Immutable. */
public final class SealedAuditKeys implements AuditKeys {
    private final DerivedKey key;

    /** The key that comes from this one. */
    public SealedAuditKeys(SealingKey sealing) {
        this.key = sealing.derive("audit");
    }

    @Override
    public String current() {
        return key.id();
    }

    @Override
    public @Nullable SecretKey key(String id) {
        return id.equals(key.id()) ? key.secret() : null;
    }
}
