package io.tollgate.filters.identity;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where an attempt to prove who one is comes from. Immutable.
 *
 * @param network what failures are counted on
 * @param app the app whose page was asked; null where there is none
 * @param reference what a person may read out on the phone; null where no page shows one
 */
public record LoginSource(
        String network, @Nullable String app, @Nullable String reference) {
    public LoginSource {
        Objects.requireNonNull(network);
    }
}
