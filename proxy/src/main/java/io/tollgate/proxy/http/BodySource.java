package io.tollgate.proxy.http;

import io.netty.channel.EventLoop;

/** Where a request's body comes from, piece by piece. Confined to its event loop. */
public interface BodySource {
    EventLoop loop();

    /** Asks for one piece more of the request's body, or its end. */
    void requestBody();
}
