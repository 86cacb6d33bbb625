package io.tollgate.proxy.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.tollgate.filters.chain.Arrival;
import io.tollgate.proxy.listener.Drain;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Joins a channel and its {@link HttpConnection}, which begins when the channel is active. Confined to one event loop. */
final class HttpHandler extends ChannelInboundHandlerAdapter {
    private final Supplier<ProxyKernel> kernels;
    private final LoopScopes scopes;
    private final Arrival arrival;
    private @Nullable HttpConnection connection;

    HttpHandler(Supplier<ProxyKernel> kernels, LoopScopes scopes, Arrival arrival) {
        this.kernels = kernels;
        this.scopes = scopes;
        this.arrival = arrival;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        if (ctx.channel().isActive()) {
            begin(ctx);
        }
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        begin(ctx);
        ctx.fireChannelActive();
    }

    private HttpConnection begin(ChannelHandlerContext ctx) {
        HttpConnection begun = connection;
        if (begun == null) {
            begun = new HttpConnection(kernels, arrival, scopes.of(ctx.channel().eventLoop()), ctx);
            connection = begun;
            begun.start();
        }
        return begun;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        begin(ctx).read((ByteBuf) message);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        begin(ctx).readComplete();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        HttpConnection current = connection;
        if (current != null) {
            current.writabilityChanged();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        HttpConnection current = connection;
        if (current != null) {
            if (event == Drain.EVENT) {
                current.drain();
            } else if (event == ChannelInputShutdownEvent.INSTANCE) {
                current.inputEnded();
            } else if (event instanceof SslCloseCompletionEvent) {
                current.saidGoodbye();
            }
        }
        ctx.fireUserEventTriggered(event);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        close();
        ctx.fireChannelInactive();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        close();
    }

    private void close() {
        HttpConnection current = connection;
        if (current != null) {
            current.closed();
        }
    }

    /** A connection that fails is closed; what was wrong with it is nothing an operator could mend. */
    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        Faults.tell("of a client", cause);
        ctx.close();
    }
}
