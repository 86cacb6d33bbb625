package io.tollgate.filters.audit;

import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;

/** The keys that lines are authenticated with (HMAC-SHA256, RFC 2104). Safe for use by any thread. */
public interface AuditKeys {
    /** The name of the key for new lines; it is written into each. */
    String current();

    /** The key of this name; null if nobody knows it. */
    @Nullable
    SecretKey key(String id);
}
