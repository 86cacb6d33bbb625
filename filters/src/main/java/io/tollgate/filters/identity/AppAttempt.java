package io.tollgate.filters.identity;

import io.tollgate.filters.audit.AuditEvent;
import io.tollgate.filters.audit.AuditTrail;
import io.tollgate.filters.device.KnownDevice;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * An attempt that an app is asked about: it is reserved on disk, and what the app answers ends it. The first end that is told
 * counts. Safe for use by any thread; never blocks.
 */
public final class AppAttempt {
    private final Attempts attempts;
    private final AuditTrail trail;
    private final Claimed claimed;
    private final Attempt attempt;
    private final AtomicBoolean isOver = new AtomicBoolean();

    /**
     * Who is said to be there, and from where.
     *
     * @param subject what is counted on
     * @param device the known device it comes from; null where it comes from none
     */
    record Claimed(String subject, @Nullable KnownDevice device, AuditEvent.Context context, LoginSource source) {}

    AppAttempt(Attempts attempts, AuditTrail trail, Claimed claimed, Attempt attempt) {
        this.attempts = attempts;
        this.trail = trail;
        this.claimed = claimed;
        this.attempt = attempt;
    }

    /** It was them: what was reserved is given back, and failures in a row are over. */
    public void succeeded() {
        if (isOver.compareAndSet(false, true)) {
            attempt.succeeded();
            attempts.succeeded(claimed.subject(), claimed.source());
        }
    }

    /** Nothing was compared, or nothing that says anything: what was reserved is given back, and all else stays as it was. */
    public void withdrawn() {
        if (isOver.compareAndSet(false, true)) {
            attempt.withdrawn();
        }
    }

    /** The app said no; done when that is told, and on disk where it brings a lock. */
    public CompletionStage<Void> failed() {
        return failed("login.app");
    }

    CompletionStage<Void> failed(String reason) {
        if (!isOver.compareAndSet(false, true)) {
            return CompletableFuture.completedStage(null);
        }
        attempt.failed();
        attempts.failed(claimed.subject(), claimed.device(), attempt, claimed.context(), claimed.source());
        trail.aggregate(new AuditEvent.LoginFailed(claimed.context(), reason));
        AuditEvent.LockedOut locked = attempt.lockedOut(claimed.context());
        // For names that nobody has as for those of users: else the time of the answer would tell them apart.
        return locked == null ? CompletableFuture.completedStage(null) : trail.append(locked);
    }

    /** Nobody can tell: it stays spent of the user's day and of the network's rate, and is no failure in a row. */
    public void unclear(String reason) {
        if (isOver.compareAndSet(false, true)) {
            attempt.spent();
            trail.aggregate(new AuditEvent.LoginUnclear(claimed.context(), reason));
        }
    }

    boolean isLocked() {
        return attempt.isLocked();
    }

    CompletionStage<Void> durable() {
        return attempt.durable();
    }
}
