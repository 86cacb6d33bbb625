package io.tollgate.filters.factor;

import io.tollgate.filters.audit.AuditEvent;
import io.tollgate.filters.audit.AuditTrail;
import io.tollgate.filters.device.KnownDevices;
import io.tollgate.filters.identity.RefusedChangeException;
import io.tollgate.filters.identity.User;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What an administrator sees of second factors and does to them. Each act is in the audit trail before it is made, and on disk
 * before it is acknowledged. Safe for use by any thread; never blocks.
 */
public final class FactorDesk {
    /** What it is made of. */
    public record Parts(
            List<FactorShelf> shelves, FactorLocks locks, FactorPolicy policy, KnownDevices devices, AuditTrail trail) {
        public Parts {
            shelves = List.copyOf(shelves);
        }
    }

    private final Parts parts;

    /** Acts on these. */
    public FactorDesk(Parts parts) {
        this.parts = parts;
    }

    /** What a user has set up, in the order of the methods. */
    public List<SetUp> of(String userId) {
        List<SetUp> all = new ArrayList<>();
        parts.shelves.forEach(shelf -> all.addAll(shelf.of(userId)));
        all.sort((one, other) -> one.method().compareTo(other.method()));
        return all;
    }

    /** What is asked of a user, and by which line. */
    public FactorRules rules(User user) {
        return parts.policy.rules(user);
    }

    /** What is counted of wrong codes. */
    public FactorLocks locks() {
        return parts.locks;
    }

    /** On how many devices a user is not asked for a while. */
    public long remembered(User user) {
        FactorRules rules = rules(user);
        return parts.devices.of(user.id()).stream()
                .filter(device ->
                        device.remembered() != null && rules.isRemembered(device.remembered(), parts.devices.now()))
                .count();
    }

    /**
     * Takes second factors away from a user: with the last one that is no recovery code those go, too, the user is asked on every
     * device again, and wrong codes are forgiven.
     *
     * @param which those that are meant; null for all
     * @param actor who does it: {@code local:UID}
     * @return done with what is gone; fails with {@link RefusedChangeException} where the user has nothing that is meant
     */
    public CompletionStage<List<SetUp>> reset(String actor, User user, @Nullable Predicate<SetUp> which) {
        List<SetUp> has = of(user.id());
        List<SetUp> going =
                has.stream().filter(one -> which == null || which.test(one)).toList();
        if (going.isEmpty()) {
            return CompletableFuture.failedStage(new RefusedChangeException(
                    "factor.none",
                    user.name() + " has " + (which == null ? "no second factor" : "no such second factor")));
        }
        boolean isLast = has.stream().noneMatch(one -> one.method() != FactorMethod.RECOVERY && !going.contains(one));
        List<SetUp> all = isLast ? has : going;
        String detail = all.stream().map(SetUp::words).collect(Collectors.joining(", "));
        AuditEvent.Context context = new AuditEvent.Context(user.id(), user.name(), null, null, null);
        return parts.trail
                .append(new AuditEvent.Administered(context, "users.factors-reset", actor, detail))
                // First, so that nobody gets in by a device that was remembered for a factor which is gone.
                .thenCompose(proved -> parts.devices.unremember(user.id(), device -> true))
                .thenCompose(asked -> dropped(user.id(), all))
                // And after: who has just proved one of them may have asked to be remembered in between.
                .thenCompose(gone -> parts.devices.unremember(user.id(), device -> true))
                .thenCompose(gone -> parts.locks.clear(user.id()).thenApply(cleared -> all));
    }

    private CompletionStage<Void> dropped(String userId, List<SetUp> all) {
        return CompletableFuture.allOf(parts.shelves.stream()
                .map(shelf -> shelf.drop(userId, one -> all.stream().anyMatch(one::isSame))
                        .toCompletableFuture())
                .toArray(CompletableFuture[]::new));
    }
}
