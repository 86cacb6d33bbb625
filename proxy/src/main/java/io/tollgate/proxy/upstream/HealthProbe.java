package io.tollgate.proxy.upstream;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import io.tollgate.config.HealthConfig;
import io.tollgate.filters.http.HeaderFields;
import io.tollgate.proxy.http.AnswerHead;
import io.tollgate.proxy.http.BodyFraming;
import io.tollgate.proxy.http.UpstreamException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Asks an endpoint once, on a connection of its own, whether it is well. Confined to one event loop.
 *
 * <p>What is sent is what a client would send; nothing of any client's is in it.
 */
final class HealthProbe implements UpstreamPool.Taker, UpstreamConnection.User {
    private final HealthConfig config;
    private final String host;
    private final Verdict verdict;
    private final @Nullable Marker marker;
    private @Nullable UpstreamConnection connection;
    private @Nullable Future<?> timeout;
    private boolean isOver;

    /** Is told once. */
    interface Verdict {
        void found(boolean isWell, String why);
    }

    /** A text in the beginning of a body, which comes in pieces. */
    private static final class Marker {
        private final byte[] wanted;
        private final byte[] seen = new byte[HealthConfig.MARKER_WITHIN];
        private int length;

        Marker(String text) {
            wanted = text.getBytes(StandardCharsets.UTF_8);
        }

        /** Whether it has been seen by now. */
        boolean isIn(ByteBuf piece) {
            int from = Math.max(0, length - wanted.length + 1);
            int taken = Math.min(piece.readableBytes(), seen.length - length);
            piece.readBytes(seen, length, taken);
            length += taken;
            for (int at = from; at + wanted.length <= length; at++) {
                int same = 0;
                while (same < wanted.length && seen[at + same] == wanted[same]) {
                    same++;
                }
                if (same == wanted.length) {
                    return true;
                }
            }
            return false;
        }

        boolean isFull() {
            return length == seen.length;
        }
    }

    HealthProbe(HealthConfig config, String host, Verdict verdict) {
        this.config = config;
        this.host = host;
        this.verdict = verdict;
        String text = config.marker();
        this.marker = text == null ? null : new Marker(text);
    }

    /** Begins; the connections of this pool are health checks' alone. */
    void start(UpstreamPool pool, EventLoop loop) {
        timeout = loop.schedule(
                () -> finish(false, "no answer in " + config.timeout().toMillis() + " ms"),
                config.timeout().toNanos(),
                TimeUnit.NANOSECONDS);
        pool.acquire(this);
    }

    @Override
    public boolean isCancelled() {
        return isOver;
    }

    @Override
    public void refused(UpstreamException cause) {
        finish(false, String.valueOf(cause.getMessage()));
    }

    @Override
    public void acquired(UpstreamConnection taken) {
        connection = taken;
        String path = config.path();
        if (path == null) {
            finish(true, "a connection was made");
            return;
        }
        taken.begin(this, head(taken.alloc(), path), BodyFraming.NONE, false);
        taken.read();
        taken.end(HeaderFields.EMPTY);
    }

    private ByteBuf head(ByteBufAllocator alloc, String path) {
        ByteBuf head = alloc.buffer(256);
        ByteBufUtil.writeAscii(
                head,
                "GET " + path + " HTTP/1.1\r\nHost: " + host
                        + "\r\nUser-Agent: Tollgate-Health\r\nAccept: */*\r\n\r\n");
        return head;
    }

    @Override
    public void answered(AnswerHead head, long framing) {
        if (head.isInterim() && head.status() != 101) {
            return;
        }
        if (!config.up().contains(head.status())) {
            finish(false, "it answered " + head.status() + ", not " + config.up());
        } else if (marker == null) {
            finish(true, "it answered " + head.status());
        }
    }

    @Override
    public void body(ByteBuf piece) {
        try {
            if (!isOver && marker != null) {
                if (marker.isIn(piece)) {
                    finish(true, "its marker is there");
                } else if (marker.isFull()) {
                    finish(false, "its marker is not in the first 64 KiB");
                }
            }
        } finally {
            piece.release();
        }
    }

    @Override
    public void ended(HeaderFields trailers) {
        finish(false, "its marker is not in the body");
    }

    @Override
    public void paused() {
        UpstreamConnection asked = connection;
        if (asked != null && !isOver) {
            asked.read();
        }
    }

    @Override
    public void writable() {}

    @Override
    public boolean isSending() {
        return false;
    }

    @Override
    public void broke(Exception cause) {
        finish(false, String.valueOf(cause.getMessage()));
    }

    private void finish(boolean isWell, String why) {
        if (isOver) {
            return;
        }
        isOver = true;
        Future<?> waiting = timeout;
        if (waiting != null) {
            waiting.cancel(false);
        }
        UpstreamConnection asked = connection;
        connection = null;
        if (asked != null) {
            asked.close();
        }
        verdict.found(isWell, why);
    }
}
