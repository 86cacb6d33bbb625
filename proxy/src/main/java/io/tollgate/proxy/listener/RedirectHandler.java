package io.tollgate.proxy.listener;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.SocketChannel;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Reads one request's head over plain HTTP, answers it, and closes. Confined to one event loop.
 *
 * <p>The input is shut down in order: the answer is lost where a connection is closed with bytes unread, so what still
 * comes is dropped for a second.
 */
final class RedirectHandler extends ChannelInboundHandlerAdapter {

    private static final int LARGEST_HEAD = 8 * 1024;
    private static final int MOST_DROPPED = 256 * 1024;
    private static final int DEADLINE_SECONDS = 10;

    private final int port;
    private final Predicate<String> hosts;
    private final StringBuilder head = new StringBuilder();
    private @Nullable Future<?> deadline;
    private boolean answered;
    private int dropped;

    RedirectHandler(int port, Predicate<String> hosts) {
        this.port = port;
        this.hosts = hosts;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        deadline = ctx.executor().schedule(() -> ctx.close(), DEADLINE_SECONDS, TimeUnit.SECONDS);
        ctx.read();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        Future<?> pending = deadline;
        if (pending != null) {
            pending.cancel(false);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        try {
            ByteBuf bytes = (ByteBuf) message;
            if (answered) {
                dropped += bytes.readableBytes();
            } else {
                int room = LARGEST_HEAD - head.length();
                head.append(bytes.toString(bytes.readerIndex(), Math.min(room, bytes.readableBytes()), ISO_8859_1));
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
        proceed(ctx);
    }

    private void proceed(ChannelHandlerContext ctx) {
        if (!answered) {
            int end = head.indexOf("\r\n\r\n");
            if (end >= 0) {
                answer(ctx, PlainRedirect.answer(head.substring(0, end), port, hosts));
            } else if (head.length() >= LARGEST_HEAD) {
                answer(ctx, PlainRedirect.refused(431, "Request Header Fields Too Large"));
            }
        }
        if (dropped > MOST_DROPPED) {
            ctx.close();
        } else {
            ctx.read();
        }
    }

    private void answer(ChannelHandlerContext ctx, String response) {
        answered = true;
        ctx.writeAndFlush(Unpooled.copiedBuffer(response, US_ASCII)).addListener(written -> {
            ((SocketChannel) ctx.channel()).shutdownOutput();
            ctx.executor().schedule(() -> ctx.close(), 1, TimeUnit.SECONDS);
        });
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event == Drain.EVENT && !answered) {
            ctx.close();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close();
    }
}
