package io.tollgate.proxy.upstream;

import io.tollgate.proxy.http.UpstreamException;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * HTTP/2 in the clear, without asking first (RFC 9113 section 3.3): requests share a connection, and another is made only when
 * one carries as many as the application allows. Confined to one event loop.
 */
final class Http2Wire implements Wire {
    private final UpstreamPool pool;
    private final Connector connector;
    private final List<Http2Link> links = new ArrayList<>();
    private final ArrayDeque<Pending> pending = new ArrayDeque<>();
    private @Nullable Http2Link connecting;

    private record Pending(InetSocketAddress address, Opening told) {}

    Http2Wire(UpstreamPool pool, Connector connector) {
        this.pool = pool;
        this.connector = connector;
    }

    @Override
    public void open(InetSocketAddress address, Opening told) {
        for (Http2Link link : links) {
            if (link.hasRoom() && link.address().equals(address)) {
                told.opened(link.newStream());
                return;
            }
        }
        pending.add(new Pending(address, told));
        connectIfNeeded();
    }

    private void connectIfNeeded() {
        Pending first = pending.peekFirst();
        if (first == null || connecting != null) {
            return;
        }
        Http2Link link = Http2Link.make(this, pool, first.address());
        connecting = link;
        connector
                .connect(pool.loop(), first.address(), pool.limits().connect(), link)
                .addListener(done -> {
                    if (!done.isSuccess()) {
                        failed(link, Http1Wire.unreachable(pool, done.cause()));
                    }
                });
    }

    /** The application has spoken HTTP/2: those who wait may begin. */
    void ready(Http2Link link) {
        connecting = null;
        links.add(link);
        if (!link.hasRoom()) {
            link.retire();
            failAll(new UpstreamException(503, "upstream.busy", pool.authority() + ": it allows no request at all"));
            return;
        }
        while (!pending.isEmpty() && link.hasRoom()) {
            pending.removeFirst().told().opened(link.newStream());
        }
        connectIfNeeded();
    }

    /** A connection came to nothing, before it was ready. */
    void failed(Http2Link link, UpstreamException cause) {
        if (connecting == link) {
            connecting = null;
            failAll(cause);
        }
    }

    private void failAll(UpstreamException cause) {
        List<Pending> all = List.copyOf(pending);
        pending.clear();
        all.forEach(one -> one.told().failed(cause));
    }

    void closed(Http2Link link) {
        links.remove(link);
    }

    @Override
    public void shed() {
        List.copyOf(links).forEach(Http2Link::retire);
    }
}
