package io.tollgate.filters.store;

import io.tollgate.filters.session.AppCookieJournal;
import io.tollgate.filters.session.AppCookieRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Owners of app cookies in the table {@code app_cookie}. Safe for use by any thread. */
final class SqliteAppCookieJournal implements AppCookieJournal {
    private final StoreWriter.Connections connections;
    private final StoreWriter writer;

    SqliteAppCookieJournal(StoreWriter.Connections connections, StoreWriter writer) {
        this.connections = connections;
        this.writer = writer;
    }

    @Override
    public List<AppCookieRow> load() {
        return Rows.all(
                connections,
                "SELECT app, cookie, value_hash, user_id, seen_at FROM app_cookie ORDER BY seen_at",
                row -> new AppCookieRow(
                        row.getString(1),
                        row.getString(2),
                        row.getBytes(3),
                        row.getString(4),
                        Instant.ofEpochMilli(row.getLong(5))));
    }

    @Override
    public CompletionStage<Void> bound(List<AppCookieRow> cookies) {
        List<@Nullable Object[]> rows = new ArrayList<>();
        cookies.forEach(cookie -> rows.add(new Object[] {
            cookie.app(),
            cookie.cookie(),
            cookie.valueHash(),
            cookie.userId(),
            cookie.seenAt().toEpochMilli()
        }));
        return writer.write(connection -> {
            Rows.each(
                    connection,
                    "INSERT INTO app_cookie (app, cookie, value_hash, user_id, seen_at) VALUES (?, ?, ?, ?, ?)"
                            + " ON CONFLICT DO UPDATE SET seen_at = max(seen_at, excluded.seen_at)",
                    rows);
        });
    }

    @Override
    public CompletionStage<Void> trimmed(Instant before, int most) {
        return writer.write(connection -> {
            Rows.change(connection, "DELETE FROM app_cookie WHERE seen_at < ?", before.toEpochMilli());
            Rows.change(
                    connection,
                    "DELETE FROM app_cookie WHERE (app, cookie, value_hash) IN (SELECT app, cookie, value_hash"
                            + " FROM app_cookie ORDER BY seen_at DESC LIMIT -1 OFFSET ?)",
                    most);
        });
    }
}
