package io.tollgate.proxy.listener;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import io.netty.util.ReferenceCountUtil;
import io.tollgate.proxy.tls.ServerTls;
import io.tollgate.proxy.tls.TlsDetails;
import io.tollgate.proxy.tls.TlsHandler;
import io.tollgate.proxy.tls.TooManyHandshakesException;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import javax.net.ssl.SSLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stands behind TLS: nothing of a connection is served before its handshake has succeeded. Confined to one event loop.
 *
 * <p>Afterwards it only turns the client's close_notify into the end of the connection: nothing can be written after it.
 */
final class HandshakeGate extends ChannelInboundHandlerAdapter {

    /** How long a handshake that is under way may go on where the listener ends. */
    private static final long PATIENCE_MILLIS = 1_000;

    private static final Logger LOG = LoggerFactory.getLogger(HandshakeGate.class);

    private final TlsHandler tls;
    private final ListenerCounts counts;
    private final BiConsumer<ChannelHandlerContext, TlsDetails> onSuccess;
    private final Consumer<String> onRefusedClient;
    private boolean open;
    private boolean isDraining;

    /**
     * @param onSuccess installs what serves the connection behind this handler
     * @param onRefusedClient is told why a client's certificate, or having none, was not accepted
     */
    HandshakeGate(
            TlsHandler tls,
            ListenerCounts counts,
            BiConsumer<ChannelHandlerContext, TlsDetails> onSuccess,
            Consumer<String> onRefusedClient) {
        this.tls = tls;
        this.counts = counts;
        this.onSuccess = onSuccess;
        this.onRefusedClient = onRefusedClient;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        ctx.read(); // For the ClientHello; the TLS handler reads on by itself until the handshake is over.
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof SslHandshakeCompletionEvent completion) {
            completed(ctx, completion);
        } else if (event instanceof SslCloseCompletionEvent) {
            ctx.close();
        } else if (open) {
            ctx.fireUserEventTriggered(event);
        } else if (event == Drain.EVENT) {
            isDraining = true; // The client may believe that it is through, and have sent its request.
            ctx.executor().schedule(() -> endUnopened(ctx), PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private void endUnopened(ChannelHandlerContext ctx) {
        if (!open) {
            ctx.close();
        }
    }

    private void completed(ChannelHandlerContext ctx, SslHandshakeCompletionEvent completion) {
        if (!completion.isSuccess()) {
            if (isWorthAnAlert(completion.cause())) {
                ctx.pipeline().addFirst(new LastAlert());
            }
            failed(ctx, completion.cause()); // The TLS handler closes the connection, after its alert.
            return;
        }
        TlsDetails details = tls.details();
        if (details == null) {
            ctx.close();
            return;
        }
        counts.handshakes.increment();
        open = true;
        onSuccess.accept(ctx, details);
        ctx.fireChannelActive();
        if (isDraining) {
            ctx.fireUserEventTriggered(Drain.EVENT);
        }
    }

    /** Not where nobody is left to read it, nor where there are too many of them. */
    private static boolean isWorthAnAlert(Throwable cause) {
        return cause instanceof SSLException
                && !(cause instanceof SslHandshakeTimeoutException)
                && !(cause instanceof TooManyHandshakesException);
    }

    private void failed(ChannelHandlerContext ctx, Throwable cause) {
        if (cause instanceof TooManyHandshakesException) {
            counts.shedHandshakes.increment();
        } else {
            counts.failedHandshakes.increment();
            String refused = ServerTls.refusedClient(cause);
            if (refused != null) {
                counts.refusedClients.increment();
                onRefusedClient.accept(refused);
                return;
            }
            // Scans and plain HTTP are everyday noise; the exception's text may hold a client's bytes.
            LOG.debug(
                    "handshake with {} failed: {}",
                    ctx.channel().remoteAddress(),
                    cause.getClass().getSimpleName());
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (open) {
            ctx.fireChannelRead(message);
        } else {
            ReferenceCountUtil.release(message);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        if (open) {
            ctx.fireChannelReadComplete();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        if (open) {
            ctx.fireChannelInactive();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (open) {
            ctx.fireExceptionCaught(cause);
        } else {
            ctx.close();
        }
    }
}
