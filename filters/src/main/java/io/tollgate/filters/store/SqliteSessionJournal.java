package io.tollgate.filters.store;

import io.tollgate.filters.session.Session;
import io.tollgate.filters.session.SessionJournal;
import io.tollgate.filters.session.SessionRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Sessions in the table {@code session}. Safe for use by any thread. */
final class SqliteSessionJournal implements SessionJournal {
    private final StoreWriter.Connections connections;
    private final StoreWriter writer;

    SqliteSessionJournal(StoreWriter.Connections connections, StoreWriter writer) {
        this.connections = connections;
        this.writer = writer;
    }

    @Override
    public List<SessionRow> load() {
        return Rows.all(
                connections,
                "SELECT id, token_hash, user_id, host, opened_at, state, idle_nanos, locked_nanos, device, tenant"
                        + " FROM session",
                row -> new SessionRow(
                        row.getString(1),
                        row.getBytes(2),
                        row.getString(3),
                        row.getString(4),
                        Instant.ofEpochMilli(row.getLong(5)),
                        Session.State.valueOf(row.getString(6)),
                        row.getLong(7),
                        row.getLong(8),
                        row.getString(9),
                        row.getString(10)));
    }

    @Override
    public CompletionStage<Void> opened(SessionRow session) {
        return write(
                "INSERT INTO session (id, token_hash, user_id, host, opened_at, state, idle_nanos, locked_nanos,"
                        + " device) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                session.id(),
                session.tokenHash(),
                session.userId(),
                session.host(),
                session.openedAt().toEpochMilli(),
                session.state().name(),
                session.idleNanos(),
                session.lockedNanos(),
                session.device());
    }

    @Override
    public CompletionStage<Void> replaced(String id, byte[] tokenHash) {
        return write(
                "UPDATE session SET token_hash = ?, state = 'LIVE', idle_nanos = 0, locked_nanos = 0 WHERE id = ?",
                tokenHash,
                id);
    }

    @Override
    public CompletionStage<Void> locked(String id, long idleNanos) {
        return write(
                "UPDATE session SET state = 'LOCKED', idle_nanos = ?, locked_nanos = 0 WHERE id = ?", idleNanos, id);
    }

    @Override
    public CompletionStage<Void> chosen(String id, String tenant) {
        return write("UPDATE session SET tenant = ? WHERE id = ?", tenant, id);
    }

    @Override
    public CompletionStage<Void> ended(String id) {
        return write("DELETE FROM session WHERE id = ?", id);
    }

    @Override
    public CompletionStage<Void> touched(Map<String, Elapsed> sessions) {
        List<@Nullable Object[]> rows = new ArrayList<>();
        sessions.forEach((id, elapsed) -> rows.add(new Object[] {elapsed.idleNanos(), elapsed.lockedNanos(), id}));
        return writer.write(connection -> {
            Rows.each(connection, "UPDATE session SET idle_nanos = ?, locked_nanos = ? WHERE id = ?", rows);
        });
    }

    private CompletionStage<Void> write(String sql, @Nullable Object... values) {
        return writer.write(connection -> {
            Rows.change(connection, sql, values);
        });
    }
}
