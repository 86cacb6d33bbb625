package io.tollgate.filters.store;

import io.tollgate.filters.identity.ComparedJournal;
import io.tollgate.filters.identity.ComparedRow;
import io.tollgate.filters.identity.LockoutKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** How many passwords were compared, in the table {@code compared}. Safe for use by any thread. */
final class SqliteComparedJournal implements ComparedJournal {
    private final StoreWriter.Connections connections;
    private final StoreWriter writer;

    SqliteComparedJournal(StoreWriter.Connections connections, StoreWriter writer) {
        this.connections = connections;
        this.writer = writer;
    }

    @Override
    public List<ComparedRow> compared() {
        return Rows.all(
                connections,
                "SELECT subject, place, since, count FROM compared",
                row -> new ComparedRow(
                        new LockoutKey(row.getString(1), row.getString(2)),
                        Instant.ofEpochMilli(row.getLong(3)),
                        row.getInt(4)));
    }

    @Override
    public CompletionStage<Void> counted(ComparedRow row) {
        return writer.write(connection -> {
            Rows.change(
                    connection,
                    "INSERT OR REPLACE INTO compared (subject, place, since, count) VALUES (?, ?, ?, ?)",
                    row.key().subject(),
                    row.key().place(),
                    row.since().toEpochMilli(),
                    row.count());
        });
    }

    @Override
    public CompletionStage<Void> uncounted(Collection<LockoutKey> keys, Instant before) {
        long end = before.equals(Instant.MAX) ? Long.MAX_VALUE : before.toEpochMilli();
        List<@Nullable Object[]> rows = new ArrayList<>();
        keys.forEach(key -> rows.add(new Object[] {key.subject(), key.place(), end}));
        return writer.write(connection -> {
            Rows.each(connection, "DELETE FROM compared WHERE subject = ? AND place = ? AND since < ?", rows);
        });
    }
}
