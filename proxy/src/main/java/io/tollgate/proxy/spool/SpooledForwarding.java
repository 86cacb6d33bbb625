package io.tollgate.proxy.spool;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.EventLoop;
import io.tollgate.filters.access.Permit;
import io.tollgate.filters.chain.BodyTooLargeException;
import io.tollgate.filters.chain.Exchange;
import io.tollgate.filters.http.HeaderFields;
import io.tollgate.proxy.http.AnswerHead;
import io.tollgate.proxy.http.Forwarder;
import io.tollgate.proxy.http.Forwarder.Answering;
import io.tollgate.proxy.http.Forwarder.Forwarding;
import io.tollgate.proxy.http.RequestMeta;
import io.tollgate.proxy.http.UpstreamException;
import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A request that is kept until its body is complete, and then forwarded with its length: up to {@link #IN_MEMORY} in memory,
 * the rest in a file. Nothing is read from the client while the disk works. Trailers, which a body with a length can't have,
 * are dropped. Confined to one event loop; the file is used by the spool's threads, one piece of work at a time.
 */
final class SpooledForwarding implements Forwarding, Answering {
    /** What one request may hold in memory. */
    static final int IN_MEMORY = 1_000_000;

    /** What is written to and read from a file at once. */
    private static final int PIECE = 256 * 1024;

    private final Forwarder forwarder;
    private final Spool spool;
    private final Exchange exchange;
    private final Permit permit;
    private final RequestMeta request;
    private final Answering client;
    private byte[] memory = new byte[8 * 1024];
    private int held;
    private int sent;
    private long total;
    private volatile @Nullable SpoolFile file;
    private @Nullable Forwarding forwarding;
    private boolean isBusy;
    private boolean isComplete;
    private boolean isOver;

    SpooledForwarding(
            Forwarder forwarder, Spool spool, Exchange exchange, Permit permit, RequestMeta request, Answering client) {
        this.forwarder = forwarder;
        this.spool = spool;
        this.exchange = exchange;
        this.permit = permit;
        this.request = request;
        this.client = client;
    }

    /** Work of the disk. */
    private interface Work {
        void run() throws IOException;
    }

    // The request's body on its way in

    @Override
    public void start() {
        client.requestBody();
    }

    @Override
    public void bodyArrived(ByteBuf piece) {
        int length = piece.readableBytes();
        long most = exchange.route().app().config().body();
        if (isOver || total + length > most) {
            piece.release();
            fail(new BodyTooLargeException(most));
            return;
        }
        if (memory.length < held + length) {
            memory = Arrays.copyOf(memory, Math.max(held + length, Math.min(IN_MEMORY, 2 * memory.length)));
        }
        piece.readBytes(memory, held, length);
        piece.release();
        held += length;
        total += length;
        if (!isBusy) {
            more();
        }
    }

    private void more() {
        if (total > IN_MEMORY && held >= PIECE) {
            write(this::more);
        } else if (isComplete) {
            complete();
        } else {
            client.requestBody();
        }
    }

    @Override
    public void bodyEnded(HeaderFields trailers) {
        if (isOver) {
            return;
        }
        isComplete = true;
        if (!isBusy) {
            complete();
        }
    }

    private void complete() {
        if (total <= IN_MEMORY) {
            forward();
        } else {
            write(() -> work(() -> kept().rewind(), this::forward));
        }
    }

    /** Moves what is held in memory to the file. */
    private void write(Runnable then) {
        byte[] bytes = memory;
        int length = held;
        memory = new byte[PIECE];
        held = 0;
        work(
                () -> {
                    for (int at = 0; at < length; at += PIECE) {
                        int size = Math.min(PIECE, length - at);
                        kept().append(Arrays.copyOfRange(bytes, at, at + size), size);
                    }
                },
                then);
    }

    private SpoolFile kept() throws IOException {
        SpoolFile kept = file;
        if (kept == null) {
            kept = spool.file();
            file = kept;
        }
        return kept;
    }

    /** Does this away from the event loop and then goes on, unless it is over by then. */
    private void work(Work work, Runnable then) {
        isBusy = true;
        boolean isTaken = spool.run(() -> {
            IOException failure = null;
            try {
                work.run();
            } catch (IOException e) {
                failure = e;
            }
            IOException cause = failure;
            client.loop().execute(() -> worked(cause, then));
        });
        if (!isTaken) {
            isBusy = false;
            fail(new UpstreamException(503, "spool.busy", "no thread is free to keep a body"));
        }
    }

    private void worked(@Nullable IOException failure, Runnable then) {
        isBusy = false;
        if (isOver) {
            delete();
        } else if (failure != null) {
            fail(new UpstreamException(503, "spool.unavailable", "a body could not be kept: " + failure.getMessage()));
        } else {
            then.run();
        }
    }

    // The request on its way out

    private void forward() {
        Forwarding started;
        try {
            started = forwarder.forward(exchange, permit, request.withFraming(total), this);
        } catch (RuntimeException e) {
            fail(e);
            return;
        }
        forwarding = started;
        started.start();
    }

    @Override
    public void requestBody() {
        Forwarding upstream = forwarding;
        if (isOver || isBusy || upstream == null) {
            return;
        }
        if (file != null) {
            read(upstream);
        } else if (sent < held) {
            int size = Math.min(PIECE, held - sent);
            ByteBuf piece = Unpooled.wrappedBuffer(memory, sent, size);
            sent += size;
            upstream.bodyArrived(piece);
            upstream.bodyPaused();
        } else if (isComplete) {
            isComplete = false;
            upstream.bodyEnded(HeaderFields.EMPTY);
        }
    }

    private void read(Forwarding upstream) {
        AtomicReference<byte @Nullable []> piece = new AtomicReference<>();
        work(() -> piece.set(kept().next()), () -> {
            byte[] bytes = piece.get();
            if (bytes != null) {
                upstream.bodyArrived(Unpooled.wrappedBuffer(bytes));
                upstream.bodyPaused();
            } else if (isComplete) {
                isComplete = false;
                upstream.bodyEnded(HeaderFields.EMPTY);
            }
        });
    }

    @Override
    public void bodyPaused() {
        // What was written to the upstream is flushed with each piece.
    }

    @Override
    public void clientWritable() {
        Forwarding upstream = forwarding;
        if (upstream != null) {
            upstream.clientWritable();
        }
    }

    // The answer

    @Override
    public EventLoop loop() {
        return client.loop();
    }

    @Override
    public boolean isWritable() {
        return client.isWritable();
    }

    @Override
    public void interim(AnswerHead head) {
        client.interim(head);
    }

    @Override
    public void head(AnswerHead head, long framing) {
        client.head(head, framing);
    }

    @Override
    public void body(ByteBuf piece) {
        client.body(piece);
    }

    @Override
    public void flush() {
        client.flush();
    }

    // Ends

    @Override
    public void end(HeaderFields trailers) {
        over();
        client.end(trailers);
    }

    @Override
    public void failed(Throwable cause) {
        over();
        client.failed(cause);
    }

    private void fail(Throwable cause) {
        if (!isOver) {
            cancel();
            client.failed(cause);
        }
    }

    @Override
    public void cancel() {
        Forwarding upstream = forwarding;
        over();
        if (upstream != null) {
            upstream.cancel();
        }
    }

    private void over() {
        isOver = true;
        forwarding = null;
        memory = new byte[0];
        held = 0;
        if (!isBusy) {
            delete();
        }
    }

    private void delete() {
        SpoolFile kept = file;
        file = null;
        if (kept != null && !spool.run(() -> close(kept))) {
            client.loop().schedule(() -> spool.run(() -> close(kept)), 1, TimeUnit.SECONDS);
        }
    }

    private static void close(SpoolFile kept) {
        try {
            kept.close();
        } catch (IOException e) {
            // Cleared when the gateway starts again; what is in it nobody can read.
        }
    }
}
