package io.tollgate.benchmarks.load;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Promise;
import io.tollgate.benchmarks.measure.Latencies;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** Begins each request at its instant, and ends the run. Confined to one event loop. */
final class Schedule {
    private static final double NANOS = 1e9;

    private final EventLoop loop;
    private final Sender sender;
    private final Tally tally;
    private final double interval;
    private final long count;
    private final Duration grace;
    private final Promise<OpenLoop.Result> result;
    private long start;
    private long next;
    private boolean isClosedAtEnd;
    private boolean isOver;

    Schedule(
            EventLoop loop,
            Function<Tally, Sender> senders,
            double rate,
            long count,
            Duration grace,
            Promise<OpenLoop.Result> result) {
        this.loop = loop;
        this.count = count;
        this.grace = grace;
        this.result = result;
        interval = NANOS / rate;
        tally = new Tally(System::nanoTime, this::end, failure -> {
            result.tryFailure(failure);
            over();
        });
        sender = senders.apply(tally);
    }

    void start(boolean closesAtEnd) {
        isClosedAtEnd = closesAtEnd;
        start = System.nanoTime();
        send();
    }

    private void send() {
        long now = System.nanoTime();
        while (!isOver && next < count && due() <= now) {
            sender.send(tally.asked(due()));
            next++;
        }
        if (isOver) {
            return;
        }
        if (next < count) {
            loop.schedule(this::send, Math.max(0, due() - System.nanoTime()), TimeUnit.NANOSECONDS);
        } else {
            loop.schedule(this::end, grace.toNanos(), TimeUnit.NANOSECONDS);
            tally.allAsked();
        }
    }

    /** When the next request is to begin. */
    private long due() {
        return start + (long) (next * interval);
    }

    private void end() {
        if (isOver) {
            return;
        }
        double seconds = (System.nanoTime() - start) / NANOS;
        over();
        Tally.Counts counts = tally.counts();
        result.trySuccess(new OpenLoop.Result(
                counts.answered(), counts.unanswered(), counts.bytes(), seconds, Latencies.of(counts.nanos())));
    }

    private void over() {
        isOver = true;
        if (isClosedAtEnd) {
            sender.close();
        }
    }
}
