package io.tollgate.benchmarks.load;

import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.util.concurrent.Promise;
import io.tollgate.benchmarks.BenchmarkException;
import io.tollgate.benchmarks.measure.Latencies;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * A client that asks at an even rate whatever becomes of its requests, and counts the latency of each from the instant at
 * which it was to begin: a server that stalls for a second shows it in every request of that second (what is known as the
 * correction for coordinated omission). Safe for use by any thread, one run at a time.
 */
public final class OpenLoop implements AutoCloseable {
    private static final Duration OPENING = Duration.ofSeconds(60);
    private static final double NANOS = 1e9;

    private final MultiThreadIoEventLoopGroup group = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    private final ClientTls tls;

    /** One that trusts what this trusts. */
    public OpenLoop(ClientTls tls) {
        this.tls = tls;
    }

    /** Asks as planned; fails where an answer is not the one expected. */
    public Result run(Target target, Plan plan) {
        return switch (plan.way()) {
            case NEW -> runNew(target, plan);
            case KEPT -> {
                try (Held held = hold(target, plan.connections())) {
                    yield held.run(plan.rate(), plan.requests(), plan.grace());
                }
            }
            case HTTP2 -> runHttp2(target, plan);
        };
    }

    /** Opens connections of HTTP/1.1 and keeps them. */
    public Held hold(Target target, int connections) {
        EventLoop loop = group.next();
        long start = System.nanoTime();
        KeptConnections kept = await(
                loop.submit(() -> KeptConnections.open(new Dialer(loop, tls, target, false), target, connections)),
                OPENING);
        Held held = new Held(loop, kept);
        try {
            await(kept.allOpen(), OPENING.plusMillis(20L * connections));
        } catch (BenchmarkException e) {
            held.close();
            throw e;
        }
        held.openedIn = System.nanoTime() - start;
        return held;
    }

    private Result runNew(Target target, Plan plan) {
        EventLoop loop = group.next();
        return run(
                loop,
                tally -> new NewConnections(new Dialer(loop, tls, target, false), target, tally),
                plan.rate(),
                plan.requests(),
                plan.grace(),
                true);
    }

    private Result runHttp2(Target target, Plan plan) {
        EventLoop loop = group.next();
        Http2Connections connections = await(
                loop.submit(
                        () -> Http2Connections.open(new Dialer(loop, tls, target, true), target, plan.connections())),
                OPENING);
        try {
            await(connections.allOpen(), OPENING);
            return run(
                    loop,
                    tally -> {
                        connections.countIn(tally);
                        return connections;
                    },
                    plan.rate(),
                    plan.requests(),
                    plan.grace(),
                    true);
        } finally {
            loop.execute(connections::close);
        }
    }

    private static Result run(
            EventLoop loop,
            Function<Tally, Sender> senders,
            double rate,
            long count,
            Duration grace,
            boolean isClosed) {
        Promise<Result> result = loop.newPromise();
        loop.execute(() -> new Schedule(loop, senders, rate, count, grace, result).start(isClosed));
        return await(
                result,
                Duration.ofNanos((long) (count / rate * NANOS)).plus(grace).plusSeconds(30));
    }

    private static <T> T await(java.util.concurrent.Future<T> future, Duration within) {
        try {
            return future.get(within.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof BenchmarkException told) {
                throw told;
            }
            throw new BenchmarkException("the load could not be made: " + e.getCause(), e);
        } catch (TimeoutException e) {
            throw new BenchmarkException("the load was not done within " + within.toSeconds() + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchmarkException("interrupted", e);
        }
    }

    @Override
    public void close() {
        group.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly(5, TimeUnit.SECONDS);
    }

    /**
     * What came of a run.
     *
     * @param unanswered requests that had no answer in the end; their latency counts as the time until then
     * @param bytes of all bodies
     * @param seconds from the first request to the last answer
     */
    public record Result(long answered, long unanswered, long bytes, double seconds, Latencies latencies) {}

    /** Connections of HTTP/1.1 that are open and stay so. */
    public static final class Held implements AutoCloseable {
        private final EventLoop loop;
        private final KeptConnections connections;
        private long openedIn;

        private Held(EventLoop loop, KeptConnections connections) {
            this.loop = loop;
            this.connections = connections;
        }

        /** How long it took to open them, each with its first answer, in seconds. */
        public double openedInSeconds() {
            return openedIn / NANOS;
        }

        /** Asks so often at this rate, each time on the connection that was idle longest. */
        public Result run(double rate, long count, Duration grace) {
            return OpenLoop.run(
                    loop,
                    tally -> {
                        connections.countIn(tally);
                        return connections;
                    },
                    rate,
                    count,
                    grace,
                    false);
        }

        @Override
        public void close() {
            await(loop.submit(connections::close), OPENING);
        }
    }
}
