package io.tollgate.filters.applogin;

import io.tollgate.filters.identity.Admittance;
import io.tollgate.filters.identity.AppAttempt;
import io.tollgate.filters.login.Admission;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One attempt of a person, however many requests carry it: a browser sends the same Basic credentials with everything, and
 * a form twice where it is led on by a 307. What the first decisive answer says counts. Safe for use by any thread.
 */
final class SharedAttempt {
    private final CompletionStage<Admittance> admittance;
    private int underWay;
    private boolean isLedOn;
    private boolean isOver;
    private @Nullable Boolean isRight;
    private @Nullable String challenge;
    private @Nullable CompletionStage<Entry> entry;

    SharedAttempt(CompletionStage<Admittance> admittance) {
        this.admittance = admittance;
    }

    /**
     * What followed a success.
     *
     * @param userId whose the app's cookies are that come with the answers
     */
    record Entry(@Nullable String userId, Admission.@Nullable Outcome outcome) {}

    /** Whether the app may be asked. */
    CompletionStage<Admittance> admittance() {
        return admittance;
    }

    /** Whether it has been wrong. */
    synchronized boolean isWrong() {
        return Boolean.FALSE.equals(isRight);
    }

    /** By what the app asked for other credentials when it was wrong; null where it did not. */
    synchronized @Nullable String challenge() {
        return challenge;
    }

    /** One more request carries it; false where it has ended otherwise than by being wrong. */
    synchronized boolean joined() {
        if (isRight != null) {
            return !isRight;
        }
        if (isOver) {
            return false;
        }
        underWay++;
        return true;
    }

    /** Whether a later request of the same may still belong to it, as the app sent the browser on with it. */
    synchronized boolean isLedOn() {
        return isLedOn && isRight == null;
    }

    /** The app sent the browser on with what it carries. */
    synchronized void ledOn() {
        isLedOn = true;
        underWay--;
    }

    /** An answer said no; done when that is told. */
    CompletionStage<Void> wrong(AppAttempt attempt, @Nullable String asked) {
        synchronized (this) {
            underWay--;
            if (isRight != null) {
                return CompletableFuture.completedStage(null);
            }
            isRight = false;
            challenge = asked;
        }
        return attempt.failed();
    }

    /** An answer said yes: what follows is done once. Null where another said no before. */
    @Nullable
    CompletionStage<Entry> right(Supplier<CompletionStage<Entry>> enter) {
        CompletableFuture<Entry> made;
        synchronized (this) {
            underWay--;
            if (isRight != null) {
                return isRight && entry != null ? entry.thenApply(known -> new Entry(known.userId(), null)) : null;
            }
            isRight = true;
            made = new CompletableFuture<>();
            entry = made;
        }
        try {
            enter.get().whenComplete((known, failure) -> {
                if (failure == null) {
                    made.complete(known);
                } else {
                    made.completeExceptionally(failure);
                }
            });
        } catch (RuntimeException e) {
            made.completeExceptionally(e);
        }
        return made;
    }

    /** An answer said nothing, or none came: whether no other request can say anything any more. */
    synchronized boolean isLeft() {
        underWay--;
        isOver |= underWay <= 0 && !isLedOn && isRight == null;
        return isOver;
    }

    /** Nobody came back with it in time: whether that ends it. */
    synchronized boolean isForgotten() {
        boolean isLast = !isOver && isRight == null && underWay <= 0;
        isOver |= isLast;
        return isLast;
    }
}
