package io.tollgate.filters.identity;

import io.tollgate.config.Rate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * How many there were in each slice of the time that counts, the oldest slice first. Immutable.
 *
 * <p>A slice counts until all of it is out of reach: in no stretch of a rate's length is there more than its number.
 */
record Slices(List<Slice> slices) {
    /** Of an hour each, where the rate is one per day. */
    private static final int IN_A_RATE = 24;

    static final Slices NONE = new Slices(List.of());

    Slices {
        slices = List.copyOf(slices);
    }

    /**
     * So many in one slice.
     *
     * @param since when it began, on the monotonic clock
     * @param at the same on the wall clock: what it goes by on disk
     */
    record Slice(long since, Instant at, int count) {
        private Slice plus(int more) {
            return new Slice(since, at, Math.max(0, count + more));
        }
    }

    /** Those that still count. */
    Slices at(long nanos, Rate rate) {
        long reach = reach(rate);
        List<Slice> left =
                slices.stream().filter(slice -> nanos - slice.since < reach).toList();
        return left.size() == slices.size() ? this : new Slices(left);
    }

    int sum() {
        int sum = 0;
        for (Slice slice : slices) {
            sum += slice.count;
        }
        return sum;
    }

    /** One more, in the slice under way. */
    Slices plusOne(long nanos, Instant now, Rate rate) {
        List<Slice> more = new ArrayList<>(slices);
        int last = more.size() - 1;
        if (last >= 0 && nanos - more.get(last).since < length(rate)) {
            more.set(last, more.get(last).plus(1));
        } else {
            more.add(new Slice(nanos, now, 1));
        }
        return new Slices(more);
    }

    /** The slice under way. */
    Slice last() {
        return slices.get(slices.size() - 1);
    }

    /** One less in the slice that began then; the same where it is gone. */
    Slices minusOne(Instant at) {
        return new Slices(slices.stream()
                .map(slice -> slice.at.equals(at) ? slice.plus(-1) : slice)
                .toList());
    }

    /** When the oldest of them no longer counts. */
    Duration untilLess(long nanos, Rate rate) {
        return slices.isEmpty()
                ? Duration.ZERO
                : Duration.ofNanos(Math.max(0, reach(rate) - (nanos - slices.get(0).since)));
    }

    private static long length(Rate rate) {
        return Math.max(1, rate.per().toNanos() / IN_A_RATE);
    }

    /** The longest that a slice counts: from its beginning until its end is out of reach. */
    static long reach(Rate rate) {
        return rate.per().toNanos() + length(rate);
    }
}
