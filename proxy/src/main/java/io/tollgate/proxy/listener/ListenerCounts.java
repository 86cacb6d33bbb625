package io.tollgate.proxy.listener;

import java.util.concurrent.atomic.LongAdder;

/** What happened at a listener since it opened, for metrics. Safe for use by any thread. */
public final class ListenerCounts {

    final LongAdder accepted = new LongAdder();
    final LongAdder refused = new LongAdder();
    final LongAdder handshakes = new LongAdder();
    final LongAdder failedHandshakes = new LongAdder();
    final LongAdder shedHandshakes = new LongAdder();

    final LongAdder proxied = new LongAdder();
    final LongAdder refusedSenders = new LongAdder();
    final LongAdder refusedClients = new LongAdder();

    /** Connections whose sender said by the PROXY protocol who the client is. */
    public long proxied() {
        return proxied.sum();
    }

    /** Connections closed because a declared sender did not speak the PROXY protocol. */
    public long refusedSenders() {
        return refusedSenders.sum();
    }

    /** Handshakes that failed over the client's certificate. */
    public long refusedClients() {
        return refusedClients.sum();
    }

    /** Connections taken. */
    public long accepted() {
        return accepted.sum();
    }

    /** Connections closed at once because there were too many. */
    public long refused() {
        return refused.sum();
    }

    /** Handshakes that succeeded. */
    public long handshakes() {
        return handshakes.sum();
    }

    /** Handshakes that failed or took too long. */
    public long failedHandshakes() {
        return failedHandshakes.sum();
    }

    /** Handshakes not begun because too many were waiting. */
    public long shedHandshakes() {
        return shedHandshakes.sum();
    }
}
