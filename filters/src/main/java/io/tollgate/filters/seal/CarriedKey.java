package io.tollgate.filters.seal;

/**
 * A key of one purpose that outlived the sealing key it came from, sealed by the one there is now. Immutable.
 *
 * @param id the purpose, a slash, and what names the key: the row it is sealed for
 * @param sealed for {@link #PURPOSE} and this row
 */
public record CarriedKey(String id, String sealed) {
    /** What carried keys are sealed for. */
    public static final String PURPOSE = "carried-key";

    static CarriedKey of(LastingPurpose purpose, DerivedKey key, Sealer sealer) {
        String id = purpose.label() + '/' + key.id();
        return new CarriedKey(id, key.sealed(sealer, PURPOSE, id));
    }

    boolean isFor(LastingPurpose purpose) {
        return id.startsWith(purpose.label() + '/');
    }

    DerivedKey opened(Sealer sealer) {
        return DerivedKey.opened(id.substring(id.indexOf('/') + 1), sealer, PURPOSE, id, sealed);
    }
}
