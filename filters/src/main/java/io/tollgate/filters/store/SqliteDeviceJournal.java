package io.tollgate.filters.store;

import io.tollgate.filters.device.DeviceJournal;
import io.tollgate.filters.device.KnownDevice;
import io.tollgate.filters.device.Remembered;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Known devices in the table {@code device}. Safe for use by any thread. */
final class SqliteDeviceJournal implements DeviceJournal {
    private final StoreWriter.Connections connections;
    private final StoreWriter writer;

    SqliteDeviceJournal(StoreWriter.Connections connections, StoreWriter writer) {
        this.connections = connections;
        this.writer = writer;
    }

    @Override
    public List<KnownDevice> devices() {
        return Rows.all(
                connections,
                "SELECT id, user_id, secret_hash, label, first_seen, last_seen, remembered_at, remembered_host FROM"
                        + " device",
                row -> new KnownDevice(
                        row.getString(1),
                        row.getString(2),
                        row.getString(3),
                        row.getString(4),
                        Instant.ofEpochMilli(row.getLong(5)),
                        Instant.ofEpochMilli(row.getLong(6)),
                        remembered(row)));
    }

    private static @Nullable Remembered remembered(ResultSet row) throws SQLException {
        String host = row.getString(8);
        return host == null ? null : new Remembered(Instant.ofEpochMilli(row.getLong(7)), host);
    }

    @Override
    public CompletionStage<Void> kept(KnownDevice device) {
        Remembered remembered = device.remembered();
        return writer.write(connection -> {
            Rows.change(
                    connection,
                    "INSERT OR REPLACE INTO device (id, user_id, secret_hash, label, first_seen, last_seen,"
                            + " remembered_at, remembered_host) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                    device.id(),
                    device.userId(),
                    device.secretHash(),
                    device.label(),
                    device.firstSeen().toEpochMilli(),
                    device.lastSeen().toEpochMilli(),
                    remembered == null ? null : remembered.at().toEpochMilli(),
                    remembered == null ? null : remembered.host());
        });
    }

    @Override
    public CompletionStage<Void> forgotten(Collection<String> ids) {
        List<@Nullable Object[]> rows = new ArrayList<>();
        ids.forEach(id -> rows.add(new Object[] {id}));
        return writer.write(connection -> {
            Rows.each(connection, "DELETE FROM device WHERE id = ?", rows);
        });
    }
}
