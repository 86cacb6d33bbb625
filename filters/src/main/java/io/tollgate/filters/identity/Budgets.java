package io.tollgate.filters.identity;

import com.github.benmanes.caffeine.cache.Ticker;
import io.tollgate.filters.audit.AuditTrail;
import io.tollgate.filters.device.KnownDevices;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * All that failed logins are counted with, as a whole: what administrators see of it and forgive. Safe for use by any
 * thread; never blocks after the start.
 */
public final class Budgets {
    /**
     * What it is made of.
     *
     * @param most how many counts are kept of each kind; names that nobody has go first
     */
    public record Setup(
            CounterJournal counters,
            ComparedJournal compared,
            LockoutPolicy policy,
            KnownDevices devices,
            AuditTrail trail,
            InstantSource clock,
            Ticker ticker,
            int most) {}

    private final Lockout lockout;
    private final NetworkBudget networks;
    private final UserBudget perUser;
    private final Sweeps sweeps;
    private final Attempts attempts;
    private final Users users;
    private final InstantSource clock;

    /** As the journals kept them. Blocks; for the start only. */
    public Budgets(Setup setup) {
        LockoutPolicy policy = setup.policy();
        users = policy.users();
        clock = setup.clock();
        sweeps = new Sweeps(setup.trail(), setup.ticker());
        lockout = new Lockout(setup.counters(), policy::rule, clock, setup.ticker(), setup.most());
        networks = new NetworkBudget(
                setup.counters(),
                network -> sweeps.throttled(network, policy.perNetwork(network)),
                clock,
                setup.ticker());
        perUser = new UserBudget(
                setup.compared(), key -> policy.perUser(key.subject()), clock, setup.ticker(), setup.most());
        attempts = new Attempts(new Attempts.Parts(policy, lockout, networks, perUser, setup.devices(), sweeps));
    }

    Attempts attempts() {
        return attempts;
    }

    /** Every count of failures and every budget of a user that is spent, most recent first. */
    public List<LockoutState> list() {
        List<LockoutState> states = new ArrayList<>(lockout.list(users));
        Instant now = clock.instant();
        perUser.exhausted().forEach((key, left) -> {
            User user = users.byId(key.subject());
            String name = user == null ? null : user.name();
            states.add(new LockoutState(key, name, perUser.spent(key), now.plus(left), false, now, true));
        });
        states.sort(Comparator.comparing(LockoutState::changedAt).reversed());
        return states;
    }

    /** The attacks under way, the largest first. */
    public List<Sweep> sweeps() {
        return sweeps.underWay();
    }

    /** Forgives a user everything, wherever it was; done when that is on disk, with how many counts there were. */
    public CompletionStage<Integer> forgive(String userId) {
        sweeps.clear(userId, null);
        return forgive(key -> key.subject().equals(userId));
    }

    /**
     * Forgives what fits all that is given; done when that is on disk, with how many counts there were.
     *
     * @param userId of one user; null for everybody, names that nobody has included
     * @param place from one network, by its address or declared name, whose own budget is given back too unless a user is
     *     given; null for all
     * @param device on one known device; null for all
     */
    public CompletionStage<Integer> clear(@Nullable String userId, @Nullable String place, @Nullable String device) {
        CompletionStage<Integer> forgiven =
                forgive(key -> (userId == null || key.subject().equals(userId))
                        && (place == null || key.place().equals(place))
                        && (device == null || key.isOnDevice(device)));
        if (device != null) {
            return forgiven;
        }
        sweeps.clear(userId, place);
        return userId != null
                ? forgiven
                : forgiven.thenCombine(
                        networks.clear(one -> place == null || one.equals(place)), (counts, budgets) -> counts);
    }

    private CompletionStage<Integer> forgive(Predicate<LockoutKey> which) {
        return lockout.clear(which).thenCombine(perUser.clear(which), Integer::sum);
    }

    /** Forgets what is too old to matter; done when that is on disk. To be run now and then. */
    public CompletionStage<Void> purge() {
        return CompletableFuture.allOf(
                lockout.purge().toCompletableFuture(),
                networks.purge().toCompletableFuture(),
                perUser.purge().toCompletableFuture());
    }
}
