package io.tollgate.filters.accesslog;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Lines on their way from many threads to the one that writes them: each thread adds to lines of its own, which the writer
 * takes from it. Takes no lock; bounded. Safe for use by any thread, {@link #takeAll} by one.
 */
final class LineBatches {
    private static final int PLACES = 64;
    /** References between two places, so that they don't share a cache line. */
    private static final int STRIDE = 16;
    /** Batches kept to be filled again: as many as a busy gateway fills between two looks of the writer. */
    private static final int SPARE = 32;

    private final AtomicReferenceArray<@Nullable Lines> open = new AtomicReferenceArray<>(PLACES * STRIDE);
    private final Queue<Lines> full = new ConcurrentLinkedQueue<>();
    private final Queue<Lines> empty = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicInteger spare = new AtomicInteger();
    private final int most;

    /** At most so many full batches wait. */
    LineBatches(int most) {
        this.most = most;
    }

    /** Whether no line should be added any more. */
    boolean isFull() {
        return waiting.get() >= most;
    }

    /** Where this thread adds a line; to be given back before anything else. */
    Lines take() {
        Lines lent = open.getAndSet(place(), null);
        if (lent == null) {
            lent = empty.poll();
            if (lent == null) {
                return new Lines();
            }
            spare.decrementAndGet();
        }
        return lent;
    }

    void giveBack(Lines lines) {
        // Where another thread has the same place, it has put its own there meanwhile.
        if (lines.isEnough() || !open.compareAndSet(place(), null, lines)) {
            waiting.incrementAndGet();
            full.add(lines);
        }
    }

    private static int place() {
        return ((int) Thread.currentThread().getId() & (PLACES - 1)) * STRIDE;
    }

    /** Hands on all lines there are, those of each thread in their order. */
    void takeAll(Consumer<Lines> writer) {
        for (Lines next = full.poll(); next != null; next = full.poll()) {
            waiting.decrementAndGet();
            handOn(next, writer);
        }
        for (int place = 0; place < PLACES; place++) {
            Lines next = open.get(place * STRIDE) == null ? null : open.getAndSet(place * STRIDE, null);
            if (next != null) {
                handOn(next, writer);
            }
        }
    }

    private void handOn(Lines lines, Consumer<Lines> writer) {
        writer.accept(lines);
        lines.clear();
        if (spare.get() < SPARE) {
            spare.incrementAndGet();
            empty.add(lines);
        }
    }
}
