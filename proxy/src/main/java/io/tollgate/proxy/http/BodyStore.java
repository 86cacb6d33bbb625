package io.tollgate.proxy.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;

/** Where bodies are put that wait. Safe for use by any event loop. */
@FunctionalInterface
public interface BodyStore {
    /** Nothing can be kept. */
    BodyStore NONE = (loop, progress) -> {
        throw new IllegalStateException("no body is kept here");
    };

    /** Begins to keep a body that comes on this loop. */
    Keeping keep(EventLoop loop, Progress progress);

    /** A body on its way in. Confined to the exchange's event loop. */
    interface Keeping {
        /** Takes a piece, whose reference is taken over; the next only when there is room again. */
        void add(ByteBuf piece);

        /** That was all. */
        void complete();

        /** Nobody wants it any more. */
        void cancel();
    }

    /** What becomes of it. Called on the loop; a {@link #kept} or {@link #failed} is the last. */
    interface Progress {
        /** There is room for a piece. */
        void roomAgain();

        /** It is complete and belongs to whoever is told. */
        void kept(StoredBody body);

        /** It can't be kept, and nothing of it is. */
        void failed(Throwable cause);
    }
}
