package io.tollgate.filters.handover;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * What any thread hands to a single reader, in the order it came, up to a bound. Only the reader ever waits: the queues of
 * {@code java.util.concurrent} that are both bounded and waited for have a lock, and a sender would stand in line for it.
 */
public final class Inbox<T> {
    /** What became of something that was handed over. */
    public enum Receipt {
        /** The reader will get it. */
        TAKEN,
        /** As much as may wait is waiting. */
        FULL,
        /** The inbox is closed. */
        CLOSED
    }

    private static final int CLOSED = 1 << 30;

    private final Queue<T> waiting = new ConcurrentLinkedQueue<>();
    /** How many are waiting or just being put there, and {@link #CLOSED}: no sender gets in after the reader has left. */
    private final AtomicInteger count = new AtomicInteger();

    private final int most;
    private volatile @Nullable Thread asleep;

    /** @param most how much may wait, from 1 to a billion */
    public Inbox(int most) {
        if (most < 1 || most >= CLOSED) {
            throw new IllegalArgumentException("an inbox for " + most);
        }
        this.most = most;
    }

    /** Hands something over, without ever waiting. */
    public Receipt offer(T item) {
        int before;
        do {
            before = count.get();
            if (before >= CLOSED) {
                return Receipt.CLOSED;
            }
            if (before >= most) {
                return Receipt.FULL;
            }
        } while (!count.compareAndSet(before, before + 1));
        waiting.add(item);
        LockSupport.unpark(asleep);
        return Receipt.TAKEN;
    }

    /**
     * Waits until something is there or the inbox is closed, and takes all that is there, up to {@code batch}. For one
     * thread only. An interruption neither ends the waiting nor gets lost.
     *
     * @return whether to come again: false once the inbox is closed and nothing is left
     */
    public boolean take(List<? super T> into, int batch) {
        boolean wasInterrupted = false;
        while (true) {
            int taken = poll(into, batch);
            if (taken > 0 || count.get() == CLOSED) {
                restore(wasInterrupted);
                return taken > 0;
            }
            asleep = Thread.currentThread();
            if (waiting.isEmpty() && count.get() != CLOSED) { // a sender sees us asleep, or we see what it sent
                LockSupport.park(this);
            }
            asleep = null;
            wasInterrupted |= Thread.interrupted(); // or the next park would not wait
        }
    }

    private static void restore(boolean wasInterrupted) {
        if (wasInterrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Takes what is there, up to {@code batch}, and does not wait. For the thread that reads. */
    public int poll(List<? super T> into, int batch) {
        int taken = 0;
        while (taken < batch) {
            T item = waiting.poll();
            if (item == null) {
                break;
            }
            into.add(item);
            taken++;
        }
        count.addAndGet(-taken);
        return taken;
    }

    /** Takes nothing more. What is there already is still read. */
    public void close() {
        count.getAndUpdate(before -> before | CLOSED);
        LockSupport.unpark(asleep);
    }

    /** Whether it is closed; something may be left in it. */
    public boolean isClosed() {
        return count.get() >= CLOSED;
    }
}
