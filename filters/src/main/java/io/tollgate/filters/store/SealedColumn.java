package io.tollgate.filters.store;

import io.tollgate.filters.factor.Factors;
import io.tollgate.filters.seal.CarriedKey;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A column whose values are sealed, each for its row: what a rotation of the key seals anew. Immutable.
 *
 * <p>Every column that holds what {@link io.tollgate.filters.seal.Sealer} made is in {@link #ALL}; a journal that writes one
 * passes the value through {@code Sealer.renewed} on the store's thread. NULL is no value.
 *
 * @param table where it is
 * @param row the column, unique in its table, whose value was the row id at sealing
 * @param column the one that is sealed
 * @param purpose what it was sealed for
 */
public record SealedColumn(String table, String row, String column, String purpose) {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z_]*");

    /** Every sealed column of the store. */
    public static final List<SealedColumn> ALL = List.of(
            new SealedColumn("carried_key", "id", "sealed", CarriedKey.PURPOSE),
            new SealedColumn("totp", "user_id", "seed", Factors.SEED));

    public SealedColumn {
        for (String name : List.of(table, row, column)) {
            if (!NAME.matcher(name).matches()) {
                throw new IllegalArgumentException("no name of a table or column: " + name);
            }
        }
    }

    /** Reads every row that has a value: its id, and the value. */
    String select() {
        return "SELECT " + row + ", " + column + " FROM " + table + " WHERE " + column + " IS NOT NULL";
    }

    /** Writes the value of one row. */
    String update() {
        return "UPDATE " + table + " SET " + column + " = ? WHERE " + row + " = ?";
    }
}
