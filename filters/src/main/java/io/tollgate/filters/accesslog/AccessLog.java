package io.tollgate.filters.accesslog;

import io.tollgate.filters.access.Permit;
import io.tollgate.filters.audit.JsonLine;
import io.tollgate.filters.chain.Exchange;
import io.tollgate.filters.chain.ExchangeListener;
import io.tollgate.filters.session.Caller;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes a JSON line for each permitted request into a file a day. An event loop only leaves what is to be written; one
 * thread writes it. Where that falls behind or the disk is full, lines are dropped and counted: this is no evidence, the
 * audit trail is. Safe for use by any thread.
 */
public final class AccessLog implements ExchangeListener, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AccessLog.class);
    private static final int MOST_WAITING = 50_000;
    private static final int BATCH = 1_000;
    private static final long PAUSE_NANOS = Duration.ofMillis(50).toNanos();

    private final DailyFile file;
    private final InstantSource clock;
    private final Queue<Entry> queue = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicLong dropped = new AtomicLong();
    private final Thread writer;
    private volatile boolean isClosing;
    private boolean hasFailed;

    private record Entry(
            Instant time,
            Permit permit,
            Caller.@Nullable Known caller,
            String client,
            String listener,
            String protocol,
            @Nullable String certificate,
            Outcome outcome) {}

    /** A log in a folder of its own, which is made when the first line comes. */
    public AccessLog(Path directory, InstantSource clock) {
        this.file = new DailyFile(directory);
        this.clock = clock;
        this.writer = new Thread(this::write, "tollgate-access-log");
        writer.setDaemon(true);
        writer.start();
    }

    @Override
    public void ended(Exchange exchange, Outcome outcome) {
        Permit permit = exchange.permit();
        if (permit == null) {
            return;
        }
        if (waiting.get() >= MOST_WAITING) {
            dropped.incrementAndGet();
            return;
        }
        Caller.@Nullable Known caller = exchange.caller() instanceof Caller.Known known ? known : null;
        waiting.incrementAndGet();
        queue.add(new Entry(
                clock.instant(),
                permit,
                caller,
                exchange.client().client().getHostAddress(),
                exchange.arrival().listener(),
                protocol(exchange),
                exchange.arrival().certificate(),
                outcome));
    }

    private static String protocol(Exchange exchange) {
        if (exchange.arrival().isHttp2()) {
            return "HTTP/2.0";
        }
        return exchange.head().minorVersion() == 0 ? "HTTP/1.0" : "HTTP/1.1";
    }

    /** How many lines were lost since the start. */
    public long dropped() {
        return dropped.get();
    }

    private void write() {
        List<String> lines = new ArrayList<>();
        while (!isClosing || !queue.isEmpty()) {
            while (lines.size() < BATCH) {
                Entry entry = queue.poll();
                if (entry == null) {
                    break;
                }
                lines.add(line(entry));
                waiting.decrementAndGet();
            }
            if (lines.isEmpty()) {
                LockSupport.parkNanos(PAUSE_NANOS);
            } else {
                write(lines);
                lines.clear();
            }
        }
    }

    private void write(List<String> lines) {
        try {
            file.append(clock.instant(), String.join("", lines).getBytes(StandardCharsets.UTF_8));
            hasFailed = false;
        } catch (IOException e) {
            dropped.addAndGet(lines.size());
            if (!hasFailed) {
                LOG.error("access-log.unavailable: lines are being lost until this is mended", e);
                hasFailed = true;
            }
        }
    }

    private static String line(Entry entry) {
        Permit permit = entry.permit();
        Outcome outcome = entry.outcome();
        JsonLine line = new JsonLine()
                .put("time", entry.time().toString())
                .put("app", permit.app())
                .put("listener", entry.listener())
                .put("protocol", entry.protocol())
                .put("client", entry.client());
        if (entry.certificate() != null) {
            line.put("certificate", entry.certificate());
        }
        if (entry.caller() != null) {
            line.put("user", entry.caller().user().id())
                    .put("name", entry.caller().user().name())
                    .put("session", entry.caller().session().id());
        }
        return line.put("method", permit.method())
                        .put("path", LogPath.of(permit.target()))
                        .put("rule", permit.rule())
                        .put("status", outcome.status())
                        .put("request-bytes", outcome.requestBytes())
                        .put("response-bytes", outcome.responseBytes())
                        .put("micros", outcome.nanos() / 1_000)
                        .put("fault", outcome.fault())
                        .close()
                + "\n";
    }

    /** Writes what is left and closes the file. */
    @Override
    public void close() {
        isClosing = true;
        LockSupport.unpark(writer);
        try {
            writer.join(Duration.ofSeconds(5).toMillis());
            file.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            LOG.warn("access-log.unavailable: it did not close cleanly", e);
        }
    }
}
