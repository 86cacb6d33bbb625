package io.tollgate.benchmarks.load;

import io.tollgate.benchmarks.BenchmarkException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * Counts answers of an open-loop run; the latency of each is counted from the instant at which its request was to begin, so
 * that a server that stalls is not spared the requests it kept from beginning. Confined to one event loop.
 */
final class Tally {
    private final Histogram nanos = new Histogram(3);
    private final Deque<Ask> open = new ArrayDeque<>();
    private final LongSupplier clock;
    private final Runnable allAnswered;
    private final Consumer<BenchmarkException> failed;
    private long answered;
    private long bytes;
    private boolean isAllAsked;

    Tally(LongSupplier clock, Runnable allAnswered, Consumer<BenchmarkException> failed) {
        this.clock = clock;
        this.allAnswered = allAnswered;
        this.failed = failed;
    }

    /** A request that was to begin at this instant. */
    Ask asked(long intended) {
        Ask ask = new Ask(this, intended);
        open.addLast(ask);
        return ask;
    }

    /** There will be no more requests. */
    void allAsked() {
        isAllAsked = true;
        endWhereAllIsAnswered();
    }

    /** Its answer has come to its end. */
    void answered(Ask ask, long bodyLength) {
        if (ask.tally != this) {
            return; // left over from a run before, where it was counted as unanswered
        }
        ask.isAnswered = true;
        answered++;
        bytes += bodyLength;
        nanos.recordValue(Math.max(0, clock.getAsLong() - ask.intended));
        while (!open.isEmpty() && open.getFirst().isAnswered) {
            open.removeFirst();
        }
        endWhereAllIsAnswered();
    }

    private void endWhereAllIsAnswered() {
        if (isAllAsked && open.isEmpty()) {
            allAnswered.run();
        }
    }

    /** Something came that must not be counted, or nothing will come. */
    void fail(String problem, @Nullable Throwable cause) {
        failed.accept(cause == null ? new BenchmarkException(problem) : new BenchmarkException(problem, cause));
    }

    /** What was counted; what is unanswered took at least until now. */
    Counts counts() {
        long now = clock.getAsLong();
        long unanswered = 0;
        for (Ask ask : open) {
            if (!ask.isAnswered) {
                unanswered++;
                nanos.recordValue(Math.max(0, now - ask.intended));
            }
        }
        return new Counts(answered, unanswered, bytes, nanos);
    }

    /** One request. */
    static final class Ask {
        private final Tally tally;
        private final long intended;
        private boolean isAnswered;

        Ask(Tally tally, long intended) {
            this.tally = tally;
            this.intended = intended;
        }
    }

    /** What there is in the end. */
    record Counts(long answered, long unanswered, long bytes, Histogram nanos) {}
}
