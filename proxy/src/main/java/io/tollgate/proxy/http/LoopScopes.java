package io.tollgate.proxy.http;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Ticker;
import io.tollgate.filters.chain.Exchange;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** The scopes of all event loops, and what is told to all of them. Safe for use by any thread. */
public final class LoopScopes {
    private final Map<EventLoop, LoopScope> scopes = new ConcurrentHashMap<>();
    private final Ticker ticker;

    /** Scopes whose deadlines go by this clock. */
    public LoopScopes(Ticker ticker) {
        this.ticker = ticker;
    }

    /** The clock. */
    public Ticker ticker() {
        return ticker;
    }

    /** The scope of a loop, made when first asked for. */
    public LoopScope of(EventLoop loop) {
        LoopScope scope = scopes.get(loop);
        return scope != null ? scope : scopes.computeIfAbsent(loop, l -> new LoopScope(l, ticker));
    }

    /**
     * Cuts every open exchange that was permitted and is concerned, on its own loop, soon.
     *
     * @param isConcerned asked on the event loops; must not block
     * @param code why: becomes the exchange's fault
     */
    public void cut(Predicate<Exchange> isConcerned, String code) {
        tell(scope -> scope.exchanges().cut(isConcerned, code));
    }

    /** Lets exchanges under way finish and closes every connection after its last. */
    public void drain() {
        tell(LoopScope::drain);
    }

    private void tell(Consumer<LoopScope> what) {
        scopes.values().forEach(scope -> {
            if (!scope.loop().isShuttingDown()) {
                scope.loop().execute(() -> what.accept(scope));
            }
        });
    }
}
