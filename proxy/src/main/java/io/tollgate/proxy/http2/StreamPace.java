package io.tollgate.proxy.http2;

import io.tollgate.proxy.http.Deadlines;
import io.tollgate.proxy.http.Deadlines.Deadline;
import io.tollgate.proxy.http.HttpLimits;
import org.jspecify.annotations.Nullable;

/**
 * What a stream may take how long for: progress of a body in either direction, never a total. Costs nothing where nobody
 * has to wait. Confined to one event loop.
 */
final class StreamPace {
    private final Deadlines deadlines;
    private final HttpLimits limits;
    private final Waiting waiting;
    private @Nullable Deadline reading;
    private @Nullable Deadline writing;
    private boolean isReading;
    private boolean isStalled;
    private boolean isClosed;
    private long broughtInWindow;

    /** Who waits. */
    interface Waiting {
        /** The body does not come. */
        void tooSlow();

        /** The answer is not taken. */
        void takesNothing();
    }

    StreamPace(Deadlines deadlines, HttpLimits limits, Waiting waiting) {
        this.deadlines = deadlines;
        this.limits = limits;
        this.waiting = waiting;
    }

    /** Somebody waits for the body. */
    void wanted() {
        if (isReading || isClosed) {
            return;
        }
        isReading = true;
        broughtInWindow = 0;
        reading().in(limits.body().toNanos());
    }

    void brought(int bytes) {
        broughtInWindow += bytes;
    }

    /** Nobody waits for the body any more. */
    void stop() {
        isReading = false;
        Deadline deadline = reading;
        if (deadline != null) {
            deadline.clear();
        }
    }

    private void readingPassed() {
        boolean isFastEnough = broughtInWindow >= limits.body().toSeconds() * (long) limits.bytesPerSecond();
        if (isReading && isFastEnough) {
            broughtInWindow = 0;
            reading().in(limits.body().toNanos());
        } else {
            isReading = false;
            waiting.tooSlow();
        }
    }

    /** The answer is complete, and what still comes is not wanted. */
    void linger() {
        isReading = false;
        broughtInWindow = 0;
        if (!isClosed) {
            reading().in(limits.linger().toNanos());
        }
    }

    private Deadline reading() {
        Deadline deadline = reading;
        if (deadline == null) {
            deadline = deadlines.open(this::readingPassed);
            reading = deadline;
        }
        return deadline;
    }

    /** Something of the answer could not go out. */
    void stalled() {
        if (isStalled || isClosed) {
            return;
        }
        isStalled = true;
        Deadline deadline = writing;
        if (deadline == null) {
            deadline = deadlines.open(this::writingPassed);
            writing = deadline;
        }
        deadline.in(limits.stall().toNanos());
    }

    /** The client took some of it. */
    void progressed() {
        Deadline deadline = writing;
        if (isStalled && deadline != null) {
            deadline.in(limits.stall().toNanos());
        }
    }

    /** The client took all of it. */
    void flowing() {
        isStalled = false;
        Deadline deadline = writing;
        if (deadline != null) {
            deadline.clear();
        }
    }

    private void writingPassed() {
        isStalled = false;
        waiting.takesNothing();
    }

    void close() {
        isClosed = true;
        Deadline first = reading;
        if (first != null) {
            first.close();
        }
        Deadline second = writing;
        if (second != null) {
            second.close();
        }
    }
}
