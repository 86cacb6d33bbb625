package io.tollgate.proxy.listener;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.util.concurrent.Future;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Stands first on a connection from a declared sender: whoever is behind it is served once the sender has said who.
 *
 * <p>What else comes first, comes slowly or is too long ends the connection without a word. Confined to one event loop.
 */
final class ProxyProtocol extends ChannelInboundHandlerAdapter {

    /** As long as a handshake or a head may take. */
    static final int DEADLINE_SECONDS = 10;

    private final ListenerCounts counts;
    private final BiConsumer<String, String> refused;
    private final BiConsumer<ChannelHandlerContext, InetSocketAddress> known;
    private ByteBuf in = Unpooled.EMPTY_BUFFER;
    private @Nullable Future<?> deadline;
    private State state = State.WAITING;

    private enum State {
        WAITING,
        PASSING,
        CLOSED
    }

    /**
     * @param refused is told of a sender, by its address, and of what it did
     * @param known adds what serves the connection behind this handler, for a client at that address
     */
    ProxyProtocol(
            ListenerCounts counts,
            BiConsumer<String, String> refused,
            BiConsumer<ChannelHandlerContext, InetSocketAddress> known) {
        this.counts = counts;
        this.refused = refused;
        this.known = known;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        deadline = ctx.executor()
                .schedule(() -> refuse(ctx, "no whole header in time"), DEADLINE_SECONDS, TimeUnit.SECONDS);
        ctx.read();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (state != State.WAITING) {
            pass(ctx, (ByteBuf) message);
            return;
        }
        in = ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(ctx.alloc(), in, (ByteBuf) message);
        try {
            ProxyHeader header = ProxyHeader.read(in);
            if (header != null) {
                proceed(ctx, header);
            }
        } catch (BadProxyHeaderException e) {
            refuse(ctx, e.getMessage());
        }
    }

    private void proceed(ChannelHandlerContext ctx, ProxyHeader header) {
        InetSocketAddress socket = (InetSocketAddress) ctx.channel().remoteAddress();
        if (socket == null) {
            end(ctx); // Gone already.
            return;
        }
        state = State.PASSING;
        cancelDeadline();
        counts.proxied.increment();
        known.accept(ctx, header instanceof ProxyHeader.Client client ? client.source() : socket);
        ctx.fireChannelActive();
        ByteBuf rest = in;
        in = Unpooled.EMPTY_BUFFER;
        pass(ctx, rest);
    }

    private void pass(ChannelHandlerContext ctx, ByteBuf bytes) {
        if (state == State.PASSING && bytes.isReadable()) {
            ctx.fireChannelRead(bytes);
        } else {
            bytes.release();
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        if (state == State.WAITING) {
            ctx.read();
        } else {
            ctx.fireChannelReadComplete();
            if (state == State.PASSING && !ctx.isRemoved()) {
                ctx.pipeline().remove(this);
            }
        }
    }

    private void refuse(ChannelHandlerContext ctx, @Nullable String what) {
        counts.refusedSenders.increment();
        InetSocketAddress sender = (InetSocketAddress) ctx.channel().remoteAddress();
        refused.accept(sender == null ? "somebody gone" : sender.getAddress().getHostAddress(), String.valueOf(what));
        end(ctx);
    }

    private void end(ChannelHandlerContext ctx) {
        state = State.CLOSED;
        cancelDeadline();
        release();
        ctx.close();
    }

    /** A connection opened and closed without a word is how many load balancers look whether somebody is there. */
    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        if (state == State.WAITING && in.isReadable()) {
            refuse(ctx, "a header cut short");
        } else if (state == State.WAITING) {
            end(ctx);
        }
        ctx.fireChannelInactive();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event == Drain.EVENT && state == State.WAITING) {
            end(ctx);
        } else {
            ctx.fireUserEventTriggered(event);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        end(ctx);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        cancelDeadline();
        release();
    }

    private void cancelDeadline() {
        Future<?> pending = deadline;
        deadline = null;
        if (pending != null) {
            pending.cancel(false);
        }
    }

    private void release() {
        in.release();
        in = Unpooled.EMPTY_BUFFER;
    }
}
