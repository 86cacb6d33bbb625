package io.tollgate.proxy.http2;

import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.tollgate.proxy.http.Deadlines;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/**
 * Counts what costs us more than it costs a client, and ends the connection of whoever sends too much of it: rapid reset
 * (CVE-2023-44487), made-you-reset (CVE-2025-8671), CONTINUATION (CVE-2024-27316) and the floods of control and empty
 * frames (CVE-2019-9511 and its kin). Confined to one event loop.
 */
final class FloodGuard {
    private static final long WINDOW_NANOS = TimeUnit.SECONDS.toNanos(30);
    /** Bytes of an answer for which a client may open a window once more. */
    private static final int BYTES_A_WINDOW_UPDATE = 512;

    private static final int KINDS = Kind.values().length;

    private final Deadlines clock;
    private final int[] counts = new int[KINDS];
    private long windowStart;

    /** What is counted, with how many of it may come in 30 seconds. */
    enum Kind {
        /** A stream that ended too soon, by the client's RST_STREAM, CANCEL included, or by ours for the client's fault. */
        RESET(0, 200),
        SETTINGS(1, 50),
        PING(2, 200),
        PRIORITY(3, 1_000),
        /** DATA without data that ends nothing, HEADERS and CONTINUATION without fields, frames that nobody knows. */
        EMPTY(4, 100),
        WINDOW_UPDATE(5, 4_000);

        private final int slot;
        private final int most;

        Kind(int slot, int most) {
            this.slot = slot;
            this.most = most;
        }

        int slot() {
            return slot;
        }

        int most() {
            return most;
        }
    }

    FloodGuard(Deadlines clock) {
        this.clock = clock;
        this.windowStart = clock.now();
    }

    /** One more came. */
    void count(Kind kind) throws Http2Exception {
        if (isTooMuch(kind)) {
            throw tooMuch();
        }
    }

    /** One more came; whether that is too much. */
    boolean isTooMuch(Kind kind) {
        long now = clock.now();
        if (now - windowStart >= WINDOW_NANOS) {
            windowStart = now;
            Arrays.fill(counts, 0);
        }
        return ++counts[kind.slot()] > kind.most();
    }

    /** So much of answers went out: who downloads much opens windows often. */
    void sent(int bytes) {
        counts[Kind.WINDOW_UPDATE.slot()] -= 1 + bytes / BYTES_A_WINDOW_UPDATE;
    }

    /** What ends the connection. */
    static Http2Exception tooMuch() {
        return Http2Exception.connectionError(Http2Error.ENHANCE_YOUR_CALM, "more than anybody needs");
    }
}
