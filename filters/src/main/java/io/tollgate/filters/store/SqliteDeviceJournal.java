package io.tollgate.filters.store;

import io.tollgate.filters.device.DeviceJournal;
import io.tollgate.filters.device.KnownDevice;
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
                "SELECT id, user_id, secret_hash, label, first_seen, last_seen FROM device",
                row -> new KnownDevice(
                        row.getString(1),
                        row.getString(2),
                        row.getString(3),
                        row.getString(4),
                        Instant.ofEpochMilli(row.getLong(5)),
                        Instant.ofEpochMilli(row.getLong(6))));
    }

    @Override
    public CompletionStage<Void> kept(KnownDevice device) {
        return writer.write(connection -> {
            Rows.change(
                    connection,
                    "INSERT OR REPLACE INTO device (id, user_id, secret_hash, label, first_seen, last_seen)"
                            + " VALUES (?, ?, ?, ?, ?, ?)",
                    device.id(),
                    device.userId(),
                    device.secretHash(),
                    device.label(),
                    device.firstSeen().toEpochMilli(),
                    device.lastSeen().toEpochMilli());
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
