package io.tollgate.filters.store;

import io.tollgate.filters.passkey.Passkey;
import io.tollgate.filters.passkey.PasskeyJournal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Passkeys in the table {@code passkey}. Safe for use by any thread. */
final class SqlitePasskeyJournal implements PasskeyJournal {
    private static final String COLUMNS = "id, user_id, rp_id, credential, public_key, transports, backup_eligible,"
            + " backed_up, counter, suspect, name, created_at, used_at";

    private final StoreWriter.Connections connections;
    private final StoreWriter writer;

    SqlitePasskeyJournal(StoreWriter.Connections connections, StoreWriter writer) {
        this.connections = connections;
        this.writer = writer;
    }

    @Override
    public List<Passkey> passkeys() {
        return Rows.all(connections, "SELECT " + COLUMNS + " FROM passkey", SqlitePasskeyJournal::read);
    }

    private static Passkey read(ResultSet row) throws SQLException {
        String transports = row.getString(6);
        long usedAt = row.getLong(13);
        Instant used = row.wasNull() ? null : Instant.ofEpochMilli(usedAt);
        return new Passkey(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                transports.isEmpty() ? Set.of() : Set.of(transports.split(",", -1)),
                row.getBoolean(7),
                row.getBoolean(8),
                row.getLong(9),
                row.getBoolean(10),
                row.getString(11),
                Instant.ofEpochMilli(row.getLong(12)),
                used);
    }

    @Override
    public CompletionStage<Void> kept(Passkey passkey) {
        Instant usedAt = passkey.usedAt();
        return writer.write(connection -> {
            Rows.change(
                    connection,
                    "INSERT INTO passkey (" + COLUMNS + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
                            // The key and whose it is never change; another's credential is refused.
                            + " ON CONFLICT (id) DO UPDATE SET backed_up = excluded.backed_up,"
                            + " counter = excluded.counter, suspect = excluded.suspect, name = excluded.name,"
                            + " used_at = excluded.used_at",
                    passkey.id(),
                    passkey.userId(),
                    passkey.rpId(),
                    passkey.credential(),
                    passkey.key(),
                    String.join(",", passkey.transports()),
                    passkey.isBackupEligible() ? 1 : 0,
                    passkey.isBackedUp() ? 1 : 0,
                    passkey.counter(),
                    passkey.isSuspect() ? 1 : 0,
                    passkey.name(),
                    passkey.createdAt().toEpochMilli(),
                    usedAt == null ? null : usedAt.toEpochMilli());
        });
    }

    @Override
    public CompletionStage<Void> forgotten(Collection<String> ids) {
        List<@Nullable Object[]> rows = new ArrayList<>();
        ids.forEach(id -> rows.add(new Object[] {id}));
        return writer.write(connection -> {
            Rows.each(connection, "DELETE FROM passkey WHERE id = ?", rows);
        });
    }
}
