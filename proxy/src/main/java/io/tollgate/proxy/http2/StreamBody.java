package io.tollgate.proxy.http2;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.tollgate.filters.http.HeaderFields;
import org.jspecify.annotations.Nullable;

/**
 * What a client sends on a stream after the head: kept while nobody asks for it, at most a window of it, handed on when
 * somebody does. Confined to one event loop.
 *
 * <p>The last of a body whose length was declared is kept back until its stream has ended: what is longer than it said is
 * never complete upstream.
 */
final class StreamBody {
    private static final long UNKNOWN = -1;

    private final To to;
    private @Nullable ByteBuf kept;
    private HeaderFields trailers = HeaderFields.EMPTY;
    private long declared = UNKNOWN;
    private long received;
    private boolean isWanted;
    private boolean isEnded;
    private boolean isEndTold;
    private boolean isHandingOn;
    private boolean isClosed;

    /** Who gets it. */
    interface To {
        void arrived(ByteBuf piece);

        void ended(HeaderFields trailers);
    }

    StreamBody(To to) {
        this.to = to;
    }

    /** Begins a body. */
    void start(long declaredLength, boolean hasBody, boolean isStreamEnded) {
        declared = declaredLength;
        isEnded = isStreamEnded;
        isEndTold = !hasBody;
    }

    /** What comes from now on are the bytes of a tunnel; what came before is among them. */
    void tunnelled() {
        isEndTold = false;
    }

    /** Whether the client has said all that it will. */
    boolean isEnded() {
        return isEnded;
    }

    /** Whether somebody waits for what has not come. */
    boolean isWanted() {
        return isWanted;
    }

    /** Whether this much more is in line with the length declared. */
    boolean isInLine(int more, boolean isEnd) {
        long all = received + more;
        return declared == UNKNOWN || (isEnd ? all == declared : all <= declared);
    }

    /**
     * Takes a piece, which stays the caller's.
     *
     * @return whether it is kept or handed on, so that its window is given back later; else nobody will want it
     */
    boolean add(ByteBuf data, boolean isEnd, ByteBufAllocator alloc) {
        int length = data.readableBytes();
        received += length;
        isEnded |= isEnd;
        if (isClosed) {
            return false;
        }
        if (length > 0 && isWanted && kept == null && !isKeptBack()) {
            handOn(data.readRetainedSlice(length));
        } else {
            if (length > 0) {
                keep(data, alloc);
            }
            handOn(null);
        }
        return true;
    }

    /** Copied, so that small frames never hold on to large buffers. */
    private void keep(ByteBuf data, ByteBufAllocator alloc) {
        ByteBuf all = kept;
        if (all == null) {
            all = alloc.buffer(data.readableBytes());
            kept = all;
        }
        all.writeBytes(data);
    }

    /** The stream's end, with what came after the body. */
    void end(HeaderFields after) {
        trailers = after;
        isEnded = true;
        handOn(null);
    }

    /** Somebody wants a piece more, or the end. */
    void want() {
        if (!isEndTold && !isClosed) {
            isWanted = true;
            handOn(null);
        }
    }

    private boolean isKeptBack() {
        return received == declared && !isEnded;
    }

    /** Hands on what is there as long as it is wanted; with the last of it goes the end. */
    private void handOn(@Nullable ByteBuf first) {
        if (isHandingOn) {
            return;
        }
        isHandingOn = true;
        boolean isLastHandedOn = false;
        ByteBuf piece = first != null ? first : next();
        while (piece != null) {
            isWanted = false;
            isLastHandedOn = isEnded;
            to.arrived(piece);
            piece = next();
        }
        isHandingOn = false;
        if (isEnded && kept == null && !isEndTold && !isClosed && (isWanted || isLastHandedOn)) {
            isEndTold = true;
            isWanted = false;
            to.ended(trailers);
        }
    }

    private @Nullable ByteBuf next() {
        ByteBuf piece = isWanted && !isKeptBack() ? kept : null;
        if (piece != null) {
            kept = null;
        }
        return piece;
    }

    /** What was kept, for whoever has room for it after all; null for nothing. */
    @Nullable
    ByteBuf rest() {
        ByteBuf rest = kept;
        kept = null;
        return rest;
    }

    /** Nobody wants any of it any more. */
    void close() {
        isClosed = true;
        isWanted = false;
        ByteBuf rest = rest();
        if (rest != null) {
            rest.release();
        }
    }
}
