package io.tollgate.proxy.tls;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Seals what is written once the handshake is over: what waits at a flush becomes as few records, and as few writes, as possible.
 *
 * <p>Confined to one event loop.
 */
final class RecordWriter {

    private record Waiting(ByteBuf bytes, ChannelPromise promise) {}

    /** One buffer to the system holds so many full records at most: more would wait for the last of them to be sealed. */
    private static final int RECORDS_AT_ONCE = 4;

    /**
     * RFC 8446 section 5.5 allows 2^24.5 full records under one key; we are done with it well before. In TLS 1.2, which can't
     * change keys without another handshake, that is the end of the connection (RFC 9325 section 4.4).
     */
    static final long MOST_RECORDS = 1L << 23;

    private static final int ALERT = 21;
    private static final int HANDSHAKE = 22;
    private static final byte[] KEY_UPDATE = {24, 0, 0, 1, 0};

    private final RecordKeys keys;
    private final RecordScratch scratch;
    private final int mostPlain;
    private final long mostRecords;
    private final ArrayDeque<Waiting> waiting = new ArrayDeque<>(2);
    private RecordProtection protection;
    private long waitingBytes;

    /** @param mostPlain what the client wants a record to hold at most (RFC 6066 section 4) */
    RecordWriter(RecordKeys keys, RecordScratch scratch, int mostPlain) {
        this(keys, scratch, mostPlain, MOST_RECORDS);
    }

    RecordWriter(RecordKeys keys, RecordScratch scratch, int mostPlain, long mostRecords) {
        this.keys = keys;
        this.scratch = scratch;
        this.mostPlain = mostPlain;
        this.mostRecords = mostRecords;
        this.protection = keys.sealing();
    }

    /** To be sent at the next {@link #seal}; the bytes are this object's from now on. */
    void add(ByteBuf bytes, ChannelPromise promise) {
        waiting.add(new Waiting(bytes, promise));
        waitingBytes += bytes.readableBytes();
    }

    /**
     * Seals and writes all that waits, as long as there is a key that may do so ({@link #isSpent}); flushing is the caller's.
     */
    void seal(ChannelHandlerContext ctx) {
        while (!waiting.isEmpty() && !isSpent()) {
            if (waitingBytes == 0) {
                empty(ctx);
            } else {
                some(ctx);
            }
        }
    }

    /** Whether the key has sealed as much as it may and there is no other one: what waits can't be sent any more. */
    boolean isSpent() {
        return !keys.isTls13() && protection.number() >= mostRecords;
    }

    /** What holds nothing makes no record, but who waits for it is told in its turn. */
    private void empty(ChannelHandlerContext ctx) {
        Waiting next = waiting.remove();
        ctx.write(next.bytes(), next.promise());
    }

    private void some(ChannelHandlerContext ctx) {
        int plain = (int) Math.min(waitingBytes, (long) RECORDS_AT_ONCE * mostPlain);
        int records = (plain + mostPlain - 1) / mostPlain;
        ByteBuf out = ctx.alloc().directBuffer(plain + records * RecordProtection.MOST_ADDED);
        List<ChannelPromise> done = new ArrayList<>(2);
        boolean sealed = false;
        try {
            for (int left = plain; left > 0; ) {
                if (keys.isTls13() && protection.number() >= mostRecords) {
                    update(out);
                }
                int length = Math.min(left, mostPlain);
                gather(length, done);
                write(RecordProtection.APPLICATION_DATA, length, out);
                left -= length;
            }
            sealed = true;
        } finally {
            if (!sealed) {
                out.release();
                done.forEach(promise -> promise.tryFailure(new IllegalStateException("a record could not be sealed")));
            }
        }
        ctx.write(out, together(ctx, done));
    }

    /** Copies what goes into one record; the promises of buffers that are through are added to those done. */
    private void gather(int length, List<ChannelPromise> done) {
        int at = 0;
        while (at < length) {
            Waiting first = waiting.element();
            ByteBuf bytes = first.bytes();
            int part = Math.min(length - at, bytes.readableBytes());
            bytes.readBytes(scratch.plain, at, part);
            at += part;
            if (!bytes.isReadable()) {
                waiting.remove();
                bytes.release();
                done.add(first.promise());
            }
        }
        waitingBytes -= length;
    }

    private static ChannelPromise together(ChannelHandlerContext ctx, List<ChannelPromise> done) {
        if (done.size() == 1) {
            return done.get(0);
        }
        ChannelPromise whole = ctx.newPromise();
        if (!done.isEmpty()) {
            whole.addListener(written -> {
                for (ChannelPromise promise : done) {
                    if (written.isSuccess()) {
                        promise.trySuccess();
                    } else {
                        promise.tryFailure(written.cause());
                    }
                }
            });
        }
        return whole;
    }

    private void write(int type, int length, ByteBuf out) {
        out.writeBytes(scratch.record, 0, protection.seal(type, scratch.plain, length, scratch.record));
        scratch.forget(length);
    }

    /** RFC 8446 section 4.6.3: said under the old key, and all that follows is under the new one. */
    private void update(ByteBuf out) {
        System.arraycopy(KEY_UPDATE, 0, scratch.plain, 0, KEY_UPDATE.length);
        int size = protection.seal(HANDSHAKE, scratch.plain, KEY_UPDATE.length, scratch.record);
        out.writeBytes(scratch.record, 0, size);
        protection = keys.nextSealing();
    }

    /** Changes our key and says so. */
    void updateKey(ChannelHandlerContext ctx) {
        ByteBuf out = ctx.alloc().directBuffer(64);
        update(out);
        ctx.write(out);
    }

    /** Says an alert, after all that was sealed before. */
    ChannelFuture alert(ChannelHandlerContext ctx, int description, ChannelPromise promise) {
        scratch.plain[0] = (byte) (description == TlsAlertException.CLOSE_NOTIFY ? 1 : 2);
        scratch.plain[1] = (byte) description;
        int size = protection.seal(ALERT, scratch.plain, 2, scratch.record);
        return ctx.write(ctx.alloc().directBuffer(size).writeBytes(scratch.record, 0, size), promise);
    }

    /** Tells all who wait that nothing comes of it. */
    void fail(Throwable cause) {
        for (@Nullable Waiting next = waiting.poll(); next != null; next = waiting.poll()) {
            next.bytes().release();
            next.promise().tryFailure(cause);
        }
        waitingBytes = 0;
    }
}
