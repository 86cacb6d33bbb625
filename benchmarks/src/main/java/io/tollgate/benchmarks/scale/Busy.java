package io.tollgate.benchmarks.scale;

import io.tollgate.benchmarks.BenchmarkException;
import io.tollgate.benchmarks.load.OpenLoop;
import io.tollgate.benchmarks.load.Target;
import io.tollgate.benchmarks.measure.Medians;
import io.tollgate.benchmarks.measure.Spent;
import io.tollgate.benchmarks.site.Site;
import io.tollgate.benchmarks.site.SmallApp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** People with sessions of their own, spread over all there are, who ask at a fixed rate together. Confined to one thread. */
final class Busy implements AutoCloseable {
    private static final int PEOPLE = 16;
    private static final int CONNECTIONS_OF_EACH = 2;
    private static final Duration GRACE = Duration.ofSeconds(20);

    private final List<OpenLoop.Held> held = new ArrayList<>();
    private final ExecutorService threads = Executors.newFixedThreadPool(PEOPLE);
    private final long pid;

    /** Connects them. */
    Busy(OpenLoop client, Site site, String path) {
        this.pid = site.pid();
        try {
            for (int i = 0; i < PEOPLE; i++) {
                String cookie = site.cookie((int) ((long) i * site.cookies() / PEOPLE));
                Target target = new Target("localhost", site.port(), path, cookie, SmallApp.bodyLength());
                held.add(client.hold(target, CONNECTIONS_OF_EACH));
            }
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /**
     * What they cost.
     *
     * @param cpuMicros of the gateway for each request
     * @param cpuShare of one processor
     * @param p99 milliseconds; the middle of those of all people
     * @param p999 the same
     */
    record Cost(double cpuMicros, double cpuShare, double p99, double p999) {}

    /** Asks so many times a second in all, for so long. */
    Cost ask(double rate, Duration time) {
        Spent.Meter meter = Spent.of(pid);
        List<Future<OpenLoop.Result>> running = new ArrayList<>();
        for (OpenLoop.Held each : held) {
            long count = Math.max(1, Math.round(rate / PEOPLE * time.toMillis() / 1000));
            running.add(threads.submit(() -> each.run(rate / PEOPLE, count, GRACE)));
        }
        long answered = 0;
        List<Double> p99 = new ArrayList<>();
        List<Double> p999 = new ArrayList<>();
        for (Future<OpenLoop.Result> future : running) {
            OpenLoop.Result result = done(future);
            answered += result.answered();
            p99.add(result.latencies().p99());
            p999.add(result.latencies().p999());
        }
        Spent spent = meter.untilNow();
        return new Cost(
                spent.cpuSeconds() * 1e6 / Math.max(1, answered),
                spent.cpuSeconds() / spent.wallSeconds(),
                Medians.of(p99),
                Medians.of(p999));
    }

    private static OpenLoop.Result done(Future<OpenLoop.Result> future) {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof BenchmarkException told
                    ? told
                    : new BenchmarkException("the load could not be made: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchmarkException("interrupted", e);
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
        held.forEach(OpenLoop.Held::close);
    }
}
