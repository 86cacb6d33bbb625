package io.tollgate.proxy.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.tollgate.filters.http.HeaderFields;
import org.jspecify.annotations.Nullable;

/**
 * Takes a body out of the bytes of a connection, as they arrive, whatever its framing (RFC 9112 sections 6 and 7).
 * Confined to one event loop; used again after {@link #start}.
 */
public final class BodyDecoder {
    private final ChunkDecoder chunks;
    private long framing;
    private long remaining;
    private boolean isComplete = true;

    private BodyDecoder(ChunkDecoder chunks) {
        this.chunks = chunks;
    }

    /** A decoder of what clients send: strict. */
    public static BodyDecoder ofRequests() {
        return new BodyDecoder(ChunkDecoder.strict());
    }

    /** A decoder of what applications answer: lenient about line ends and blanks, not about sizes. */
    public static BodyDecoder ofAnswers() {
        return new BodyDecoder(ChunkDecoder.lenient());
    }

    /** Starts with a body of this {@link BodyFraming}. */
    public void start(long bodyFraming) {
        framing = bodyFraming;
        remaining = Math.max(0, bodyFraming);
        isComplete = bodyFraming == BodyFraming.NONE;
        if (bodyFraming == BodyFraming.CHUNKED) {
            chunks.reset();
        }
    }

    /** Whether the body's last byte was taken; never so while it lasts until close. */
    public boolean isComplete() {
        return isComplete;
    }

    /** The framing it was started with. */
    public long framing() {
        return framing;
    }

    /** The trailers that followed the last chunk; empty for other framings. */
    public HeaderFields trailers() {
        return framing == BodyFraming.CHUNKED ? chunks.trailers() : HeaderFields.EMPTY;
    }

    /**
     * Takes what belongs to the body out of {@code in}, whose reader index moves; to be called until nothing comes.
     *
     * @return the bytes, to be released by the caller; null where none have come
     */
    public @Nullable ByteBuf decode(ByteBuf in, ByteBufAllocator alloc) throws BadMessageException {
        if (isComplete || !in.isReadable()) {
            return null;
        }
        if (framing == BodyFraming.CHUNKED) {
            ByteBuf piece = chunks.decode(in, alloc);
            isComplete = chunks.isComplete();
            return piece;
        }
        if (framing == BodyFraming.UNTIL_CLOSE) {
            return in.readRetainedSlice(in.readableBytes());
        }
        int n = (int) Math.min(remaining, in.readableBytes());
        remaining -= n;
        isComplete = remaining == 0;
        return in.readRetainedSlice(n);
    }

    /** Drops what has come of a body nobody wants; whether that was all of it. */
    boolean discard(ByteBuf in, ByteBufAllocator alloc) {
        try {
            ByteBuf unwanted = decode(in, alloc);
            while (unwanted != null) {
                unwanted.release();
                unwanted = decode(in, alloc);
            }
            return isComplete;
        } catch (BadMessageException e) {
            return false;
        }
    }
}
