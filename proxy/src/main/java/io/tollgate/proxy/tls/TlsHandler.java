package io.tollgate.proxy.tls;

import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import org.jspecify.annotations.Nullable;

/**
 * The handler of a connection that speaks TLS for it, first in its pipeline. Confined to one event loop.
 *
 * <p>It tells what becomes of it by events, as {@code SslHandler} does: {@code SslHandshakeCompletionEvent} before the first byte of a
 * client is passed on, or with its cause before the connection is closed over it; {@code SslCloseCompletionEvent} where the client has
 * said that no more will come.
 */
public interface TlsHandler extends ChannelHandler {

    /** What was agreed on, or null where the handshake has not succeeded. */
    @Nullable
    TlsDetails details();

    /** Says close_notify after all that was flushed; done when it is written. The connection stays. */
    ChannelFuture closeOutbound();
}
