package io.tollgate.filters.identity;

import java.time.Instant;

/**
 * Failed logins of one network in its current and its previous minute, as they are kept. Immutable.
 *
 * @param since when the current minute began
 * @param failures in the current minute
 * @param before in the minute before it
 */
public record NetworkRow(String network, Instant since, int failures, int before) {
    public NetworkRow {
        if (failures < 0 || before < 0) {
            throw new IllegalArgumentException("negative failures");
        }
    }
}
