package io.tollgate.proxy;

import io.tollgate.filters.session.SessionSweeper;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does what has to be done every second and every hour, on a thread of its own. */
final class Clockwork implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Clockwork.class);

    private final ScheduledThreadPoolExecutor thread = new ScheduledThreadPoolExecutor(1, run -> {
        Thread made = new Thread(run, "tollgate-clockwork");
        made.setDaemon(true);
        return made;
    });

    /** Starts it. */
    Clockwork(Ground ground, SessionSweeper sweeper, RiskReminder risks) {
        thread.scheduleWithFixedDelay(guarded(sweeper::sweep), 200, 500, TimeUnit.MILLISECONDS);
        thread.scheduleWithFixedDelay(guarded(ground::tick), 200, 500, TimeUnit.MILLISECONDS);
        thread.scheduleWithFixedDelay(guarded(ground::purge), 1, 60, TimeUnit.MINUTES);
        thread.scheduleWithFixedDelay(guarded(risks::remind), 0, 60, TimeUnit.MINUTES);
    }

    /** A task that throws would never run again. */
    private static Runnable guarded(Runnable task) {
        return () -> {
            try {
                task.run();
            } catch (RuntimeException e) {
                LOG.error("gateway.clockwork: a task failed and is tried again", e);
            }
        };
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
