package io.tollgate.proxy;

import io.tollgate.config.GatewayConfig;
import io.tollgate.filters.audit.AuditTrail;
import io.tollgate.filters.seal.SealException;
import io.tollgate.filters.seal.SealKeyException;
import io.tollgate.filters.seal.SealedCount;
import io.tollgate.filters.seal.Sealing;
import io.tollgate.proxy.control.AdminFailures;
import io.tollgate.proxy.control.ControlHandler;
import io.tollgate.proxy.control.ControlReply;
import io.tollgate.proxy.control.ControlRequest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The acts on keys by name, {@code keys.show} and {@code keys.rotate}; every other goes on. Safe for use by any thread. */
record KeyVerbs(Keys keys, Supplier<GatewayConfig> config, AuditTrail trail, ControlHandler others)
        implements ControlHandler {
    @Override
    public CompletionStage<ControlReply> handle(ControlRequest request, String actor) {
        try {
            return switch (request.verb()) {
                case "keys.show" -> CompletableFuture.completedStage(ControlReply.rows(rows()));
                case "keys.rotate" -> CompletableFuture.completedStage(rotate(request, actor));
                default -> others.handle(request, actor);
            };
        } catch (SealKeyException e) {
            return CompletableFuture.completedStage(ControlReply.wrong(String.valueOf(e.getMessage())));
        } catch (SealException e) {
            return CompletableFuture.completedStage(
                    ControlReply.failed("nothing was changed: " + String.valueOf(e.getMessage())));
        } catch (RuntimeException e) {
            return AdminFailures.told(null, e);
        }
    }

    private ControlReply rotate(ControlRequest request, String actor) throws SealKeyException {
        String to = request.first("to");
        Keys.Rotated done = keys.rotate(
                config.get(), trail, actor, to == null ? null : Path.of(to).normalize(), request.has("keep-old"));
        if (done.before().equals(done.after())) {
            return ControlReply.done("everything is sealed by the key " + done.after() + " already, which is in "
                    + done.place() + left(done));
        }
        return ControlReply.done(values(done.values()) + " sealed by the key " + done.after() + " now, which is in "
                + done.place() + "; the key " + done.before() + " opens nothing any more"
                + (done.former() == null ? "" : " and is kept in " + done.former())
                + (to == null ? "" : "; let keys.seal name the new one before the next start, or it is refused")
                + left(done));
    }

    private static String values(int values) {
        return values == 1 ? "1 value is" : values + " values are";
    }

    private static String left(Keys.Rotated done) {
        return done.isScrubbed()
                ? ""
                : "; somebody read the store meanwhile, so that its log (store.db-wal) may hold older values until the"
                        + " next start: rotate again, or restart";
    }

    private List<Map<String, Object>> rows() {
        List<Map<String, Object>> rows = new ArrayList<>();
        Sealing sealing = keys.sealing();
        rows.add(row(
                keys.id(),
                "everything",
                null,
                sealing == null ? "" : sealing.since().toString()));
        for (SealedCount count : keys.counts()) {
            rows.add(row(count.keyId(), count.purpose(), count.values(), ""));
        }
        return rows;
    }

    private static Map<String, Object> row(String key, String seals, @Nullable Integer values, String since) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("key", key);
        row.put("seals", seals);
        row.put("values", values == null ? "" : values);
        row.put("since", since);
        return row;
    }
}
