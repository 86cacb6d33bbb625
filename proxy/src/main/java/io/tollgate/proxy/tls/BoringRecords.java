package io.tollgate.proxy.tls;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.ssl.SslHandler;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;

/** The records of a connection whose handshake BoringSSL has done. Confined to one event loop. */
final class BoringRecords extends SslHandler implements TlsHandler {

    /**
     * Bytes that one buffer to the system holds at most, in full records: what the largest read of an application brings. Netty's own
     * default is a buffer for each record.
     */
    private static final int AT_ONCE = 64 * 1024;

    private final TlsDetails details;
    private @Nullable ChannelHandlerContext context;

    BoringRecords(SSLEngine engine, TlsDetails details) {
        super(engine);
        this.details = details;
        setHandshakeTimeoutMillis(0);
        setWrapDataSize(AT_ONCE);
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) throws Exception {
        super.handlerAdded(ctx);
        context = ctx;
    }

    /** Has it find out that the handshake is over, and say so to those behind it. */
    void begin() throws IllegalStateException {
        ChannelHandlerContext ctx = context;
        if (ctx == null) {
            throw new IllegalStateException("not in a pipeline");
        }
        try {
            flush(ctx);
        } catch (Exception e) {
            ctx.close();
        }
    }

    @Override
    public TlsDetails details() {
        return details;
    }
}
