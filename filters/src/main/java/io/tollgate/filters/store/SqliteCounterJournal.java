package io.tollgate.filters.store;

import io.tollgate.filters.identity.CounterJournal;
import io.tollgate.filters.identity.LockoutKey;
import io.tollgate.filters.identity.LockoutRow;
import io.tollgate.filters.identity.NetworkRow;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Counts of failures in the tables {@code lockout} and {@code network}. Safe for use by any thread. */
final class SqliteCounterJournal implements CounterJournal {
    private final StoreWriter.Connections connections;
    private final StoreWriter writer;

    SqliteCounterJournal(StoreWriter.Connections connections, StoreWriter writer) {
        this.connections = connections;
        this.writer = writer;
    }

    @Override
    public List<LockoutRow> lockouts() {
        return Rows.all(
                connections,
                "SELECT subject, network, failures, locked_until, until_admin, changed_at FROM lockout",
                row -> new LockoutRow(
                        new LockoutKey(row.getString(1), row.getString(2)),
                        row.getInt(3),
                        instant(row, 4),
                        row.getBoolean(5),
                        Instant.ofEpochMilli(row.getLong(6))));
    }

    @Override
    public List<NetworkRow> networks() {
        return Rows.all(
                connections,
                "SELECT network, since, failures, before FROM network",
                row -> new NetworkRow(
                        row.getString(1), Instant.ofEpochMilli(row.getLong(2)), row.getInt(3), row.getInt(4)));
    }

    @Override
    public CompletionStage<Void> counted(LockoutRow row) {
        Instant until = row.lockedUntil();
        return writer.write(connection -> {
            Rows.change(
                    connection,
                    "INSERT OR REPLACE INTO lockout (subject, network, failures, locked_until, until_admin, changed_at)"
                            + " VALUES (?, ?, ?, ?, ?, ?)",
                    row.key().subject(),
                    row.key().place(),
                    row.failures(),
                    until == null ? null : until.toEpochMilli(),
                    row.untilAdmin(),
                    row.changedAt().toEpochMilli());
        });
    }

    @Override
    public CompletionStage<Void> counted(NetworkRow row) {
        return writer.write(connection -> {
            Rows.change(
                    connection,
                    "INSERT OR REPLACE INTO network (network, since, failures, before) VALUES (?, ?, ?, ?)",
                    row.network(),
                    row.since().toEpochMilli(),
                    row.failures(),
                    row.before());
        });
    }

    @Override
    public CompletionStage<Void> cleared(Collection<LockoutKey> keys) {
        List<@Nullable Object[]> rows = new ArrayList<>();
        keys.forEach(key -> rows.add(new Object[] {key.subject(), key.place()}));
        return writer.write(connection -> {
            Rows.each(connection, "DELETE FROM lockout WHERE subject = ? AND network = ?", rows);
        });
    }

    @Override
    public CompletionStage<Void> forgotten(Collection<String> networks) {
        List<@Nullable Object[]> rows = new ArrayList<>();
        networks.forEach(network -> rows.add(new Object[] {network}));
        return writer.write(connection -> {
            Rows.each(connection, "DELETE FROM network WHERE network = ?", rows);
        });
    }

    private static @Nullable Instant instant(ResultSet row, int column) throws SQLException {
        long millis = row.getLong(column);
        return row.wasNull() ? null : Instant.ofEpochMilli(millis);
    }
}
