package io.tollgate.proxy.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.util.ReferenceCountUtil;
import io.tollgate.proxy.tls.TlsHandler;

/**
 * Ends a connection so that the client sees its last answer: closed with unread input, the kernel would send a reset that
 * overtakes it. We say that no more will come, throw away what still comes, within bounds, and close. A client that sends
 * more than that has the rest of the time to find that nobody takes it, and to read the answer.
 */
public final class LingeringClose extends ChannelInboundHandlerAdapter {
    private final Deadlines.Deadline deadline;
    private long bytesLeft;

    private LingeringClose(ChannelHandlerContext context, Deadlines deadlines, HttpLimits limits) {
        this.bytesLeft = limits.lingerBytes();
        this.deadline = deadlines.open(() -> context.channel().close());
        deadline.in(limits.linger().toNanos());
    }

    /** Begins; everything was written and is flushed as fast as the client takes it, which it has to do. */
    public static void begin(ChannelHandlerContext context, Deadlines deadlines, HttpLimits limits) {
        if (!context.channel().isActive()) {
            return;
        }
        LastWrites.watch(context, deadlines, limits);
        TlsHandler tls = context.pipeline().get(TlsHandler.class);
        ChannelFuture told = tls != null ? tls.closeOutbound() : context.writeAndFlush(Unpooled.EMPTY_BUFFER);
        told.addListener(done -> {
            if (!done.isSuccess() || !(context.channel() instanceof DuplexChannel socket)) {
                context.channel().close();
                return;
            }
            if (socket.isInputShutdown()) {
                context.channel().close();
                return;
            }
            socket.shutdownOutput();
            context.pipeline().addFirst(new LingeringClose(context, deadlines, limits));
            context.pipeline().firstContext().read();
        });
    }

    /** Ends it at once by a reset, below TLS: no close_notify makes it look as if this had been all. */
    public static void reset(ChannelHandlerContext context) {
        if (context.channel() instanceof DuplexChannel && context.channel().isActive()) {
            context.channel().config().setOption(ChannelOption.SO_LINGER, 0);
        }
        context.pipeline().firstContext().close();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        bytesLeft -= message instanceof ByteBuf bytes ? bytes.readableBytes() : 1;
        ReferenceCountUtil.release(message);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        if (bytesLeft > 0) {
            ctx.read();
        }
    }

    /** The client has read to the end. */
    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event == ChannelInputShutdownEvent.INSTANCE) {
            ctx.close();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        deadline.close();
        ctx.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close();
    }
}
