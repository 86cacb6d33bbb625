package io.tollgate.proxy.upstream;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.tollgate.filters.http.HeaderFields;
import io.tollgate.proxy.http.AnswerHead;
import io.tollgate.proxy.http.UpstreamException;

/**
 * The way of one request to an application and of its answer back: a connection of HTTP/1.1, or one stream of HTTP/2.
 * Confined to one event loop.
 */
interface UpstreamConnection {
    /** Who uses the connection now. */
    interface User {
        void answered(AnswerHead head, long framing);

        void body(ByteBuf piece);

        /** The answer is complete. */
        void ended(HeaderFields trailers);

        /** No more has come for now. */
        void paused();

        void writable();

        /** Whether the request is still being written, so that a write may fail while the answer is whole. */
        boolean isSending();

        /** No answer, or no more of it, will come. */
        void broke(Exception cause);

        /** No answer will come, and the application has said that it did not act on the request: as if nothing was sent. */
        default void unprocessed(UpstreamException cause) {
            broke(cause);
        }
    }

    ByteBufAllocator alloc();

    /**
     * Begins a request of this user.
     *
     * @param head as {@link UpstreamHeaders} writes it, whose reference is taken over; it may wait for the first of the body
     * @param framing of the request's body, see {@link io.tollgate.proxy.http.BodyFraming}
     */
    void begin(User next, ByteBuf head, long framing, boolean isHeadRequest);

    /** Whether there is room for more of the request's body; the user is told when there is again. */
    boolean isWritable();

    /** A piece of the request's body; its reference is taken over. */
    void body(ByteBuf piece);

    /** The request's body is complete: all is flushed. */
    void end(HeaderFields trailers);

    void flush();

    /** The upstream has to do something by then. */
    void expectProgress();

    void expectNothing();

    /** Asks for more of the answer. */
    void read();

    /** The user is done: used again where nothing speaks against it. */
    void done(boolean isReusable);

    /** Whether it can wait for another user. */
    boolean mayRest();

    /** Rests in the pool, unless for longer than this. */
    void rest(long nanos);

    /** Whether it can still be used after a rest, as far as can be known now without asking the upstream. */
    default boolean isAlive() {
        return true;
    }

    /** Closes it for good. */
    void close();

    /** Closes it once what was written has gone out: how a tunnel ends. */
    void closeAfterWrites();

    /** Ends it by a reset, so that nothing sent can be taken for complete. */
    void reset();
}
