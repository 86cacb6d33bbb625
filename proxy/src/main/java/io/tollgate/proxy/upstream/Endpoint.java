package io.tollgate.proxy.upstream;

import io.netty.channel.EventLoop;
import io.tollgate.proxy.http.LoopScope;
import io.tollgate.proxy.tls.ClientTls;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One address of an app, with one budget of connections over all event loops and a pool on each loop. Safe for use by any
 * thread.
 */
final class Endpoint {
    private final EndpointAddress address;
    private volatile Speech speech;
    private final Connector connector;
    private final EndpointLimits limits;
    private final AtomicInteger open = new AtomicInteger();
    private final ConcurrentHashMap<EventLoop, UpstreamPool> pools = new ConcurrentHashMap<>();
    private final List<UpstreamPool> all = new CopyOnWriteArrayList<>();
    private volatile boolean isRetired;

    Endpoint(EndpointAddress address, Speech speech, Connector connector, EndpointLimits limits) {
        this.address = address;
        this.speech = speech;
        this.connector = connector;
        this.limits = limits;
    }

    EndpointAddress address() {
        return address;
    }

    /** What is spoken with it now. */
    Speech speech() {
        return speech;
    }

    /** New connections speak TLS as this says; what is idle is closed where that is something else than before. */
    void secured(ClientTls tls) {
        Speech before = speech;
        ClientTls old = before.tls();
        if (old == null || !old.isSameAs(tls)) {
            speech = new Speech(before.scheme(), before.host(), before.port(), tls);
            all.forEach(UpstreamPool::shedAll);
        }
    }

    Connector connector() {
        return connector;
    }

    EndpointLimits limits() {
        return limits;
    }

    /** Connections that stand, are being made, or carry a tunnel. */
    int open() {
        return open.get();
    }

    /** Whether connections are not kept any more: the configuration names another endpoint. */
    boolean isRetired() {
        return isRetired;
    }

    UpstreamPool pool(LoopScope scope, EventLoop loop) {
        UpstreamPool pool = pools.get(loop);
        return pool != null ? pool : pools.computeIfAbsent(loop, l -> made(scope, l));
    }

    private UpstreamPool made(LoopScope scope, EventLoop loop) {
        UpstreamPool pool = new UpstreamPool(this, scope, loop);
        all.add(pool);
        return pool;
    }

    /** Takes the right to one connection; to be given back. */
    boolean take() {
        int now = open.get();
        while (now < limits.maxConnections()) {
            if (open.compareAndSet(now, now + 1)) {
                return true;
            }
            now = open.get();
        }
        return false;
    }

    /** Gives back the right to a connection; whoever waits for one, on whatever loop, is told. */
    void giveBack(UpstreamPool from) {
        open.decrementAndGet();
        from.wakeUp();
        for (UpstreamPool pool : all) {
            if (pool != from) {
                pool.wakeUp();
            }
        }
    }

    /** Somebody waits on one loop while another loop may keep connections it does not use. */
    void shedFor(UpstreamPool waiting) {
        for (UpstreamPool pool : all) {
            if (pool != waiting && pool.hasIdle()) {
                pool.shedOne();
                return;
            }
        }
    }

    /** Whether anybody waits on another loop, and longer than {@code since}. */
    boolean isOthersTurn(UpstreamPool mine, long since) {
        for (UpstreamPool pool : all) {
            if (pool != mine && pool.hasWaitedSince(since)) {
                return true;
            }
        }
        return false;
    }

    /** Closes what is idle and keeps nothing from now on. */
    void retire() {
        isRetired = true;
        all.forEach(UpstreamPool::shedAll);
    }
}
