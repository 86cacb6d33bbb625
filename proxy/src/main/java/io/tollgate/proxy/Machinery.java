package io.tollgate.proxy;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import io.netty.channel.ReflectiveChannelFactory;
import io.netty.util.concurrent.Ticker;
import io.tollgate.filters.RateLimitFilter;
import io.tollgate.filters.UpstreamCookies;
import io.tollgate.filters.accesslog.AccessLog;
import io.tollgate.filters.handover.WorkerThreads;
import io.tollgate.proxy.http.LoopScopes;
import io.tollgate.proxy.listener.ConnectionLimit;
import io.tollgate.proxy.listener.Transport;
import io.tollgate.proxy.tls.HandshakePool;
import io.tollgate.proxy.upstream.Connector;
import io.tollgate.proxy.upstream.UpstreamForwarder;
import io.tollgate.proxy.upstream.UpstreamHeaders;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a gateway runs on whatever its configuration says, and keeps over every reload: event loops, threads, connections to
 * applications, budgets, the access log. Safe for use by any thread.
 */
final class Machinery implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Machinery.class);
    private static final int BLOCKING_THREADS = 4;
    private static final int BLOCKING_QUEUE = 10_000;

    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private final LoopScopes scopes = new LoopScopes(Ticker.systemTicker());
    private final ConnectionLimit limit = ConnectionLimit.byFileDescriptors();
    private final WorkerThreads blocking;
    private final AccessLog accessLog;
    private final Transport transport;
    private final HandshakePool handshakes;
    private final UpstreamForwarder upstreams;
    private final RateLimitFilter.Budgets budgets;

    /** Starts all of it, over the data in this folder. */
    Machinery(Path data, Ground ground) {
        blocking = opened(
                new WorkerThreads("tollgate-blocking", BLOCKING_THREADS, Thread.NORM_PRIORITY, BLOCKING_QUEUE),
                WorkerThreads::close);
        accessLog = opened(new AccessLog(data.resolve("access"), ground.world().clock()), AccessLog::close);
        transport = opened(Transport.best(Runtime.getRuntime().availableProcessors()), Transport::close);
        handshakes = opened(new HandshakePool(handshakeThreads()), HandshakePool::close);
        upstreams = new UpstreamForwarder(
                scopes,
                new UpstreamHeaders(new UpstreamCookies(ground.appCookies())::forUpstream),
                new Connector(new ReflectiveChannelFactory<>(transport.channel()), handshakes),
                blocking,
                transport.serving(),
                new EndpointReports(ground.metrics(), ground.trail(), blocking));
        budgets = new RateLimitFilter.Budgets(ground.world().ticker());
    }

    /** Half of the processors, so that a storm of handshakes leaves the other half to those who are in. */
    private static int handshakeThreads() {
        return Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
    }

    private <T> T opened(T part, Consumer<T> close) {
        opened.push(() -> close.accept(part));
        return part;
    }

    /** What the connections of each event loop share. */
    LoopScopes scopes() {
        return scopes;
    }

    /** How many clients may be connected. */
    ConnectionLimit limit() {
        return limit;
    }

    /** Where things are done that may block. */
    Executor blocking() {
        return blocking;
    }

    AccessLog accessLog() {
        return accessLog;
    }

    Transport transport() {
        return transport;
    }

    HandshakePool handshakes() {
        return handshakes;
    }

    /** The connections to applications. */
    UpstreamForwarder upstreams() {
        return upstreams;
    }

    /** What each network has spent of its rate. */
    RateLimitFilter.Budgets budgets() {
        return budgets;
    }

    /** Bytes of network buffers that were taken from the system, in use or not. */
    static long buffers() {
        return ByteBufAllocator.DEFAULT instanceof ByteBufAllocatorMetricProvider known
                ? known.metric().usedDirectMemory() + known.metric().usedHeapMemory()
                : 0;
    }

    /** Closes everything in the reverse order. */
    @Override
    public void close() {
        while (!opened.isEmpty()) {
            try {
                opened.pop().close();
            } catch (Exception e) {
                LOG.warn("gateway.close: a part did not close cleanly", e);
            }
        }
    }
}
