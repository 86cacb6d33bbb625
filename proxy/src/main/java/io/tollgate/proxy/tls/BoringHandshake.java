package io.tollgate.proxy.tls;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCounted;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * A handshake by BoringSSL, off the event loop; afterwards the engine is given to {@link BoringRecords}. Confined to one event loop.
 *
 * <p>Netty knows what a native engine can do only where it has the engine in its own hands, and then does every handshake on the event
 * loop. So there are two handlers after each other: this with {@link HandshakeEngine} in between, that without.
 */
final class BoringHandshake extends SslHandler implements TlsHandler {

    private final HandshakeEngine engine;
    private final ReferenceCounted context;

    /**
     * @param context retained for this handler, which gives it back
     */
    BoringHandshake(HandshakeEngine engine, ReferenceCounted context, Executor tasks, Duration deadline) {
        super(engine, tasks);
        this.engine = engine;
        this.context = context;
        setHandshakeTimeout(deadline.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public @Nullable TlsDetails details() {
        return engine.details();
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) throws Exception {
        super.handlerAdded(ctx);
        ctx.pipeline().addAfter(ctx.name(), null, new BoringHandover(this, engine));
    }

    /** What comes after the handshake is kept for the handler that takes over. */
    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) throws SSLException {
        if (!engine.isEstablished()) {
            super.decode(ctx, in, out);
        }
    }

    @Override
    public void handlerRemoved0(ChannelHandlerContext ctx) throws Exception {
        try {
            super.handlerRemoved0(ctx);
        } finally {
            engine.abandon();
            context.release();
        }
    }
}
