package io.tollgate.filters.store;

import io.tollgate.filters.factor.CounterRow;
import io.tollgate.filters.factor.FactorJournal;
import io.tollgate.filters.factor.Factors;
import io.tollgate.filters.factor.RecoveryRow;
import io.tollgate.filters.factor.TotpRow;
import io.tollgate.filters.seal.Sealer;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Second factors in the tables {@code totp}, {@code recovery_code}, {@code factor_counter} and {@code factor_declined}. Safe for
 * use by any thread.
 */
final class SqliteFactorJournal implements FactorJournal {
    private final StoreWriter.Connections connections;
    private final StoreWriter writer;
    private final Sealer sealer;

    SqliteFactorJournal(StoreWriter.Connections connections, StoreWriter writer, Sealer sealer) {
        this.connections = connections;
        this.writer = writer;
        this.sealer = sealer;
    }

    @Override
    public List<TotpRow> totps() {
        return Rows.all(
                connections,
                "SELECT user_id, seed, since, last_step FROM totp",
                row -> new TotpRow(
                        row.getString(1), row.getString(2), Instant.ofEpochMilli(row.getLong(3)), row.getLong(4)));
    }

    @Override
    public List<RecoveryRow> recoveryCodes() {
        return Rows.all(
                connections,
                "SELECT user_id, hash FROM recovery_code",
                row -> new RecoveryRow(row.getString(1), row.getString(2)));
    }

    @Override
    public List<CounterRow> counters() {
        return Rows.all(connections, "SELECT user_id, failures, locked_until FROM factor_counter", row -> {
            int failures = row.getInt(2);
            long until = row.getLong(3); // The last that is read: whether it was NULL is asked of that alone.
            Instant lockedUntil = row.wasNull() ? null : Instant.ofEpochMilli(until);
            return new CounterRow(row.getString(1), failures, lockedUntil);
        });
    }

    @Override
    public Set<String> declined() {
        return Set.copyOf(Rows.all(connections, "SELECT user_id FROM factor_declined", row -> row.getString(1)));
    }

    @Override
    public CompletionStage<Void> enrolled(TotpRow totp, List<String> recoveryHashes) {
        return writer.write(connection -> {
            String userId = totp.userId();
            Rows.change(
                    connection,
                    "INSERT OR REPLACE INTO totp (user_id, seed, since, last_step) VALUES (?, ?, ?, ?)",
                    userId,
                    sealer.renewed(Factors.SEED, userId, totp.seed()), // A rotation may have passed since.
                    totp.since().toEpochMilli(),
                    totp.lastStep());
            recoveryCodes(connection, userId, recoveryHashes);
        });
    }

    @Override
    public CompletionStage<Void> used(String userId, long step) {
        return writer.write(connection -> {
            Rows.change(connection, "UPDATE totp SET last_step = ? WHERE user_id = ?", step, userId);
        });
    }

    @Override
    public CompletionStage<Void> recovered(String userId, String hash) {
        return writer.write(connection -> {
            Rows.change(connection, "DELETE FROM recovery_code WHERE user_id = ? AND hash = ?", userId, hash);
        });
    }

    @Override
    public CompletionStage<Void> renewed(String userId, List<String> recoveryHashes) {
        return writer.write(connection -> {
            recoveryCodes(connection, userId, recoveryHashes);
        });
    }

    private static void recoveryCodes(Connection connection, String userId, List<String> hashes) throws SQLException {
        Rows.change(connection, "DELETE FROM recovery_code WHERE user_id = ?", userId);
        List<@Nullable Object[]> rows = new ArrayList<>();
        hashes.forEach(hash -> rows.add(new Object[] {userId, hash}));
        Rows.each(connection, "INSERT INTO recovery_code (user_id, hash) VALUES (?, ?)", rows);
    }

    @Override
    public CompletionStage<Void> removed(String userId, boolean keepsRecovery) {
        return writer.write(connection -> {
            Rows.change(connection, "DELETE FROM totp WHERE user_id = ?", userId);
            if (!keepsRecovery) {
                Rows.change(connection, "DELETE FROM recovery_code WHERE user_id = ?", userId);
            }
        });
    }

    @Override
    public CompletionStage<Void> counted(CounterRow row) {
        return writer.write(connection -> {
            if (row.failures() == 0) {
                Rows.change(connection, "DELETE FROM factor_counter WHERE user_id = ?", row.userId());
                return;
            }
            Instant until = row.lockedUntil();
            Rows.change(
                    connection,
                    "INSERT OR REPLACE INTO factor_counter (user_id, failures, locked_until) VALUES (?, ?, ?)",
                    row.userId(),
                    row.failures(),
                    until == null ? null : until.toEpochMilli());
        });
    }

    @Override
    public CompletionStage<Void> declined(String userId) {
        return writer.write(connection -> {
            Rows.change(connection, "INSERT OR IGNORE INTO factor_declined (user_id) VALUES (?)", userId);
        });
    }
}
