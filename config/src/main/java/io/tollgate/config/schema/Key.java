package io.tollgate.config.schema;

import org.jspecify.annotations.Nullable;

/**
 * A key of the YAML: the one description from which it is read, checked, published and documented.
 *
 * @param fallback the value where the key is left out; absent where it is required or off when left out
 * @param example how it may be written, for a key without fallback
 * @param why what it is for, in one line
 */
public record Key<T>(
        String name,
        ValueType<T> type,
        Presence presence,
        @Nullable T fallback,
        @Nullable String example,
        String why) {

    /** Whether a key has to be there. */
    public enum Presence {
        /** It has to. */
        REQUIRED,
        /** It has a value where it is left out. */
        DEFAULTED,
        /** What it describes is not there where it is left out. */
        OPTIONAL,
        /** The same, whatever the keys below it would have as their values. */
        OFF,
        /** The contract knows it, this release does not do it. */
        LATER
    }

    static <T> Key<T> of(String name, ValueType<T> type, T fallback, String why) {
        return new Key<>(name, type, Presence.DEFAULTED, fallback, null, why);
    }

    static <T> Key<T> required(String name, ValueType<T> type, String example, String why) {
        return new Key<>(name, type, Presence.REQUIRED, null, example, why);
    }

    static <T> Key<T> optional(String name, ValueType<T> type, String example, String why) {
        return new Key<>(name, type, Presence.OPTIONAL, null, example, why);
    }

    static <T> Key<T> off(String name, ValueType<T> type, String example, String why) {
        return new Key<>(name, type, Presence.OFF, null, example, why);
    }

    static Key<String> later(String name) {
        return new Key<>(name, Types.TEXT, Presence.LATER, null, null, "not in this release");
    }

    public boolean isLater() {
        return presence == Presence.LATER;
    }
}
