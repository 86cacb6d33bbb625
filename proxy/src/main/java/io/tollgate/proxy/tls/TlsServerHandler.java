package io.tollgate.proxy.tls;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.UnsupportedMessageTypeException;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * TLS of one connection: Bouncy Castle's handshake on threads of its own, then records of our own, copied twice and sealed once.
 *
 * <p>It tells what happens by the events of Netty's {@code SslHandler}. Confined to one event loop.
 */
final class TlsServerHandler extends ChannelDuplexHandler implements TlsHandler, RecordReader.Sink {

    /** How long a close_notify may wait for a client that takes nothing. */
    private static final long CLOSE_MILLIS = 3_000;

    private enum State {
        SHAKING_HANDS,
        OPEN,
        ENDED
    }

    private final HandshakeSteps steps;
    private final Function<ChannelHandlerContext, RecordScratch> scratches;
    private final Duration patience;
    private @Nullable ChannelHandlerContext context;
    private @Nullable Future<?> deadline;
    private @Nullable TlsDetails details;
    private @Nullable RecordReader reader;
    private @Nullable RecordWriter writer;
    private @Nullable ChannelPromise notified;
    private State state = State.SHAKING_HANDS;
    private boolean passedOn;
    private boolean owesKey;

    /**
     * @param scratches where records are sealed and opened, by event loop
     * @param patience how long a handshake may take
     */
    TlsServerHandler(
            HandshakeSteps steps, Function<ChannelHandlerContext, RecordScratch> scratches, Duration patience) {
        this.steps = steps;
        this.scratches = scratches;
        this.patience = patience;
    }

    @Override
    public @Nullable TlsDetails details() {
        return details;
    }

    // --- the handshake
    // -------------------------------------------------------------------------------------------------

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
        if (ctx.channel().isActive()) {
            begin(ctx);
        }
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        begin(ctx);
        ctx.fireChannelActive();
    }

    private void begin(ChannelHandlerContext ctx) {
        if (deadline == null) {
            deadline = ctx.executor().schedule(() -> late(ctx), patience.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void late(ChannelHandlerContext ctx) {
        if (state == State.SHAKING_HANDS) {
            failed(ctx, new SslHandshakeTimeoutException("the handshake was not over in time"));
        }
    }

    /** A step of the handshake is over: sends what it has made, and goes on. */
    private void stepped(ChannelHandlerContext ctx, HandshakeSteps.Result result) {
        if (state != State.SHAKING_HANDS) {
            return; // It came too late.
        }
        if (result.output().isReadable()) {
            ctx.writeAndFlush(result.output());
        }
        Throwable failure = result.failure();
        Established end = result.established();
        if (failure != null) {
            failed(ctx, failure);
        } else if (end != null) {
            succeeded(ctx, end);
        } else if (!steps.advance(ctx, next -> stepped(ctx, next))) {
            ctx.read();
        }
    }

    private void succeeded(ChannelHandlerContext ctx, Established end) {
        cancelDeadline();
        RecordScratch scratch = scratches.apply(ctx);
        reader = new RecordReader(end.keys(), scratch, this);
        writer = new RecordWriter(end.keys(), scratch, end.mostPlain());
        details = end.details();
        state = State.OPEN;
        ByteBuf rest = steps.takeRest();
        ctx.fireUserEventTriggered(SslHandshakeCompletionEvent.SUCCESS);
        if (rest != null) {
            open(ctx, rest);
            channelReadComplete(ctx);
        }
    }

    private void failed(ChannelHandlerContext ctx, Throwable cause) {
        state = State.ENDED;
        cancelDeadline();
        steps.close();
        ctx.fireUserEventTriggered(new SslHandshakeCompletionEvent(cause));
        ctx.close();
    }

    private void cancelDeadline() {
        if (deadline != null) {
            deadline.cancel(false);
            deadline = null;
        }
    }

    // --- what comes in
    // -------------------------------------------------------------------------------------------------

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (!(message instanceof ByteBuf bytes)) {
            ctx.fireChannelRead(message);
            return;
        }
        switch (state) {
            case SHAKING_HANDS -> {
                steps.add(ctx.alloc(), bytes);
                steps.advance(ctx, next -> stepped(ctx, next));
            }
            case OPEN -> open(ctx, bytes);
            case ENDED -> bytes.release();
        }
    }

    private void open(ChannelHandlerContext ctx, ByteBuf bytes) {
        RecordReader records = reader;
        if (records == null || records.isClosed()) {
            bytes.release();
            return;
        }
        try {
            records.read(ctx.alloc(), bytes);
        } catch (TlsAlertException e) {
            broken(ctx, e, e.alert());
            return;
        } catch (IllegalStateException e) {
            broken(ctx, new SSLException("records cannot be read", e), TlsAlertException.INTERNAL_ERROR);
            return;
        }
        if (records.isClosed() && state == State.OPEN) {
            ctx.fireUserEventTriggered(SslCloseCompletionEvent.SUCCESS);
        } else if (owesKey && state == State.OPEN) {
            answerKey(ctx);
        }
    }

    /** The client broke the protocol or ended it by an alert: there is nothing more to say to it than why. */
    private void broken(ChannelHandlerContext ctx, SSLException cause, int alert) {
        if (state == State.ENDED) {
            return;
        }
        state = State.ENDED;
        RecordWriter records = writer;
        if (records != null) {
            records.fail(cause);
            if (alert >= 0 && notified == null) {
                records.alert(ctx, alert, ctx.newPromise());
                ctx.flush();
            }
        }
        ctx.fireExceptionCaught(cause);
        ctx.close();
    }

    @Override
    public void data(ByteBuf bytes) {
        ChannelHandlerContext ctx = context;
        if (ctx == null || state != State.OPEN) {
            bytes.release();
            return;
        }
        passedOn = true;
        ctx.fireChannelRead(bytes);
    }

    @Override
    public void keyUpdated(boolean isAsked) {
        owesKey |= isAsked;
    }

    /**
     * However often it was asked for since: once is an answer to all, which has to come before what we say next (RFC 8446
     * section 4.6.3). Who takes nothing from us is told no more than that: it could ask for ever.
     */
    private void answerKey(ChannelHandlerContext ctx) {
        if (ctx.channel().isWritable()) {
            flush(ctx);
        }
    }

    /** Reads on where what was read was no word for the application: it has asked for one, and would wait for ever. */
    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        boolean isWaiting = state == State.SHAKING_HANDS ? !steps.isBusy() : state == State.OPEN && !passedOn;
        passedOn = false;
        if (isWaiting && !ctx.channel().config().isAutoRead()) {
            ctx.read();
        }
        ctx.fireChannelReadComplete();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        if (state == State.SHAKING_HANDS) {
            failed(ctx, new ClosedChannelException());
        }
        state = State.ENDED;
        release(new ClosedChannelException());
        ctx.fireChannelInactive();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        state = State.ENDED;
        cancelDeadline();
        steps.close();
        release(new ClosedChannelException());
    }

    private void release(Exception cause) {
        if (reader != null) {
            reader.close();
        }
        if (writer != null) {
            writer.fail(cause);
        }
    }

    /** A reset of who has been told that no more comes is how some clients say the same. */
    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (cause instanceof IOException && notified != null) {
            ctx.close();
        } else {
            ctx.fireExceptionCaught(cause);
        }
    }

    // --- what goes out
    // -------------------------------------------------------------------------------------------------

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        RecordWriter records = writer;
        if (!(message instanceof ByteBuf bytes)) {
            ReferenceCountUtil.release(message);
            promise.tryFailure(new UnsupportedMessageTypeException(message, ByteBuf.class));
        } else if (records == null || state != State.OPEN || notified != null) {
            bytes.release();
            promise.tryFailure(new SSLException("nothing can be written before the handshake or after the end"));
        } else {
            records.add(bytes, promise);
        }
    }

    @Override
    public void flush(ChannelHandlerContext ctx) {
        RecordWriter records = writer;
        if (records != null && state == State.OPEN && notified == null) {
            seal(ctx, records);
        }
        ctx.flush();
    }

    private void seal(ChannelHandlerContext ctx, RecordWriter records) {
        if (owesKey) {
            owesKey = false;
            records.updateKey(ctx);
        }
        records.seal(ctx);
        if (records.isSpent() && notified == null) {
            broken(
                    ctx,
                    new SSLException("a key of TLS 1.2 has sealed as much as it may"),
                    TlsAlertException.INTERNAL_ERROR);
        }
    }

    @Override
    public ChannelFuture closeOutbound() {
        ChannelHandlerContext ctx = context;
        if (ctx == null) {
            throw new IllegalStateException("this handler is in no pipeline");
        }
        ChannelPromise told = notified;
        if (told != null) {
            return told;
        }
        RecordWriter records = writer;
        ChannelPromise promise = ctx.newPromise();
        if (records == null || state != State.OPEN) {
            return promise.setFailure(new ClosedChannelException());
        }
        notified = promise;
        seal(ctx, records);
        records.alert(ctx, TlsAlertException.CLOSE_NOTIFY, promise);
        ctx.flush();
        return promise;
    }

    @Override
    public void disconnect(ChannelHandlerContext ctx, ChannelPromise promise) {
        close(ctx, promise);
    }

    /** Says what waits, then that it was all, and closes; after some time also where the client takes nothing. */
    @Override
    public void close(ChannelHandlerContext ctx, ChannelPromise promise) {
        if (state != State.OPEN || !ctx.channel().isActive()) {
            if (state == State.SHAKING_HANDS) {
                cancelDeadline();
                steps.close();
            }
            state = State.ENDED;
            ctx.close(promise);
            return;
        }
        ChannelFuture told = closeOutbound();
        if (told.isDone()) {
            ctx.close(promise);
            return;
        }
        Future<?> limit = ctx.executor().schedule(() -> ctx.close(), CLOSE_MILLIS, TimeUnit.MILLISECONDS);
        told.addListener(done -> {
            limit.cancel(false);
            ctx.close(promise);
        });
    }
}
