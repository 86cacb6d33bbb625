package io.tollgate.filters.identity;

import org.jspecify.annotations.Nullable;

/** Every account as it is now, in memory. Safe for use by any thread; never blocks, so the hot path may ask. */
public interface Users {
    /** The account of this immutable id. */
    @Nullable
    User byId(String id);

    /** The account of this immutable id over all its changes, for whoever asks at each request. */
    default Account account(String id) {
        return () -> byId(id);
    }

    /** An account as it is whenever it is asked for. Safe for use by any thread; never blocks. */
    @FunctionalInterface
    interface Account {
        /** The account as it is now; null once it is gone. */
        @Nullable
        User now();
    }

    /** The account of this name, already normalised (lower case, NFC). */
    @Nullable
    User byName(String name);

    /**
     * The id of an account whose name is the same to an app that ignores signs, accents and blanks; null where there is none.
     *
     * @param signature what is left of a name for such an app
     */
    default @Nullable String idOfAnother(String signature) {
        return null;
    }
}
