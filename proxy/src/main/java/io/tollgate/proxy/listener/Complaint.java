package io.tollgate.proxy.listener;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/** Something to tell an operator the first time, and then at most once a minute with how often it was. For any thread. */
final class Complaint {

    private static final long PAUSE_NANOS = 60_000_000_000L;

    private final LongSupplier nanos;
    private final AtomicLong next;
    private final LongAdder untold = new LongAdder();

    /** @param nanos a clock that only runs forward */
    Complaint(LongSupplier nanos) {
        this.nanos = nanos;
        this.next = new AtomicLong(nanos.getAsLong());
    }

    /** It was so again: tells, where it is time to, how often it was since the last time, this one with it. */
    void raise(LongConsumer teller) {
        untold.increment();
        long now = nanos.getAsLong();
        long due = next.get();
        if (now - due >= 0 && next.compareAndSet(due, now + PAUSE_NANOS)) {
            teller.accept(untold.sumThenReset());
        }
    }
}
