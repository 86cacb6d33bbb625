package io.tollgate.filters.store;

import io.tollgate.filters.seal.CarriedKey;
import io.tollgate.filters.seal.SealedCount;
import io.tollgate.filters.seal.Sealer;
import io.tollgate.filters.seal.Sealing;
import io.tollgate.filters.seal.SealingJournal;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** What is sealed, and by which key, in the tables {@code sealing}, {@code carried_key} and all that have a sealed column. */
final class SqliteSealing implements SealingJournal {
    /** How often the log is asked to empty itself where somebody reads it; each time it waits for a while. */
    private static final int TRIES = 3;

    private final StoreWriter.Connections connections;
    private final StoreWriter writer;

    SqliteSealing(StoreWriter.Connections connections, StoreWriter writer) {
        this.connections = connections;
        this.writer = writer;
    }

    @Override
    public @Nullable Sealing sealing() {
        return sealing(connections);
    }

    static @Nullable Sealing sealing(StoreWriter.Connections connections) {
        List<Sealing> rows = Rows.all(
                connections,
                "SELECT key_id, since, place, scrubbed FROM sealing",
                row -> new Sealing(
                        row.getString(1),
                        Instant.ofEpochMilli(row.getLong(2)),
                        path(row.getString(3)),
                        row.getBoolean(4)));
        return rows.isEmpty() ? null : rows.get(0);
    }

    private static @Nullable Path path(@Nullable String text) {
        return text == null ? null : Path.of(text);
    }

    @Override
    public List<CarriedKey> carried() {
        return carried(connections);
    }

    static List<CarriedKey> carried(StoreWriter.Connections connections) {
        return Rows.all(
                connections,
                "SELECT id, sealed FROM carried_key ORDER BY id",
                row -> new CarriedKey(row.getString(1), row.getString(2)));
    }

    @Override
    public List<SealedCount> counts() {
        List<SealedCount> counts = new ArrayList<>();
        for (SealedColumn column : SealedColumn.ALL) {
            Map<String, Integer> byKey = new TreeMap<>();
            Rows.all(connections, column.select(), row -> Sealer.keyOf(row.getString(2)))
                    .forEach(key -> byKey.merge(key, 1, Integer::sum));
            byKey.forEach((key, values) -> counts.add(new SealedCount(column.purpose(), key, values)));
        }
        return counts;
    }

    @Override
    public CompletionStage<Void> began(Sealing sealing) {
        return writer.write(connection -> Rows.change(
                connection,
                "INSERT OR IGNORE INTO sealing (only_row, key_id, since, place, scrubbed) VALUES (1, ?, ?, ?, ?)",
                values(sealing)));
    }

    private static @Nullable Object[] values(Sealing sealing) {
        Path place = sealing.place();
        return new @Nullable Object[] {
            sealing.keyId(),
            sealing.since().toEpochMilli(),
            place == null ? null : place.toString(),
            sealing.isScrubbed() ? 1 : 0
        };
    }

    @Override
    public CompletionStage<Integer> rotated(Rotation rotation) {
        return writer.submit(new StoreWriter.Work<>() {
            @Override
            public Integer run(Connection connection) throws SQLException {
                rotation.begins();
                return rotate(connection, rotation);
            }

            @Override
            public void undone() {
                rotation.undone();
            }
        });
    }

    private static int rotate(Connection connection, Rotation rotation) throws SQLException {
        int values = 0;
        for (SealedColumn column : SealedColumn.ALL) {
            values += renew(connection, column, rotation.sealer());
        }
        List<@Nullable Object[]> carried = new ArrayList<>();
        rotation.carried().forEach(key -> carried.add(new Object[] {key.id(), key.sealed()}));
        Rows.each(connection, "INSERT OR IGNORE INTO carried_key (id, sealed) VALUES (?, ?)", carried);
        Rows.change(
                connection,
                "INSERT INTO sealing (only_row, key_id, since, place, scrubbed) VALUES (1, ?, ?, ?, ?)"
                        + " ON CONFLICT DO UPDATE SET key_id = excluded.key_id, since = excluded.since,"
                        + " place = excluded.place, scrubbed = excluded.scrubbed",
                values(rotation.sealing()));
        return values;
    }

    private static int renew(Connection connection, SealedColumn column, Sealer sealer) throws SQLException {
        List<@Nullable Object[]> renewed = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(column.select());
                ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                String id = rows.getString(1);
                renewed.add(new Object[] {sealer.renewed(column.purpose(), id, rows.getString(2)), id});
            }
        }
        Rows.each(connection, column.update(), renewed);
        return renewed.size();
    }

    /**
     * Writes the whole store anew and empties its write-ahead log: {@code secure_delete} overwrites what is deleted, but not
     * what lies in the gaps of pages since these were balanced. Takes some milliseconds for each megabyte of the store.
     */
    @Override
    public CompletionStage<Boolean> scrubbed() {
        return writer.apart(connection -> {
            try (Statement statement = connection.createStatement()) {
                statement.execute("PRAGMA temp_store = MEMORY"); // no copy of it anywhere else
                statement.execute("VACUUM");
            }
            boolean isEmptied = emptied(connection);
            Rows.change(connection, "UPDATE sealing SET scrubbed = ?", isEmptied ? 1 : 0);
            return isEmptied;
        });
    }

    private static boolean emptied(Connection connection) throws SQLException {
        for (int i = 0; i < TRIES; i++) {
            try (Statement statement = connection.createStatement();
                    ResultSet told = statement.executeQuery("PRAGMA wal_checkpoint(TRUNCATE)")) {
                if (told.next() && told.getInt(1) == 0) {
                    return true;
                }
            }
        }
        return false;
    }
}
