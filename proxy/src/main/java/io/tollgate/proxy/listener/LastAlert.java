package io.tollgate.proxy.listener;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.DuplexChannel;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.PromiseNotifier;
import java.util.concurrent.TimeUnit;

/**
 * Stands before TLS where a handshake failed, so that the client gets to read the alert. Confined to one event loop.
 *
 * <p>In TLS 1.3 a client has sent its certificate and its first request before it can know that the former is refused. Closed with those
 * unread, the kernel would send a reset that overtakes the alert. So we say that no more will come, throw away what still comes, within
 * bounds, and close.
 */
final class LastAlert extends ChannelDuplexHandler {

    private static final long MILLIS = 1_000;
    private static final int BYTES = 256 * 1024;

    private int left = BYTES;
    private boolean isClosing;

    @Override
    public void close(ChannelHandlerContext ctx, ChannelPromise promise) {
        if (!(ctx.channel() instanceof DuplexChannel socket) || !socket.isActive()) {
            ctx.close(promise);
            return;
        }
        if (isClosing) { // More than one of those behind sees the failure and closes.
            PromiseNotifier.cascade(false, ctx.channel().closeFuture(), promise);
            return;
        }
        isClosing = true;
        ctx.flush();
        socket.shutdownOutput();
        ctx.executor().schedule(() -> ctx.close(promise), MILLIS, TimeUnit.MILLISECONDS);
        ctx.read();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (isClosing) {
            left -= message instanceof ByteBuf bytes ? bytes.readableBytes() : 1;
            ReferenceCountUtil.release(message);
        } else {
            ctx.fireChannelRead(message);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        if (!isClosing) {
            ctx.fireChannelReadComplete();
        } else if (left <= 0) {
            ctx.close();
        } else {
            ctx.read();
        }
    }
}
