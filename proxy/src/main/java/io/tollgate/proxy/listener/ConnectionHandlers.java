package io.tollgate.proxy.listener;

import io.netty.channel.ChannelPipeline;

/**
 * Adds to a pipeline the handlers that serve a connection.
 *
 * <p>Called on the connection's event loop, once, when its handshake has succeeded (on a plain listener: at once). The
 * handlers then see {@code channelActive} exactly once. Nothing is read until they call {@code read()}: auto-read is off.
 */
@FunctionalInterface
public interface ConnectionHandlers {
    void install(ChannelPipeline pipeline, Connection connection);
}
