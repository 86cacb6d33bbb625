package io.tollgate.filters.store;

import io.tollgate.filters.audit.AuditHead;
import io.tollgate.filters.audit.HeadJournal;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** The heads of audit chains in the table {@code audit_head}. Safe for use by any thread. */
final class SqliteHeadJournal implements HeadJournal {
    private final StoreWriter.Connections connections;
    private final StoreWriter writer;

    SqliteHeadJournal(StoreWriter.Connections connections, StoreWriter writer) {
        this.connections = connections;
        this.writer = writer;
    }

    @Override
    public List<AuditHead> load() {
        return read(connections);
    }

    static List<AuditHead> read(StoreWriter.Connections connections) {
        return Rows.all(
                connections,
                "SELECT chain, sequence, hmac FROM audit_head ORDER BY chain",
                row -> new AuditHead(row.getString(1), row.getLong(2), row.getString(3)));
    }

    @Override
    public CompletionStage<Void> advanced(AuditHead head) {
        return writer.write(connection -> {
            Rows.change(
                    connection,
                    "INSERT INTO audit_head (chain, sequence, hmac) VALUES (?, ?, ?) ON CONFLICT DO UPDATE"
                            + " SET sequence = excluded.sequence, hmac = excluded.hmac"
                            + " WHERE excluded.sequence >= sequence",
                    head.chain(),
                    head.sequence(),
                    head.hmac());
        });
    }
}
