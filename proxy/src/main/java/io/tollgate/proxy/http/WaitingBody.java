package io.tollgate.proxy.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.EventLoop;
import io.tollgate.filters.chain.BodyTooLargeException;
import io.tollgate.filters.chain.KeptBody;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A request's body on its way to where it waits. Confined to the exchange's event loop. */
final class WaitingBody implements BodyStore.Progress {
    private final CompletableFuture<KeptBody> stage = new CompletableFuture<>();
    private final long most;
    private final BodySource client;
    private BodyStore.@Nullable Keeping keeping;
    private long length;
    private boolean isEnded;

    /** At the most so many bytes; from {@code client}. */
    WaitingBody(long most, BodySource client) {
        this.most = most;
        this.client = client;
    }

    CompletionStage<KeptBody> stage() {
        return stage;
    }

    /** Begins with what was collected before. */
    void begin(BodyStore store, EventLoop loop, byte[] collected, int collectedLength, boolean isWhole) {
        isEnded = isWhole;
        BodyStore.Keeping begun;
        try {
            begun = store.keep(loop, this);
        } catch (RuntimeException e) {
            stage.completeExceptionally(e);
            return;
        }
        keeping = begun;
        if (collectedLength > 0) {
            length = collectedLength;
            begun.add(Unpooled.wrappedBuffer(collected, 0, collectedLength));
        }
        if (isWhole) {
            begun.complete();
        } else if (collectedLength == 0) {
            client.requestBody();
        }
    }

    void arrived(ByteBuf piece) {
        BodyStore.Keeping begun = keeping;
        length += piece.readableBytes();
        if (begun == null || stage.isDone()) {
            piece.release();
        } else if (length > most) {
            piece.release();
            begun.cancel();
            stage.completeExceptionally(new BodyTooLargeException(most));
        } else {
            begun.add(piece);
        }
    }

    void ended() {
        isEnded = true;
        BodyStore.Keeping begun = keeping;
        if (begun != null && !stage.isDone()) {
            begun.complete();
        }
    }

    /** The exchange is over: what is not whole by now never will be. */
    void close() {
        BodyStore.Keeping begun = keeping;
        if (!stage.isDone()) {
            if (begun != null) {
                begun.cancel();
            }
            stage.completeExceptionally(new IllegalStateException("the client has gone"));
        }
    }

    @Override
    public void roomAgain() {
        if (!isEnded && !stage.isDone()) {
            client.requestBody();
        }
    }

    @Override
    public void kept(StoredBody body) {
        if (!stage.complete(body)) {
            body.delete();
        }
    }

    @Override
    public void failed(Throwable cause) {
        stage.completeExceptionally(cause);
    }
}
