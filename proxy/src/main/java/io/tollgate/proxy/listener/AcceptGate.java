package io.tollgate.proxy.listener;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stands before a listener's new connections: counts them, turns away those over the limit, and rests where accepting fails.
 *
 * <p>File descriptors running out is told once, survived, and over when it is over. Confined to the accepting loop.
 */
final class AcceptGate extends ChannelInboundHandlerAdapter {

    private static final Logger LOG = LoggerFactory.getLogger(AcceptGate.class);
    private static final long REST_MILLIS = 500;

    private final Supplier<String> listener;
    private final ConnectionLimit limit;
    private final ListenerCounts counts;
    private boolean failing;
    private boolean full;

    AcceptGate(Supplier<String> listener, ConnectionLimit limit, ListenerCounts counts) {
        this.listener = listener;
        this.limit = limit;
        this.counts = counts;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object accepted) {
        Channel child = (Channel) accepted;
        if (failing) {
            failing = false;
            LOG.info("listener {} accepts connections again", listener.get());
        }
        if (!limit.enter()) {
            counts.refused.increment();
            if (!full) {
                full = true;
                LOG.warn(
                        "listener {}: {} connections are open, further ones are closed at once",
                        listener.get(),
                        limit.most());
            }
            child.unsafe().closeForcibly();
            return;
        }
        full = false;
        counts.accepted.increment();
        child.closeFuture().addListener(closed -> limit.leave());
        ctx.fireChannelRead(accepted);
    }

    /** An error of accept(2), mostly that file descriptors ran out: polling on would spin. */
    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (!failing) {
            failing = true;
            LOG.warn("listener {} cannot accept connections for now: {}", listener.get(), cause.getMessage());
        }
        ctx.channel().config().setAutoRead(false);
        ctx.executor().schedule(() -> ctx.channel().config().setAutoRead(true), REST_MILLIS, TimeUnit.MILLISECONDS);
    }
}
