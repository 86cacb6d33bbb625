package io.tollgate.benchmarks.journeys;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.SslContext;
import io.tollgate.benchmarks.BenchmarkException;
import io.tollgate.benchmarks.measure.Latencies;
import java.net.InetAddress;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * Single requests at a fixed rate, whatever the answers are: the storm that others feel. Logins come each on a connection of its
 * own, as from somebody who has just come; pages on kept ones. Safe for use by any thread.
 */
public final class Volley implements AutoCloseable {
    private static final double NANOS = 1e9;
    private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long LONGEST_NANOS = TimeUnit.MINUTES.toNanos(2);

    private final MultiThreadIoEventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final Bootstrap bootstrap = new Bootstrap().channel(NioSocketChannel.class);
    private final Origin target;
    private final SslContext tls;

    /**
     * What came of it.
     *
     * @param answers how many there were of each status; 0 stands for none
     * @param latencies of those that were answered, from when they were due
     */
    public record Result(Map<Integer, Long> answers, Latencies latencies) {
        public Result {
            answers = Map.copyOf(answers);
        }

        /** How many were answered with this status. */
        public long count(int status) {
            return answers.getOrDefault(status, 0L);
        }

        /** All of them. */
        public long total() {
            return answers.values().stream().mapToLong(Long::longValue).sum();
        }
    }

    /** One at a port of this machine. */
    public Volley(int port, Path authority) {
        target = new Origin("https", "localhost", port, "/", List.of(InetAddress.getLoopbackAddress()));
        tls = Trust.cheaply(authority);
    }

    /** Logs these in, one after the other and round again. */
    public Result logins(List<Account> accounts, double rate, Duration time) {
        return run(rate, time, i -> login(accounts.get(i % accounts.size())), i -> "", false);
    }

    /** Asks for a page with these cookies in turn. */
    public Result pages(String path, List<String> cookies, double rate, Duration time) {
        return run(rate, time, i -> Ask.page(path, null), i -> cookies.get(i % cookies.size()), true);
    }

    private static Ask login(Account account) {
        String form = "username=" + URLEncoder.encode(account.name(), StandardCharsets.UTF_8) + "&password="
                + URLEncoder.encode(account.password(), StandardCharsets.UTF_8) + "&return-to=%2Finvoices%2F";
        return Ask.form(
                "/.tollgate/login",
                "application/x-www-form-urlencoded",
                form.getBytes(StandardCharsets.US_ASCII),
                "/.tollgate/login");
    }

    private Result run(double rate, Duration time, IntFunction<Ask> asks, IntFunction<String> cookies, boolean isKept) {
        EventLoop loop = group.next();
        CompletableFuture<Result> over = new CompletableFuture<>();
        Firing firing =
                new Firing(loop, rate, (int) Math.max(1, rate * time.toNanos() / NANOS), asks, cookies, over, isKept);
        loop.execute(firing::tick);
        try {
            return over.get(time.toMillis() + 90_000, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchmarkException("interrupted", e);
        } catch (Exception e) {
            throw new BenchmarkException("the load could not be made: " + e, e);
        }
    }

    @Override
    public void close() {
        group.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly(5, TimeUnit.SECONDS);
    }

    /** One run. Confined to the event loop. */
    private final class Firing {
        private final EventLoop loop;
        private final double rate;
        private final int count;
        private final IntFunction<Ask> asks;
        private final IntFunction<String> cookies;
        private final CompletableFuture<Result> over;
        private final boolean isKept;
        private final Deque<Wire> free = new ArrayDeque<>();
        private final Map<Integer, Long> answers = new TreeMap<>();
        private final Histogram nanos = new Histogram(LONGEST_NANOS, 3);
        private final long start = System.nanoTime();
        private int sent;
        private int ended;

        Firing(
                EventLoop loop,
                double rate,
                int count,
                IntFunction<Ask> asks,
                IntFunction<String> cookies,
                CompletableFuture<Result> over,
                boolean isKept) {
            this.isKept = isKept;
            this.loop = loop;
            this.rate = rate;
            this.count = count;
            this.asks = asks;
            this.cookies = cookies;
            this.over = over;
        }

        void tick() {
            long now = System.nanoTime();
            for (long due = due(); sent < count && due - now <= 0; due = due()) {
                send(sent++, due);
            }
            if (sent < count) {
                loop.schedule(this::tick, TICK_NANOS, TimeUnit.NANOSECONDS);
            }
        }

        private long due() {
            return start + (long) (sent * NANOS / rate);
        }

        private void send(int number, long due) {
            Wire left = free.pollFirst();
            Wire wire = left == null ? new Wire(bootstrap, loop, target, tls) : left;
            CompletionStage<Answer> answer = wire.send(asks.apply(number), cookies.apply(number));
            answer.whenComplete((come, failure) -> {
                if (isKept) {
                    free.addFirst(wire);
                } else {
                    wire.close();
                }
                ended(come, due);
            });
        }

        private void ended(@Nullable Answer answer, long due) {
            answers.merge(answer == null ? 0 : answer.status(), 1L, Long::sum);
            if (answer != null) {
                nanos.recordValue(Math.min(LONGEST_NANOS, System.nanoTime() - due));
            }
            if (++ended == count) {
                free.forEach(Wire::close);
                over.complete(new Result(answers, Latencies.of(nanos)));
            }
        }
    }
}
