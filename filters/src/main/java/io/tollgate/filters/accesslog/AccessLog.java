package io.tollgate.filters.accesslog;

import io.tollgate.filters.access.Permit;
import io.tollgate.filters.chain.Exchange;
import io.tollgate.filters.chain.ExchangeListener;
import io.tollgate.filters.session.Caller;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes a JSON line for each permitted request into a file a day. An event loop words the line, at the cost of copying a
 * few hundred bytes; one thread puts what has gathered into the file, so that it never has much to do at a time. Where that
 * falls behind or the disk is full, lines are dropped and counted: this is no evidence, the audit trail is. Safe for use by
 * any thread.
 */
public final class AccessLog implements ExchangeListener, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AccessLog.class);
    /** Of about 100 lines. */
    private static final int MOST_BATCHES = 500;

    private static final long PAUSE_NANOS = Duration.ofMillis(50).toNanos();

    private final DailyFile file;
    private final InstantSource clock;
    private final LineBatches batches = new LineBatches(MOST_BATCHES);
    private final AtomicLong dropped = new AtomicLong();
    private final Thread writer;
    private volatile boolean isClosing;
    private boolean hasFailed;

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
        if (batches.isFull()) {
            dropped.incrementAndGet();
            return;
        }
        Lines lines = batches.take();
        try {
            put(lines, exchange, permit, outcome);
        } finally {
            batches.giveBack(lines);
        }
    }

    private void put(Lines lines, Exchange exchange, Permit permit, Outcome outcome) {
        lines.begin(clock.instant())
                .put(Member.APP, permit.app())
                .put(Member.LISTENER, exchange.arrival().listener())
                .putLatin1(Member.PROTOCOL, protocol(exchange))
                .putLatin1(Member.CLIENT, exchange.client().text())
                .put(Member.CERTIFICATE, exchange.arrival().certificate());
        if (exchange.caller() instanceof Caller.Known known) {
            lines.putLatin1(Member.USER, known.user().id())
                    .put(Member.NAME, known.user().name())
                    .putLatin1(Member.SESSION, known.session().id())
                    .put(Member.TENANT, known.tenant());
        }
        lines.putLatin1(Member.METHOD, permit.method())
                .putLatin1(Member.PATH, LogPath.of(permit.target()))
                .put(Member.RULE, permit.rule())
                .put(Member.STATUS, outcome.status())
                .put(Member.REQUEST_BYTES, outcome.requestBytes())
                .put(Member.RESPONSE_BYTES, outcome.responseBytes())
                .put(Member.MICROS, outcome.nanos() / 1_000)
                .put(Member.FAULT, outcome.fault())
                .end();
    }

    /** The members of a line, ready to be copied. */
    private static final class Member {
        static final byte[] APP = Lines.member("app");
        static final byte[] LISTENER = Lines.member("listener");
        static final byte[] PROTOCOL = Lines.member("protocol");
        static final byte[] CLIENT = Lines.member("client");
        static final byte[] CERTIFICATE = Lines.member("certificate");
        static final byte[] USER = Lines.member("user");
        static final byte[] NAME = Lines.member("name");
        static final byte[] SESSION = Lines.member("session");
        static final byte[] TENANT = Lines.member("tenant");
        static final byte[] METHOD = Lines.member("method");
        static final byte[] PATH = Lines.member("path");
        static final byte[] RULE = Lines.member("rule");
        static final byte[] STATUS = Lines.member("status");
        static final byte[] REQUEST_BYTES = Lines.member("request-bytes");
        static final byte[] RESPONSE_BYTES = Lines.member("response-bytes");
        static final byte[] MICROS = Lines.member("micros");
        static final byte[] FAULT = Lines.member("fault");

        private Member() {}
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
        boolean isLastLook = false;
        while (!isLastLook) { // Never at once again: what gathers meanwhile is one write.
            isLastLook = isClosing; // Looked at before the lines: what was there by then is written.
            batches.takeAll(this::write);
            if (!isLastLook) {
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    private void write(Lines lines) {
        try {
            file.append(clock.instant(), lines.bytes(), lines.length());
            hasFailed = false;
        } catch (IOException e) {
            dropped.addAndGet(lines.count());
            if (!hasFailed) {
                LOG.error("access-log.unavailable: lines are being lost until this is mended", e);
                hasFailed = true;
            }
        }
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
