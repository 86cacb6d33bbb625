package io.tollgate.filters.identity;

import io.tollgate.config.PasswordHistory;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Judges a password that somebody wants to have, and hashes it. Whoever sets one does it by this: the person, an
 * administrator. Safe for use by any thread; never blocks.
 */
public final class PasswordChoice {
    /** What came of it. */
    public sealed interface Outcome {
        /** It may be taken. */
        record Taken(PasswordHash hash) implements Outcome {}

        /** It is refused for these reasons, each a sentence. */
        record Refused(List<String> objections) implements Outcome {
            public Refused {
                objections = List.copyOf(objections);
            }
        }
    }

    private final PasswordPolicy policy;
    private final HashPool pool;
    private final PasswordHasher hasher;
    private final InstantSource clock;

    public PasswordChoice(PasswordPolicy policy, HashPool pool, PasswordHasher hasher, InstantSource clock) {
        this.policy = policy;
        this.pool = pool;
        this.hasher = hasher;
        this.clock = clock;
    }

    /** What can be objected to at once. */
    List<String> objections(char[] password, User user) {
        return policy.objections(password, user);
    }

    /** Why the user can't change it by themselves just now; empty where they can. */
    List<String> objectionsToChange(User user) {
        Instant now = clock.instant();
        boolean isDue = new PasswordStandings(policy::rules).due(user, now) != null;
        return !isDue && user.past().isFull(history(user), now)
                ? List.of("You have changed it " + PasswordPast.MOST_OLD
                        + " times lately, and no more can be remembered. Your administrator can set another one.")
                : List.of();
    }

    /** Which old passwords count for this user. */
    PasswordHistory history(User user) {
        return policy.rules(user).history();
    }

    /**
     * The hash of a password that nobody objects to. Everything slow is done on one place in the pool: the estimate, the
     * comparison with at most {@value PasswordPast#MOST_OLD} old ones and the present one, the hash.
     */
    CompletionStage<Outcome> taken(char[] password, User user) {
        return pool.submit(() -> {
            List<String> objections = new ArrayList<>(policy.objections(password, user));
            if (objections.isEmpty()) {
                String weakness = policy.weakness(password, user);
                if (weakness != null) {
                    objections.add(weakness);
                }
            }
            if (objections.isEmpty() && isOld(password, user)) {
                objections.add("You have used it before. Choose one that is new.");
            }
            return objections.isEmpty() ? new Outcome.Taken(hasher.hash(password)) : new Outcome.Refused(objections);
        });
    }

    private boolean isOld(char[] password, User user) {
        PasswordHistory history = history(user);
        if (!history.isKept() || user.id().isEmpty()) {
            return false;
        }
        Instant now = clock.instant();
        return hasher.matches(user.password(), password)
                || user.past().trimmed(history, now).old().stream()
                        .anyMatch(old -> hasher.matches(old.hash(), password));
    }
}
