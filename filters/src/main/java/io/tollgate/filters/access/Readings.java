package io.tollgate.filters.access;

/** Every way a known backend could read a request target. Immutable. */
public final class Readings {
    private final String raw;

    Readings(String raw) {
        this.raw = raw;
    }

    /** The target as it came. */
    public String raw() {
        return raw;
    }
}
