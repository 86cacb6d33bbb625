package io.tollgate.proxy.listener;

import io.netty.channel.ChannelPipeline;
import java.util.function.IntSupplier;
import java.util.function.Predicate;

/**
 * Serves a plain listener: every request is sent to the same host and target over HTTPS. Immutable.
 *
 * @param port the port to send to; 443 is left out of the URL
 * @param hosts which host names belong to this gateway, in lower case without a port; others are refused
 */
public record RedirectToHttps(IntSupplier port, Predicate<String> hosts) implements ConnectionHandlers {

    @Override
    public void install(ChannelPipeline pipeline, Connection connection) {
        pipeline.addLast(new RedirectHandler(port.getAsInt(), hosts));
    }
}
