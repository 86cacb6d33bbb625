package io.tollgate.proxy.upstream;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.tollgate.filters.http.HeaderFields;
import io.tollgate.proxy.http.AnswerHead;
import io.tollgate.proxy.http.AnswerReader;
import io.tollgate.proxy.http.BadMessageException;
import io.tollgate.proxy.http.BodyFraming;
import io.tollgate.proxy.http.Deadlines.Deadline;
import io.tollgate.proxy.http.Faults;
import io.tollgate.proxy.http.MessageWriter;
import io.tollgate.proxy.http.UpstreamException;
import io.tollgate.proxy.tls.HandshakeFailures;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A connection to an application: one request after the other, each answer read only as fast as it is taken. Confined to
 * one event loop.
 *
 * <p>What comes unasked, and any answer that can be read in two ways, ends it: it is never used again.
 */
final class Http1Connection extends ChannelInboundHandlerAdapter implements UpstreamConnection {
    private final UpstreamPool pool;
    private final AnswerReader reader = new AnswerReader();
    private final Deadline deadline;
    private final Speech speech;
    private @Nullable Channel channel;
    private ByteBuf in = Unpooled.EMPTY_BUFFER;
    private @Nullable User user;
    private @Nullable MessageWriter writer;
    private boolean isOpen;
    private boolean isClosed;
    private boolean isClosing;
    private boolean isCloseNotified;
    private @Nullable String tlsFailure;
    private boolean isReading;
    private boolean isPersistent;
    private boolean isReset;

    Http1Connection(UpstreamPool pool, Speech speech) {
        this.pool = pool;
        this.speech = speech;
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

    /** It stands, its TLS included: from now on the pool is told of its end. */
    void opened() {
        isOpen = true;
    }

    private Channel channel() {
        Channel known = channel;
        if (known == null) {
            throw new IllegalStateException("not connected");
        }
        return known;
    }

    @Override
    public void begin(User begun, ByteBuf head, long framing, boolean isHeadRequest) {
        user = begun;
        deadline.clear();
        reader.begin(isHeadRequest);
        isPersistent = true;
        MessageWriter next = new MessageWriter(channel(), channel().alloc());
        // Nobody sends a body that was not announced, but for what goes through a tunnel.
        next.begin(head, framing == BodyFraming.CHUNKED ? BodyFraming.CHUNKED : BodyFraming.UNTIL_CLOSE);
        writer = next;
    }

    @Override
    public ByteBufAllocator alloc() {
        return channel().alloc();
    }

    @Override
    public boolean isWritable() {
        return channel().isWritable();
    }

    @Override
    public void body(ByteBuf piece) {
        MessageWriter to = writer;
        if (to == null) {
            piece.release();
        } else {
            to.body(piece);
        }
    }

    @Override
    public void end(HeaderFields trailers) {
        MessageWriter to = writer;
        if (to != null) {
            to.end(trailers);
            to.flush();
        }
    }

    @Override
    public void flush() {
        MessageWriter to = writer;
        if (to != null) {
            to.flush();
        }
    }

    @Override
    public void expectProgress() {
        deadline.in(pool.limits().head().toNanos());
    }

    @Override
    public void expectNothing() {
        deadline.clear();
    }

    @Override
    public void read() {
        if (!isReading && !isClosed) {
            isReading = true;
            channel().read();
        }
    }

    @Override
    public void done(boolean isReusable) {
        leave();
        deadline.clear();
        if (isReusable && isPersistent && reader.isComplete() && !in.isReadable() && !isClosed) {
            pool.release(this);
        } else {
            close();
        }
    }

    /** Not where TLS has been told something else since: it was agreed on what no longer holds. */
    @Override
    public boolean mayRest() {
        return speech.equals(pool.speech());
    }

    /** A read waits, so that its end and unasked bytes are seen. */
    @Override
    public void rest(long nanos) {
        deadline.in(nanos);
        read();
    }

    /** An end, or unasked bytes, that the event loop has not come to yet are seen here, before anything is written. */
    @Override
    public boolean isAlive() {
        return !isClosing && mayRest() && Liveness.isQuiet(channel());
    }

    @Override
    public void close() {
        isClosing = true; // TLS takes its leave first, and meanwhile nobody may come.
        leave();
        channel().close();
    }

    @Override
    public void closeAfterWrites() {
        flush();
        leave();
        deadline.in(pool.limits().idle().toNanos());
        channel()
                .writeAndFlush(Unpooled.EMPTY_BUFFER)
                .addListener(done -> channel().close());
    }

    @Override
    public void reset() {
        if (channel().isActive()) {
            channel().config().setOption(ChannelOption.SO_LINGER, 0);
        }
        close();
    }

    /** Nobody uses it from now on; what was not written is dropped. */
    private void leave() {
        user = null;
        MessageWriter to = writer;
        if (to != null) {
            writer = null;
            to.close();
        }
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
        leave();
        if (current != null && isWhole()) {
            current.ended(HeaderFields.EMPTY);
        } else if (current != null) {
            current.broke(end());
        }
        if (isOpen) {
            pool.closed(this);
        }
    }

    /** Of a body until close; over TLS only a close_notify says that it is whole (RFC 9112 section 9.8). */
    private boolean isWhole() {
        return !isReset
                && !reader.needsHead()
                && reader.framing() == BodyFraming.UNTIL_CLOSE
                && (speech.tls() == null || isCloseNotified);
    }

    private UpstreamException end() {
        String failure = tlsFailure;
        if (failure != null) {
            return Http1Wire.insecure(pool, failure);
        }
        String when = reader.needsHead() ? "before its answer" : "in the middle of its answer";
        return new UpstreamException(502, "upstream.closed", "the connection was closed " + when);
    }

    /** Nothing comes after a close_notify. */
    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof SslCloseCompletionEvent close && close.isSuccess()) {
            isCloseNotified = true;
            ctx.close();
        }
    }

    /** A write that failed leaves an early answer to be read; what else goes wrong ends the connection. */
    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        Faults.tell("to an application", cause);
        if (!(cause instanceof IOException)) {
            tlsFailure = HandshakeFailures.words(cause); // TLS 1.3 refuses a client's certificate after the handshake.
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
        leave();
        reset();
        if (current != null) {
            current.broke(cause);
        }
    }
}
