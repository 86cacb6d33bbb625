package io.tollgate.proxy.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.tollgate.filters.chain.BodyTooLargeException;
import io.tollgate.filters.chain.KeptBody;
import io.tollgate.filters.chain.RequestBody;
import io.tollgate.filters.http.HeaderFields;
import io.tollgate.proxy.http.Forwarder.Forwarding;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A request's body as it comes: collected where somebody asks for that, kept then, and forwarded piece by piece. Confined
 * to the exchange's event loop.
 */
final class StreamedBody implements RequestBody {
    private static final byte[] NOTHING = new byte[0];

    private final BodySource client;
    private final long framing;
    private final BodyStore store;
    private byte[] kept = NOTHING;
    private int keptLength;
    private HeaderFields trailers = HeaderFields.EMPTY;
    private int max;
    private @Nullable CompletableFuture<byte[]> collecting;
    private @Nullable WaitingBody waiting;
    private @Nullable Forwarding forwarding;
    private boolean isEnded;
    private boolean isReplayed;
    private boolean isClosed;
    private long bytes;

    /**
     * A body that has not come.
     *
     * @param store where it is put where it has to wait
     */
    StreamedBody(BodySource client, long framing, BodyStore store) {
        this.client = client;
        this.framing = framing;
        this.store = store;
        this.isEnded = framing == BodyFraming.NONE;
    }

    @Override
    public long declaredLength() {
        return framing == BodyFraming.CHUNKED ? -1 : framing;
    }

    @Override
    public CompletionStage<byte[]> collect(int most) {
        CompletableFuture<byte[]> before = collecting;
        if (before != null && (most == max || !before.isDone())) {
            return most == max ? before : failed(new IllegalStateException("the body is being collected"));
        }
        if (before != null && isEnded) {
            return keptLength <= most
                    ? CompletableFuture.completedFuture(Arrays.copyOf(kept, keptLength))
                    : failed(new BodyTooLargeException(most));
        }
        if (forwarding != null || isClosed || before != null) {
            return failed(new IllegalStateException("the body was given away"));
        }
        CompletableFuture<byte[]> stage = new CompletableFuture<>();
        collecting = stage;
        max = most;
        if (framing > most) {
            stage.completeExceptionally(new BodyTooLargeException(most));
        } else if (isEnded) {
            stage.complete(NOTHING);
        } else {
            client.requestBody();
        }
        return stage;
    }

    @Override
    public CompletionStage<KeptBody> keep(long most) {
        boolean isCollecting = collecting != null && !collecting.isDone();
        if (forwarding != null || isClosed || waiting != null || isCollecting) {
            return CompletableFuture.failedStage(new IllegalStateException("the body was given away"));
        }
        if (Math.max(framing, keptLength) > most) {
            return CompletableFuture.failedStage(new BodyTooLargeException(most));
        }
        WaitingBody begun = new WaitingBody(most, client);
        waiting = begun;
        begun.begin(store, client.loop(), kept, keptLength, isEnded);
        kept = NOTHING;
        keptLength = 0;
        return begun.stage();
    }

    private static CompletionStage<byte[]> failed(Throwable cause) {
        return CompletableFuture.failedStage(cause);
    }

    /** From now on pieces go there, what was collected first. */
    void forwardTo(Forwarding upstream) {
        forwarding = upstream;
    }

    /** Upstream has room. */
    void request() {
        Forwarding upstream = forwarding;
        if (upstream == null || isReplayed) {
            return;
        }
        if (keptLength > 0) {
            ByteBuf piece = Unpooled.wrappedBuffer(kept, 0, keptLength);
            kept = NOTHING;
            keptLength = 0;
            upstream.bodyArrived(piece);
        }
        if (isEnded) {
            isReplayed = true;
            upstream.bodyEnded(trailers);
        } else {
            client.requestBody();
        }
    }

    void arrived(ByteBuf piece) {
        bytes += piece.readableBytes();
        WaitingBody begun = waiting;
        if (begun != null) {
            begun.arrived(piece);
            return;
        }
        Forwarding upstream = forwarding;
        if (upstream != null) {
            upstream.bodyArrived(piece);
            return;
        }
        CompletableFuture<byte[]> stage = collecting;
        int length = piece.readableBytes();
        if (stage == null || stage.isDone()) {
            piece.release();
            return;
        }
        if (length > max - keptLength) {
            piece.release();
            stage.completeExceptionally(new BodyTooLargeException(max));
            return;
        }
        if (kept.length < keptLength + length) {
            long room = Math.max(framing, Math.max(2L * kept.length, keptLength + length));
            kept = Arrays.copyOf(kept, (int) Math.min(max, room));
        }
        piece.readBytes(kept, keptLength, length);
        keptLength += length;
        piece.release();
        client.requestBody();
    }

    void ended(HeaderFields fields) {
        isEnded = true;
        Forwarding upstream = forwarding;
        if (upstream != null) {
            isReplayed = true;
            upstream.bodyEnded(fields);
            return;
        }
        WaitingBody begun = waiting;
        if (begun != null) {
            begun.ended();
            return;
        }
        trailers = fields;
        CompletableFuture<byte[]> stage = collecting;
        if (stage != null && !stage.isDone()) {
            stage.complete(Arrays.copyOf(kept, keptLength));
        }
    }

    /** What comes from now on are the bytes of a tunnel. */
    void tunnelled() {
        isEnded = false;
        isReplayed = false;
    }

    /** Nobody will get any more of it. */
    void close() {
        isClosed = true;
        forwarding = null;
        WaitingBody left = waiting;
        if (left != null) {
            left.close();
        }
        CompletableFuture<byte[]> stage = collecting;
        if (stage != null && !stage.isDone()) {
            stage.completeExceptionally(new IllegalStateException("the client has gone"));
        }
    }

    /** Body bytes received so far. */
    long bytes() {
        return bytes;
    }
}
