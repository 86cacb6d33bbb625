package io.tollgate.proxy.upstream;

import io.netty.channel.EventLoop;
import io.tollgate.config.HealthConfig;
import io.tollgate.proxy.http.LoopScope;
import java.util.concurrent.TimeUnit;

/**
 * Asks one endpoint again and again whether it is well. The first answer counts at once; later it takes two bad ones in a row
 * to take an endpoint out, and one good one to let it in again. Confined to one event loop but for what says otherwise.
 */
final class HealthWatch {
    private static final int BAD_IN_ROW = 2;

    private final Standing standing;
    private final Endpoint asked;
    private final HealthConfig config;
    private final String host;
    private final LoopScope scope;
    private final EventLoop loop;
    private int bad = BAD_IN_ROW - 1;
    private volatile boolean isStopped;

    /**
     * A watch that has not begun.
     *
     * @param standing what is told
     * @param asked the same endpoint with connections for this alone
     * @param host the Host it is asked by
     */
    HealthWatch(Standing standing, Endpoint asked, HealthConfig config, String host, LoopScope scope, EventLoop loop) {
        this.standing = standing;
        this.asked = asked;
        this.config = config;
        this.host = host;
        this.scope = scope;
        this.loop = loop;
    }

    /** Begins, from any thread. */
    void start() {
        loop.execute(this::ask);
    }

    /** Ends, from any thread: what it finds from now on is not told. */
    void stop() {
        isStopped = true;
    }

    private void ask() {
        if (!isStopped) {
            new HealthProbe(config, host, this::found).start(asked.pool(scope, loop, 0), loop);
        }
    }

    private void found(boolean isWell, String why) {
        if (isStopped) {
            return;
        }
        bad = isWell ? 0 : bad + 1;
        if (isWell || bad >= BAD_IN_ROW) {
            standing.health(isWell, why);
        }
        loop.schedule(this::ask, config.every().toNanos(), TimeUnit.NANOSECONDS);
    }
}
