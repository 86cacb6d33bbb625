package io.tollgate.proxy.tls;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import javax.net.ssl.SSLEngine;

/**
 * Puts {@link BoringRecords} in the place of {@link BoringHandshake} once the handshake has succeeded. Confined to one event loop.
 *
 * <p>Those behind it see one handshake end and nothing of the change: what the client has sent since is kept by the one and read by the
 * other.
 */
final class BoringHandover extends ChannelInboundHandlerAdapter {

    private final BoringHandshake handshake;
    private final HandshakeEngine engine;
    private boolean isOver;
    private boolean isRemoving;

    BoringHandover(BoringHandshake handshake, HandshakeEngine engine) {
        this.handshake = handshake;
        this.engine = engine;
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (!isOver && event instanceof SslHandshakeCompletionEvent completion && completion.isSuccess()) {
            isOver = true;
            ctx.executor().execute(() -> exchange(ctx)); // Not from within the handler that is to go.
        } else if (!isRemoving || !(event instanceof SslCloseCompletionEvent closed) || closed.isSuccess()) {
            ctx.fireUserEventTriggered(event);
        }
    }

    private void exchange(ChannelHandlerContext ctx) {
        if (!ctx.channel().isActive() || ctx.isRemoved()) {
            return;
        }
        TlsDetails details = engine.details();
        SSLEngine beneath = details == null ? null : engine.handOver();
        if (details == null || beneath == null) {
            ctx.close();
            return;
        }
        BoringRecords records = new BoringRecords(beneath, details);
        ctx.pipeline().addBefore(ctx.name(), null, records);
        isRemoving = true;
        ctx.pipeline().remove(handshake); // What it has kept goes to the records now, and from there on.
        isRemoving = false;
        if (ctx.channel().isActive()) {
            records.begin();
        }
        ctx.pipeline().remove(this);
    }
}
