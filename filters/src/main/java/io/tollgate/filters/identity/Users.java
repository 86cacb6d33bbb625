package io.tollgate.filters.identity;

import org.jspecify.annotations.Nullable;

/** Every account as it is now, in memory. Safe for use by any thread; never blocks, so the hot path may ask. */
public interface Users {
    /** The account of this immutable id. */
    @Nullable
    User byId(String id);

    /** The account of this name, already normalised (lower case, NFC). */
    @Nullable
    User byName(String name);
}
