package io.tollgate.proxy.upstream;

import io.netty.channel.EventLoop;
import io.tollgate.proxy.http.LoopScope;
import io.tollgate.proxy.tls.ClientTls;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One address of an app, with one budget of connections over all event loops and a pool on each loop for each address it
 * is connected to from. Safe for use by any thread.
 */
final class Endpoint {
    private final String name;
    private final EndpointAddress address;
    private final Standing standing;
    private volatile Speech speech;
    private final List<Connector> connectors;
    private final EndpointLimits limits;
    private final AtomicInteger open = new AtomicInteger();
    private final List<Map<EventLoop, UpstreamPool>> pools;
    private final List<UpstreamPool> all = new CopyOnWriteArrayList<>();
    private volatile boolean isRetired;

    /**
     * An endpoint that nothing was sent to yet.
     *
     * @param name {@code scheme://host:port}
     * @param connectors one for each address of this machine that it is connected to from
     */
    Endpoint(
            String name,
            EndpointAddress address,
            Speech speech,
            List<Connector> connectors,
            EndpointLimits limits,
            Standing standing) {
        this.name = name;
        this.address = address;
        this.speech = speech;
        this.standing = standing;
        this.connectors = List.copyOf(connectors);
        this.limits = limits;
        this.pools = this.connectors.stream()
                .<Map<EventLoop, UpstreamPool>>map(each -> new ConcurrentHashMap<>())
                .toList();
    }

    String name() {
        return name;
    }

    /** How it stands. */
    Standing standing() {
        return standing;
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

    /** The pool of a loop with the connections from one source: sources are counted from 0. */
    UpstreamPool pool(LoopScope scope, EventLoop loop, int source) {
        Map<EventLoop, UpstreamPool> ofSource = pools.get(source);
        UpstreamPool pool = ofSource.get(loop);
        return pool != null ? pool : ofSource.computeIfAbsent(loop, l -> made(scope, l, connectors.get(source)));
    }

    private UpstreamPool made(LoopScope scope, EventLoop loop, Connector connector) {
        UpstreamPool pool = new UpstreamPool(this, scope, loop, connector);
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
