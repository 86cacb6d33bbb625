package io.tollgate.proxy.tls;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.ssl.NotSslRecordException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * The steps of a handshake: each runs on a thread of the pool while the event loop serves others, and its result comes back there.
 *
 * <p>Bouncy Castle's part is made when the whole ClientHello is there, for the name found in it: a connection that says nothing
 * costs no more than this object. Confined to one event loop but for what a step does.
 */
final class HandshakeSteps {

    /**
     * What a step has led to.
     *
     * @param output to be sent, also where there is a failure: it is the alert then
     * @param bytesRead of what was there
     */
    record Result(
            ByteBuf output,
            int bytesRead,
            @Nullable Throwable failure,
            @Nullable Established established) {

        private static final Result NOTHING = new Result(Unpooled.EMPTY_BUFFER, 0, null, null);

        private static Result failed(Throwable cause) {
            return new Result(Unpooled.EMPTY_BUFFER, 0, cause, null);
        }
    }

    private static final int MOST_HELLO_BYTES = 32 * 1024;
    private static final int MOST_HELLO_RECORDS = 32;

    private final HandshakeTerms terms;
    private final HandshakePool pool;
    private final Executor tasks;
    private final HandshakeInput input = new HandshakeInput();
    private @Nullable List<byte[]> hello = new ArrayList<>(1);
    private int helloBytes;
    private boolean busy;
    private volatile boolean closed;
    // Written by the first step and read by the next one: the hand-over through the event loop orders it.
    private @Nullable ServerHandshake handshake;

    /**
     * @param pool admits handshakes
     * @param tasks runs their steps
     */
    HandshakeSteps(HandshakeTerms terms, HandshakePool pool, Executor tasks) {
        this.terms = terms;
        this.pool = pool;
        this.tasks = tasks;
    }

    /** What the client sent; it is this object's from now on. */
    void add(ByteBufAllocator allocator, ByteBuf bytes) {
        if (closed) {
            bytes.release();
        } else {
            input.add(allocator, bytes);
        }
    }

    /** Whether a step is under way: its result is still to come. */
    boolean isBusy() {
        return busy;
    }

    /**
     * Does the next step, if what is there is enough for one.
     *
     * @param then is told the result on the event loop, perhaps before this returns
     * @return whether there was a step to do; else the client has to send more
     */
    boolean advance(ChannelHandlerContext ctx, Consumer<Result> then) {
        if (busy || closed) {
            return true;
        }
        try {
            List<byte[]> records = input.records();
            if (records.isEmpty()) {
                return false;
            }
            List<byte[]> begun = hello;
            if (begun != null) {
                return hello(ctx, begun, records, then);
            }
            step(ctx, records, then);
        } catch (SSLException e) {
            then.accept(Result.failed(e));
        }
        return true;
    }

    /** Collects the ClientHello, which may come in pieces, and begins with the whole of it. */
    private boolean hello(ChannelHandlerContext ctx, List<byte[]> begun, List<byte[]> records, Consumer<Result> then)
            throws SSLException {
        boolean enough = false;
        for (byte[] record : records) {
            if (!HandshakeInput.isPlainHandshake(record)) {
                throw new NotSslRecordException("no ClientHello");
            }
            begun.add(record);
            input.read(record.length);
            helloBytes += record.length - RecordProtection.HEADER;
            int whole = ClientHello.messageLength(begun);
            enough = begun.size() >= MOST_HELLO_RECORDS
                    || (whole >= 0 && (helloBytes >= whole || whole > MOST_HELLO_BYTES));
            if (enough) {
                break;
            }
        }
        if (!enough) {
            return false;
        }
        if (!pool.admit()) {
            throw new TooManyHandshakesException();
        }
        hello = null;
        later(ctx, () -> first(begun), then);
        return true;
    }

    private Result first(List<byte[]> records) {
        try {
            if (closed) {
                return Result.NOTHING; // Gone while it waited: its cryptography is saved.
            }
            ServerHandshake begun = new ServerHandshake(terms, ClientHello.serverName(records));
            handshake = begun;
            return read(begun, records);
        } catch (IOException e) {
            return Result.failed(e);
        } finally {
            pool.leave();
        }
    }

    private void step(ChannelHandlerContext ctx, List<byte[]> records, Consumer<Result> then) {
        ServerHandshake begun = handshake;
        if (begun == null) {
            return; // The first step has failed, and the connection is about to end.
        }
        Consumer<Result> after = result -> {
            input.read(result.bytesRead());
            then.accept(result);
        };
        // Where there are many, each step would be one call deeper.
        boolean isShort = records.size() < HandshakeInput.MOST_AT_ONCE;
        if (isShort && begun.isCheapFromHere() && !HandshakeInput.isPlainHandshake(records.get(0))) {
            after.accept(read(begun, records));
        } else {
            later(ctx, () -> read(begun, records), after);
        }
    }

    private static Result read(ServerHandshake begun, List<byte[]> records) {
        Throwable failure = null;
        int bytesRead = 0;
        try {
            bytesRead = begun.read(records);
        } catch (IOException | RuntimeException e) {
            failure = new SSLException("the handshake failed", e); // As those behind know it from every engine.
        }
        return new Result(
                Unpooled.wrappedBuffer(begun.takeOutput()),
                bytesRead,
                failure,
                failure == null ? begun.established() : null);
    }

    private void later(ChannelHandlerContext ctx, Supplier<Result> work, Consumer<Result> then) {
        busy = true;
        try {
            tasks.execute(() -> {
                Result result = work.get();
                ctx.executor().execute(() -> {
                    busy = false;
                    then.accept(result);
                });
            });
        } catch (RejectedExecutionException e) {
            busy = false;
            then.accept(Result.failed(e)); // The gateway ends.
        }
    }

    /** The handshake is over, and half of a connection's memory with it. What came behind it is the caller's. */
    @Nullable
    ByteBuf takeRest() {
        handshake = null;
        return input.takeRest();
    }

    /** Lets go of everything; a step under way ends in vain. */
    void close() {
        closed = true;
        input.close();
    }
}
