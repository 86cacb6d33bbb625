package io.tollgate.proxy.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.tollgate.proxy.http.Deadlines.Deadline;

/**
 * Watches what is left to be written on a connection that ends: a client that takes none of it loses it. Confined to one
 * event loop.
 */
final class LastWrites {
    private final ChannelHandlerContext context;
    private final HttpLimits limits;
    private final Deadline deadline;
    private long left;

    private LastWrites(ChannelHandlerContext context, Deadlines deadlines, HttpLimits limits) {
        this.context = context;
        this.limits = limits;
        this.deadline = deadlines.open(this::passed);
        this.left = pending(context.channel());
        context.channel().closeFuture().addListener(closed -> deadline.close());
    }

    /** Begins, where anything is left at all. */
    static void watch(ChannelHandlerContext context, Deadlines deadlines, HttpLimits limits) {
        if (pending(context.channel()) > 0) {
            new LastWrites(context, deadlines, limits).ensureProgress();
        }
    }

    private void ensureProgress() {
        deadline.in(limits.stall().toNanos());
    }

    private void passed() {
        long now = pending(context.channel());
        if (now >= left && now > 0) {
            LingeringClose.reset(context);
            return;
        }
        left = now;
        ensureProgress();
    }

    private static long pending(Channel channel) {
        ChannelOutboundBuffer buffer = channel.unsafe().outboundBuffer();
        return buffer == null ? 0 : buffer.totalPendingWriteBytes();
    }
}
