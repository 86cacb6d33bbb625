package io.tollgate.filters.identity;

import io.tollgate.config.PasswordHistory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came before a user's password, and what is still to come of that. Immutable.
 *
 * @param number grows by one with each password; another hash of the same one has the same. Zero: never counted
 * @param reason why it must be changed, where it must and that is known
 * @param old those before it, the latest first
 */
public record PasswordPast(long number, @Nullable ChangeReason reason, List<OldPassword> old) {
    /** As many old passwords as are kept and compared with, whatever the rules say. */
    public static final int MOST_OLD = 24;

    /** The first password that somebody has. */
    public static final PasswordPast NONE = new PasswordPast(0, null, List.of());

    public PasswordPast {
        old = List.copyOf(old);
    }

    /** The past of the password that takes the place of this one's, of which only what the rules need is kept. */
    PasswordPast replaced(
            PasswordHash present, Instant now, PasswordHistory history, @Nullable ChangeReason nextReason) {
        List<OldPassword> all = new ArrayList<>();
        all.add(new OldPassword(present, now));
        all.addAll(old);
        return new PasswordPast(number + 1, nextReason, kept(all, history, now));
    }

    /** The same for another reason. */
    PasswordPast because(@Nullable ChangeReason next) {
        return new PasswordPast(number, next, old);
    }

    /** Without what the rules no longer need. */
    PasswordPast trimmed(PasswordHistory history, Instant now) {
        return new PasswordPast(number, reason, kept(old, history, now));
    }

    /** Whether one more within the time of the rules would push out one that still counts. */
    boolean isFull(PasswordHistory history, Instant now) {
        return !history.within().isZero() && kept(old, history, now).size() >= MOST_OLD;
    }

    private static List<OldPassword> kept(List<OldPassword> all, PasswordHistory history, Instant now) {
        List<OldPassword> kept = new ArrayList<>();
        Instant from = now.minus(history.within());
        for (int i = 0; i < all.size() && i < MOST_OLD; i++) {
            boolean isRecent =
                    !history.within().isZero() && all.get(i).retiredAt().isAfter(from);
            if (i < history.last() || isRecent) {
                kept.add(all.get(i));
            }
        }
        return kept;
    }
}
