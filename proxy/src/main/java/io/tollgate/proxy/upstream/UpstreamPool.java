package io.tollgate.proxy.upstream;

import io.netty.channel.EventLoop;
import io.tollgate.proxy.http.Deadlines;
import io.tollgate.proxy.http.Deadlines.Deadline;
import io.tollgate.proxy.http.LoopScope;
import io.tollgate.proxy.http.UpstreamException;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * The connections of one endpoint on one event loop: the one used last is used first, who waits longest is served first.
 * Confined to that loop but for what says otherwise.
 */
final class UpstreamPool {
    /** How much longer somebody on another loop must have waited to be served before somebody here. */
    private static final long PATIENCE_NANOS = 50_000_000;

    private static final long NOBODY = Long.MIN_VALUE;

    private final Endpoint endpoint;
    private final EventLoop loop;
    private final Deadlines deadlines;
    private final Wire wire;
    private final ArrayDeque<UpstreamConnection> idle = new ArrayDeque<>();
    private final ArrayDeque<Waiter> waiters = new ArrayDeque<>();
    private final Deadline waiting;
    private volatile boolean hasIdle;
    private volatile long oldest = NOBODY;

    /** Wants a connection. */
    interface Taker {
        /** Here is one: used last by somebody else, or new. */
        void acquired(UpstreamConnection connection);

        /** There is none to be had. */
        void refused(UpstreamException cause);

        /** Whether it has gone meanwhile. */
        boolean isCancelled();
    }

    private record Waiter(Taker taker, long since) {}

    UpstreamPool(Endpoint endpoint, LoopScope scope, EventLoop loop, Connector connector) {
        this.endpoint = endpoint;
        this.loop = loop;
        this.deadlines = scope.deadlines();
        this.waiting = deadlines.open(this::waitedTooLong);
        this.wire = connector.wire(this);
    }

    EventLoop loop() {
        return loop;
    }

    Speech speech() {
        return endpoint.speech();
    }

    Deadlines deadlines() {
        return deadlines;
    }

    /** Whom this is about, in messages: {@code host:port}. */
    String authority() {
        return endpoint.address().authority();
    }

    EndpointLimits limits() {
        return endpoint.limits();
    }

    void acquire(Taker taker) {
        UpstreamConnection kept = kept();
        if (kept != null) {
            taker.acquired(kept);
        } else if (endpoint.take()) {
            connect(taker);
        } else if (waiters.size() >= limits().maxWaiters()) {
            taker.refused(busy("more requests wait for a connection than may"));
        } else {
            waiters.addLast(new Waiter(taker, deadlines.now()));
            waitersChanged();
            endpoint.shedFor(this);
            serve(); // A connection may have been given back between the two looks.
        }
    }

    /** One that rests and is still good; what the upstream has closed meanwhile is closed here too. */
    private @Nullable UpstreamConnection kept() {
        UpstreamConnection kept = idle.pollFirst();
        while (kept != null && !kept.isAlive()) {
            kept.close();
            kept = idle.pollFirst();
        }
        hasIdle = !idle.isEmpty();
        return kept;
    }

    /** A connection that can be used again. */
    void release(UpstreamConnection connection) {
        long since = oldest;
        if (!connection.mayRest()
                || endpoint.isRetired()
                || endpoint.isOthersTurn(this, since == NOBODY ? NOBODY : since - PATIENCE_NANOS)) {
            connection.close();
            return;
        }
        Waiter next = nextWaiter();
        if (next != null) {
            next.taker().acquired(connection);
            return;
        }
        connection.rest(limits().idle().toNanos());
        idle.addFirst(connection);
        hasIdle = true;
    }

    /** A connection that was open is closed. */
    void closed(UpstreamConnection connection) {
        idle.remove(connection);
        hasIdle = !idle.isEmpty();
        endpoint.giveBack(this);
    }

    private void connect(Taker taker) {
        endpoint.address().resolve(loop, deadlines.now(), (address, failure) -> {
            if (address == null) {
                giveUp(
                        taker,
                        new UpstreamException(502, "upstream.connect", authority() + ": its name does not resolve"));
            } else {
                connect(taker, address);
            }
        });
    }

    private void connect(Taker taker, InetSocketAddress address) {
        wire.open(address, new Wire.Opening() {
            @Override
            public void opened(UpstreamConnection connection) {
                if (taker.isCancelled()) {
                    release(connection);
                } else {
                    taker.acquired(connection);
                }
            }

            @Override
            public void failed(UpstreamException cause) {
                giveUp(taker, cause);
            }
        });
    }

    private void giveUp(Taker taker, UpstreamException cause) {
        endpoint.giveBack(this);
        if (!taker.isCancelled()) {
            taker.refused(cause);
        }
    }

    // Waiting

    private @Nullable Waiter nextWaiter() {
        Waiter next = waiters.pollFirst();
        while (next != null && next.taker().isCancelled()) {
            next = waiters.pollFirst();
        }
        waitersChanged();
        return next;
    }

    private void waitersChanged() {
        Waiter first = waiters.peekFirst();
        if (first == null) {
            oldest = NOBODY;
            waiting.clear();
        } else {
            oldest = first.since();
            waiting.in(Math.max(0, first.since() + limits().waiting().toNanos() - deadlines.now()));
        }
    }

    private void serve() {
        while (!waiters.isEmpty() && endpoint.take()) {
            Waiter next = nextWaiter();
            if (next == null) {
                endpoint.giveBack(this);
            } else {
                connect(next.taker());
            }
        }
    }

    private void waitedTooLong() {
        long limit = deadlines.now() - limits().waiting().toNanos();
        Waiter first = waiters.peekFirst();
        while (first != null && first.since() - limit <= 0) {
            waiters.pollFirst();
            if (!first.taker().isCancelled()) {
                first.taker().refused(busy("no connection was free in time"));
            }
            first = waiters.peekFirst();
        }
        waitersChanged();
    }

    private UpstreamException busy(String why) {
        return new UpstreamException(
                503, "upstream.busy", authority() + ": " + why + ", of " + limits().maxConnections());
    }

    // From any thread

    boolean hasIdle() {
        return hasIdle;
    }

    boolean hasWaitedSince(long since) {
        long first = oldest;
        return first != NOBODY && (since == NOBODY || first - since < 0);
    }

    /** There may be a connection to be had. */
    void wakeUp() {
        if (oldest != NOBODY) {
            loop.execute(this::serve);
        }
    }

    void shedOne() {
        loop.execute(() -> {
            UpstreamConnection unused = idle.pollLast();
            hasIdle = !idle.isEmpty();
            if (unused != null) {
                unused.close();
            }
        });
    }

    void shedAll() {
        loop.execute(() -> {
            for (UpstreamConnection kept = idle.pollFirst(); kept != null; kept = idle.pollFirst()) {
                kept.close();
            }
            hasIdle = false;
            wire.shed();
        });
    }
}
