package io.tollgate.proxy.http;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Ticker;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/** What the connections of one event loop share. Confined to that loop. */
public final class LoopScope {
    private final EventLoop loop;
    private final Deadlines deadlines;
    private final HeadBuffer heads = new HeadBuffer();
    private final OpenExchanges exchanges = new OpenExchanges();
    private final Set<Drainable> connections = Collections.newSetFromMap(new IdentityHashMap<>());
    private boolean isDraining;

    LoopScope(EventLoop loop, Ticker ticker) {
        this.loop = loop;
        this.deadlines = new Deadlines(loop, ticker);
    }

    EventLoop loop() {
        return loop;
    }

    /** The loop's deadlines and clock. */
    public Deadlines deadlines() {
        return deadlines;
    }

    /** Where the loop's heads are put together: for one at a time. */
    public HeadBuffer heads() {
        return heads;
    }

    OpenExchanges exchanges() {
        return exchanges;
    }

    /** A connection that is to be told of a drain. */
    public void opened(Drainable connection) {
        connections.add(connection);
    }

    /** It is told no more. */
    public void closed(Drainable connection) {
        connections.remove(connection);
    }

    /** Whether connections end after what is under way on them. */
    public boolean isDraining() {
        return isDraining;
    }

    /** From now on no connection is used again; those that wait for a request are closed. */
    void drain() {
        isDraining = true;
        List<Drainable> all = new ArrayList<>(connections);
        all.forEach(Drainable::drain);
    }
}
