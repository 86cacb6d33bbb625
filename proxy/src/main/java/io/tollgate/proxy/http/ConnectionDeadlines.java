package io.tollgate.proxy.http;

import io.netty.channel.Channel;
import io.tollgate.proxy.http.Deadlines.Deadline;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What a client's connection may take how long for: a head, the pause between requests, progress of a body in either
 * direction. Never a total. Confined to one event loop.
 */
final class ConnectionDeadlines {
    /** How long a client that sends no more is waited for while there is nothing to tell it: it may be gone altogether. */
    private static final long INPUT_ENDED_NANOS = TimeUnit.SECONDS.toNanos(10);

    /** Whoever asked this long ago, or longer, is not about to ask again. */
    private static final long BRIEF_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final HttpLimits limits;
    private final long idleNanos;
    private final HttpConnection connection;
    private final Deadlines deadlines;
    private final Deadline reading;
    private final Deadline writing;
    private long waitsSince;
    private boolean isInHead;
    private boolean isBody;
    private boolean hasInputEnded;
    private long broughtInWindow;
    private long roomWanted;
    private @Nullable Channel stalled;

    ConnectionDeadlines(Deadlines deadlines, HttpLimits limits, HttpConnection connection) {
        this.limits = limits;
        this.idleNanos = limits.idle().toNanos();
        this.connection = connection;
        this.deadlines = deadlines;
        this.reading = deadlines.open(this::readingPassed);
        this.writing = deadlines.open(this::writingPassed);
    }

    /** A new connection: its first request is due. */
    void awaitingHead() {
        waitsSince = deadlines.now();
        reading.in(limits.head().toNanos());
    }

    /** Between two requests. */
    void awaitingRequest() {
        isInHead = false;
        isBody = false;
        waitsSince = deadlines.now();
        reading.at(waitsSince + idleNanos);
    }

    /** Between two requests for so long that none is likely to be on its way. */
    boolean isResting() {
        return deadlines.now() - waitsSince >= BRIEF_NANOS;
    }

    /** The connection is to end: only what is on its way by now is still waited for. */
    void awaitingLastRequest() {
        reading.in(BRIEF_NANOS);
    }

    /** The first byte of a head is here. */
    void headBegan() {
        if (!isInHead) {
            isInHead = true;
            reading.in(limits.head().toNanos());
        }
    }

    void headEnded() {
        isInHead = false;
        awaitAnswer();
    }

    /** A piece of the body is waited for; a tunnel may be quiet for as long as it likes. */
    void bodyWanted(boolean isTunnel) {
        if (!isBody && !isTunnel) {
            isBody = true;
            broughtInWindow = 0;
            reading.in(limits.body().toNanos());
        }
    }

    void bodyBrought(int bytes) {
        broughtInWindow += bytes;
    }

    /** Nobody waits for the body now: its window ends. */
    void bodyPaused() {
        isBody = false;
        awaitAnswer();
    }

    /** The client sends no more; as long as it gets something, it may be there. */
    void inputEnded() {
        hasInputEnded = true;
        isBody = false;
        awaitAnswer();
    }

    /** Nothing is waited for but the answer. */
    private void awaitAnswer() {
        if (hasInputEnded) {
            reading.in(INPUT_ENDED_NANOS);
        } else {
            reading.clear();
        }
    }

    private void readingPassed() {
        boolean isFastEnough = isBody && broughtInWindow >= limits.body().toSeconds() * (long) limits.bytesPerSecond();
        if (isFastEnough) {
            broughtInWindow = 0;
            reading.in(limits.body().toNanos());
        } else {
            connection.tooSlow();
        }
    }

    /** While the client has no room it must take some of what waits for it. */
    void writabilityChanged(Channel channel) {
        if (channel.isWritable()) {
            writing.clear();
            return;
        }
        stalled = channel;
        roomWanted = channel.bytesBeforeWritable();
        writing.in(limits.stall().toNanos());
    }

    private void writingPassed() {
        Channel channel = stalled;
        if (channel == null || channel.isWritable()) {
            return;
        }
        long wanted = channel.bytesBeforeWritable();
        if (wanted < roomWanted) {
            roomWanted = wanted;
            writing.in(limits.stall().toNanos());
        } else {
            connection.cutSlowReader();
        }
    }

    void close() {
        reading.close();
        writing.close();
    }
}
