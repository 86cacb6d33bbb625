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
 * <p>Connections that can't be served are told once when it begins and once when it is over. Confined to the accepting loop.
 */
final class AcceptGate extends ChannelInboundHandlerAdapter {

    private static final Logger LOG = LoggerFactory.getLogger(AcceptGate.class);
    private static final long REST_MILLIS = 500;
    /** Over is what has not been for so long: at the limit, every connection that ends lets one more in. */
    private static final long QUIET_MILLIS = 5_000;

    private final Supplier<String> listener;
    private final ConnectionLimit limit;
    private final ListenerCounts counts;
    private boolean isTroubled;
    private boolean acceptedSince;
    private int troubles;

    AcceptGate(Supplier<String> listener, ConnectionLimit limit, ListenerCounts counts) {
        this.listener = listener;
        this.limit = limit;
        this.counts = counts;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object accepted) {
        Channel child = (Channel) accepted;
        if (!limit.enter()) {
            counts.refused.increment();
            if (trouble(ctx)) {
                LOG.warn(
                        "listener.full: listener {}: {} connections are open, further ones are closed at once;"
                                + " the limit of open files allows no more (ulimit -n)",
                        listener.get(),
                        limit.most());
            }
            child.unsafe().closeForcibly();
            return;
        }
        acceptedSince = true;
        counts.accepted.increment();
        child.closeFuture().addListener(closed -> limit.leave());
        ctx.fireChannelRead(accepted);
    }

    /** An error of accept(2), mostly that file descriptors ran out: polling on would spin. */
    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (trouble(ctx)) {
            LOG.warn(
                    "listener.failing: listener {} cannot accept connections for now, those that stand are served: {};"
                            + " raise the limit of open files (ulimit -n)",
                    listener.get(),
                    cause.getMessage());
        }
        ctx.channel().config().setAutoRead(false);
        ctx.executor().schedule(() -> ctx.channel().config().setAutoRead(true), REST_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Somebody could not be served: whether that is news. */
    private boolean trouble(ChannelHandlerContext ctx) {
        boolean isNews = !isTroubled;
        isTroubled = true;
        acceptedSince = false;
        troubles++;
        if (isNews) {
            look(ctx, troubles);
        }
        return isNews;
    }

    /** Looks again later whether it is over: connections came and none was turned away since the last look. */
    private void look(ChannelHandlerContext ctx, int before) {
        ctx.executor()
                .schedule(
                        () -> {
                            if (troubles == before && acceptedSince) {
                                isTroubled = false;
                                LOG.info(
                                        "listener.recovered: listener {} accepts connections again; {} times it could"
                                                + " not",
                                        listener.get(),
                                        troubles);
                                troubles = 0;
                            } else {
                                look(ctx, troubles);
                            }
                        },
                        QUIET_MILLIS,
                        TimeUnit.MILLISECONDS);
    }

    boolean isTroubled() {
        return isTroubled;
    }
}
