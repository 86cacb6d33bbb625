package io.tollgate.benchmarks.storms;

import io.tollgate.benchmarks.BenchmarkException;
import io.tollgate.benchmarks.load.OpenLoop;
import io.tollgate.benchmarks.measure.Latencies;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** Measures the same people in quiet and in storm, in turn. Confined to one thread. */
final class Storms implements AutoCloseable {
    private static final Duration GRACE = Duration.ofSeconds(20);
    private static final double NANOS = 1e9;

    private final ExecutorService weather = Executors.newSingleThreadExecutor(run -> {
        Thread thread = new Thread(run, "storm");
        thread.setDaemon(true);
        return thread;
    });
    private final OpenLoop.Held people;
    private final double rate;
    private final Duration time;

    /**
     * @param people who are measured
     * @param rate of their requests a second
     * @param time of each phase
     */
    Storms(OpenLoop.Held people, double rate, Duration time) {
        this.people = people;
        this.rate = rate;
        this.time = time;
    }

    /**
     * One round.
     *
     * @param came what the storm came to
     */
    record Round(Latencies quiet, Latencies stormy, long unanswered, String came) {}

    Round round(Storm storm) {
        OpenLoop.Result quiet = measured(null);
        Future<String> raging = weather.submit((Callable<String>) () -> storm.rage(time));
        OpenLoop.Result stormy = measured(raging);
        try {
            return new Round(
                    quiet.latencies(), stormy.latencies(), quiet.unanswered() + stormy.unanswered(), raging.get());
        } catch (ExecutionException e) {
            throw e.getCause() instanceof BenchmarkException told
                    ? told
                    : new BenchmarkException("the storm failed: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchmarkException("interrupted", e);
        } finally {
            storm.close();
        }
    }

    private OpenLoop.Result measured(@Nullable Future<String> storm) {
        try {
            return people.run(rate, Math.max(1, Math.round(rate * time.toNanos() / NANOS)), GRACE);
        } catch (BenchmarkException e) {
            if (storm != null) {
                storm.cancel(true);
            }
            throw e;
        }
    }

    static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchmarkException("interrupted", e);
        }
    }

    @Override
    public void close() {
        weather.shutdownNow();
    }
}
