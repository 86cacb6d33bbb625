package io.tollgate.filters.identity;

import io.tollgate.filters.audit.AuditEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * An attempt under way and what was spent on it. Exactly one of its three ends is told, once, by whichever thread.
 *
 * @param hold taken off the network's budget; null where none is asked of a known device
 * @param counts reserved against locks; empty where it is locked out, or the user's budget is spent
 * @param spending taken off the user's budget; null where there is none to take from
 * @param isLocked whether it is refused whatever is typed
 */
record Attempt(
        NetworkBudget.@Nullable Hold hold,
        List<Lockout.Reservation> counts,
        UserBudget.@Nullable Spending spending,
        boolean isLocked) {

    /** Done when all of it is on disk: before that nothing is compared. */
    CompletionStage<Void> durable() {
        List<CompletionStage<Void>> all = new ArrayList<>();
        counts.forEach(count -> all.add(count.durable()));
        if (hold != null) {
            all.add(hold.durable());
        }
        if (spending != null) {
            all.add(spending.durable());
        }
        return CompletableFuture.allOf(
                all.stream().map(CompletionStage::toCompletableFuture).toArray(CompletableFuture[]::new));
    }

    /** The lock that this attempt brings if it fails, the farthest reaching one; null where it brings none. */
    AuditEvent.@Nullable LockedOut lockedOut(AuditEvent.Context context) {
        if (spending != null && spending.isLast()) {
            return new AuditEvent.LockedOut(context, "lockout.per-user", 0, 0);
        }
        for (int i = counts.size() - 1; i >= 0; i--) {
            Lockout.Reservation count = counts.get(i);
            Duration lock = count.lock();
            if (count.isUntilAdmin() || !lock.isZero()) {
                return new AuditEvent.LockedOut(
                        context, reason(count), count.failures(), count.isUntilAdmin() ? 0 : lock.toSeconds());
            }
        }
        return null;
    }

    private static String reason(Lockout.Reservation count) {
        if (count.key().isOnDevice()) {
            return "lockout.device";
        }
        if (count.isUntilAdmin()) {
            return "lockout.until-admin";
        }
        return count.key().isOnUnknownDevices() ? "lockout.unknown-devices" : "lockout.time";
    }

    /** It was right. */
    void succeeded() {
        giveBack();
        counts.forEach(Lockout.Reservation::succeeded);
    }

    /** It was wrong. */
    void failed() {
        counts.forEach(Lockout.Reservation::failed);
    }

    /** It was never compared. */
    void withdrawn() {
        giveBack();
        counts.forEach(Lockout.Reservation::withdrawn);
    }

    /** Nobody can tell: the budgets stay spent, and nothing is counted in a row. */
    void spent() {
        counts.forEach(Lockout.Reservation::withdrawn);
    }

    private void giveBack() {
        if (hold != null) {
            hold.givenBack();
        }
        if (spending != null) {
            spending.givenBack();
        }
    }
}
