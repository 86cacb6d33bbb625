package io.tollgate.proxy.upstream;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.tollgate.filters.http.HeaderFields;
import io.tollgate.proxy.http.AnswerHead;
import io.tollgate.proxy.http.AnswerReader;
import io.tollgate.proxy.http.BadMessageException;
import io.tollgate.proxy.http.BodyFraming;
import io.tollgate.proxy.http.Deadlines.Deadline;
import io.tollgate.proxy.http.UpstreamException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A connection to an application: one request after the other, each answer read only as fast as it is taken. Confined to
 * one event loop.
 *
 * <p>What comes unasked, and any answer that can be read in two ways, ends it: it is never used again.
 */
final class UpstreamConnection extends ChannelInboundHandlerAdapter {
    private final UpstreamPool pool;
    private final AnswerReader reader = new AnswerReader();
    private final Deadline deadline;
    private @Nullable Channel channel;
    private ByteBuf in = Unpooled.EMPTY_BUFFER;
    private @Nullable User user;
    private boolean isClosed;
    private boolean isReading;
    private boolean isPersistent;
    private boolean isReset;

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
    }

    UpstreamConnection(UpstreamPool pool) {
        this.pool = pool;
        this.deadline = pool.deadlines().open(this::passed);
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        channel = ctx.channel();
    }

    /** Also where no connection was made in the end. */
    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        deadline.close();
    }

    private Channel channel() {
        Channel known = channel;
        if (known == null) {
            throw new IllegalStateException("not connected");
        }
        return known;
    }

    /** Begins a request of this user. */
    void begin(User next, boolean isHeadRequest) {
        user = next;
        deadline.clear();
        reader.begin(isHeadRequest);
        isPersistent = true;
    }

    EventLoop loop() {
        return channel().eventLoop();
    }

    ByteBufAllocator alloc() {
        return channel().alloc();
    }

    boolean isWritable() {
        return channel().isWritable();
    }

    void write(ByteBuf bytes) {
        channel().write(bytes, channel().voidPromise());
    }

    void flush() {
        channel().flush();
    }

    /** The upstream has to do something by then. */
    void expectProgress() {
        deadline.in(pool.limits().head().toNanos());
    }

    void expectNothing() {
        deadline.clear();
    }

    /** Asks for more of the answer. */
    void read() {
        if (!isReading && !isClosed) {
            isReading = true;
            channel().read();
        }
    }

    /** The user is done: used again where nothing speaks against it. */
    void done(boolean isReusable) {
        user = null;
        deadline.clear();
        if (isReusable && isPersistent && reader.isComplete() && !in.isReadable() && !isClosed) {
            pool.release(this);
        } else {
            close();
        }
    }

    /** Rests in the pool; a read waits, so that its end and unasked bytes are seen. */
    void rest(long nanos) {
        deadline.in(nanos);
        read();
    }

    /** Closes it for good. */
    void close() {
        user = null;
        channel().close();
    }

    /** Closes it once what was written has gone out: how a tunnel ends. */
    void closeAfterWrites() {
        user = null;
        deadline.in(pool.limits().idle().toNanos());
        channel()
                .writeAndFlush(Unpooled.EMPTY_BUFFER)
                .addListener(done -> channel().close());
    }

    /** Ends it by a reset, so that nothing sent can be taken for complete. */
    void reset() {
        if (channel().isActive()) {
            channel().config().setOption(ChannelOption.SO_LINGER, 0);
        }
        close();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        if (user == null) {
            bytes.release();
            ctx.close();
            return;
        }
        if (in.isReadable()) {
            in = ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(ctx.alloc(), in, bytes);
        } else {
            in.release();
            in = bytes;
        }
        try {
            process(ctx);
        } catch (BadMessageException e) {
            broke(e);
        }
        if (!in.isReadable()) {
            in.release();
            in = Unpooled.EMPTY_BUFFER;
        }
    }

    private void process(ChannelHandlerContext ctx) throws BadMessageException {
        User current = user;
        while (current != null && current == user) {
            if (reader.needsHead()) {
                AnswerHead head = reader.head(in);
                if (head == null) {
                    return;
                }
                isPersistent &= reader.isPersistent();
                current.answered(head, reader.framing());
            } else {
                ByteBuf piece = reader.body(in, ctx.alloc());
                if (piece != null) {
                    current.body(piece);
                }
                if (reader.isComplete() && current == user) {
                    current.ended(reader.trailers());
                    return;
                }
                if (piece == null) {
                    return;
                }
            }
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        isReading = false;
        User current = user;
        if (current != null) {
            current.paused();
        } else if (!isClosed) {
            read();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        User current = user;
        if (current != null && ctx.channel().isWritable()) {
            current.writable();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        if (isClosed) {
            return;
        }
        isClosed = true;
        deadline.close();
        in.release();
        in = Unpooled.EMPTY_BUFFER;
        User current = user;
        user = null;
        boolean isWhole = !isReset && !reader.needsHead() && reader.framing() == BodyFraming.UNTIL_CLOSE;
        if (current != null && isWhole) {
            current.ended(HeaderFields.EMPTY);
        } else if (current != null) {
            String when = reader.needsHead() ? "before its answer" : "in the middle of its answer";
            current.broke(new UpstreamException(502, "upstream.closed", "the connection was closed " + when));
        }
        pool.closed(this);
    }

    /** A write that failed leaves an early answer to be read; what else goes wrong ends the connection. */
    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (!(cause instanceof IOException)) {
            ctx.close();
        } else {
            User current = user;
            isReset |= current == null || !current.isSending();
            read();
        }
    }

    private void passed() {
        if (user == null) {
            close();
        } else {
            broke(new UpstreamException(504, "upstream.slow", "no answer in time"));
        }
    }

    private void broke(Exception cause) {
        User current = user;
        user = null;
        reset();
        if (current != null) {
            current.broke(cause);
        }
    }
}
