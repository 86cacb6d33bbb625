package io.tollgate.filters.factor;

import io.tollgate.filters.seal.Sealer;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Every authenticator app and recovery code. Memory is authoritative, and holds seeds as the disk does: sealed. Safe for use by
 * any thread; never blocks after the start.
 *
 * <p>What is good once is taken in memory first and on disk before anybody is told: of two who show one code at the same time,
 * one is told that it was right, and after a crash neither can show it again.
 */
public final class Factors {
    /** What seeds are sealed for; the row is the user's id. */
    public static final String SEED = "totp-seed";

    private final FactorJournal journal;
    private final Sealer sealer;
    private final InstantSource clock;
    private final SecureRandom random;
    private final ConcurrentHashMap<String, Own> byUser = new ConcurrentHashMap<>();
    private final Set<String> declined = ConcurrentHashMap.newKeySet();
    private volatile Consumer<String> listener = userId -> {};

    /** Factors as the journal kept them. Blocks; for the start only. */
    public Factors(FactorJournal journal, Sealer sealer, InstantSource clock, SecureRandom random) {
        this.journal = journal;
        this.sealer = sealer;
        this.clock = clock;
        this.random = random;
        journal.totps().forEach(totp -> byUser.put(totp.userId(), new Own(totp, Set.of())));
        for (RecoveryRow row : journal.recoveryCodes()) {
            byUser.merge(row.userId(), new Own(null, Set.of(row.hash())), Own::with);
        }
        declined.addAll(journal.declined());
    }

    /** What one user has; never both nothing. */
    private record Own(@Nullable TotpRow totp, Set<String> recovery) {
        Own with(Own more) {
            Set<String> all = new HashSet<>(recovery);
            all.addAll(more.recovery);
            return new Own(totp, Set.copyOf(all));
        }

        Own without(String hash) {
            Set<String> left = new HashSet<>(recovery);
            left.remove(hash);
            return new Own(totp, Set.copyOf(left));
        }

        @Nullable
        Own orNull() {
            return totp == null && recovery.isEmpty() ? null : this;
        }
    }

    /** From now on somebody is told whose factors changed: after an app was set up or removed. */
    public void listen(Consumer<String> next) {
        listener = next;
    }

    /** What a user has set up; passkeys are not known here. */
    public Set<FactorMethod> methods(String userId) {
        Own own = byUser.get(userId);
        Set<FactorMethod> methods = EnumSet.noneOf(FactorMethod.class);
        if (own != null && own.totp != null) {
            methods.add(FactorMethod.TOTP);
        }
        if (own != null && !own.recovery.isEmpty()) {
            methods.add(FactorMethod.RECOVERY);
        }
        return methods;
    }

    /** When a user's app was set up; null where there is none. */
    public @Nullable Instant totpSince(String userId) {
        Own own = byUser.get(userId);
        return own == null || own.totp == null ? null : own.totp.since();
    }

    /** About when the last code of a user's app was taken; null where there is no app. */
    public @Nullable Instant totpUsedAt(String userId) {
        Own own = byUser.get(userId);
        return own == null || own.totp == null ? null : Totp.time(own.totp.lastStep());
    }

    /** How many recovery codes a user has left. */
    public int recoveryLeft(String userId) {
        Own own = byUser.get(userId);
        return own == null ? 0 : own.recovery.size();
    }

    /** Whether a user has said that they want no second factor for now. */
    public boolean hasDeclined(String userId) {
        return declined.contains(userId);
    }

    /** A user says that they want none for now; done when that is on disk. */
    public CompletionStage<Void> decline(String userId) {
        return declined.add(userId) ? journal.declined(userId) : CompletableFuture.completedStage(null);
    }

    /** Which step's code this is for a user's app; {@link Totp#NONE} where it is none, or there is no app. */
    long step(String userId, int code) {
        Own own = byUser.get(userId);
        TotpRow totp = own == null ? null : own.totp;
        return totp == null ? Totp.NONE : step(totp.seed(), userId, code);
    }

    /** The same of a seed that is not a user's yet. */
    long step(String sealedSeed, String userId, int code) {
        byte[] seed = sealer.open(SEED, userId, sealedSeed);
        try {
            return Totp.matching(seed, code, Totp.step(clock.instant()));
        } finally {
            Arrays.fill(seed, (byte) 0);
        }
    }

    /**
     * Takes the code of a step, once. Done when that is on disk, with whether it was there to be taken: steps are taken in order,
     * so that a clock that is set back gives no code a second time.
     */
    CompletionStage<Boolean> take(String userId, long step) {
        return changed(
                userId,
                own -> own.totp == null || step <= own.totp.lastStep()
                        ? null
                        : new Change(new Own(own.totp.used(step), own.recovery), () -> journal.used(userId, step)));
    }

    /** Takes a recovery code, once; done when that is on disk, with whether it was there to be taken. */
    CompletionStage<Boolean> takeRecovery(String userId, String code) {
        String hash = RecoveryCodes.hash(userId, code);
        return changed(
                userId,
                own -> !own.recovery.contains(hash)
                        ? null
                        : new Change(own.without(hash), () -> journal.recovered(userId, hash)));
    }

    /** A new seed for a user's app, sealed. */
    String newSeed(String userId) {
        byte[] seed = new byte[Totp.SEED_BYTES];
        random.nextBytes(seed);
        try {
            return sealer.seal(SEED, userId, seed);
        } finally {
            Arrays.fill(seed, (byte) 0);
        }
    }

    /** A sealed seed as an app reads it. */
    String base32(String sealedSeed, String userId) {
        byte[] seed = sealer.open(SEED, userId, sealedSeed);
        try {
            return SeedText.base32(seed);
        } finally {
            Arrays.fill(seed, (byte) 0);
        }
    }

    /**
     * From now on this is the user's app, in place of any other, and the recovery codes that are given back, as people read
     * them, are the only ones. Done when that is on disk; where it fails, nothing changed.
     *
     * @param step whose code showed that the app has the seed: it is taken by that
     */
    CompletionStage<List<String>> enrol(String userId, String sealedSeed, long step) {
        TotpRow totp = new TotpRow(userId, sealedSeed, clock.instant().truncatedTo(ChronoUnit.MILLIS), step);
        List<String> codes = RecoveryCodes.random(random);
        List<String> hashes = RecoveryCodes.hashes(userId, codes);
        return journal.enrolled(totp, hashes).thenApply(written -> {
            byUser.put(userId, new Own(totp, Set.copyOf(hashes)));
            listener.accept(userId);
            return codes;
        });
    }

    /** New recovery codes, as people read them, in place of all others; done when they are on disk. */
    public CompletionStage<List<String>> renewRecovery(String userId) {
        List<String> codes = RecoveryCodes.random(random);
        List<String> hashes = RecoveryCodes.hashes(userId, codes);
        return journal.renewed(userId, hashes).thenApply(written -> {
            byUser.compute(userId, (id, before) -> new Own(before == null ? null : before.totp, Set.copyOf(hashes)));
            return codes;
        });
    }

    /**
     * Removes a user's app.
     *
     * @param keepsRecovery whether another factor is left that recovery codes stand in for
     * @return done, when that is on disk, with whether there was an app or a code to remove
     */
    public CompletionStage<Boolean> remove(String userId, boolean keepsRecovery) {
        return changed(
                        userId,
                        own -> new Change(
                                new Own(null, keepsRecovery ? own.recovery : Set.of()),
                                () -> journal.removed(userId, keepsRecovery)))
                .thenApply(wasThere -> {
                    listener.accept(userId);
                    return wasThere;
                });
    }

    /** Takes all recovery codes away; done, when that is on disk, with whether there was any. */
    public CompletionStage<Boolean> removeRecovery(String userId) {
        return changed(
                userId,
                own -> own.recovery.isEmpty()
                        ? null
                        : new Change(new Own(own.totp, Set.of()), () -> journal.renewed(userId, List.of())));
    }

    /** What a user has from now on, and how that reaches the disk. */
    private record Change(Own own, Supplier<CompletionStage<Void>> write) {}

    /** Changes what a user has; the write is asked for in the same moment, so that writes keep the order of changes. */
    private CompletionStage<Boolean> changed(String userId, Function<Own, @Nullable Change> change) {
        List<CompletionStage<Void>> written = new ArrayList<>(1);
        byUser.computeIfPresent(userId, (id, own) -> {
            Change made = change.apply(own);
            if (made == null) {
                return own;
            }
            written.add(asked(made));
            return made.own.orNull();
        });
        return written.isEmpty()
                ? CompletableFuture.completedStage(false)
                : written.get(0).thenApply(done -> true);
    }

    private static CompletionStage<Void> asked(Change change) {
        try {
            return change.write.get();
        } catch (RuntimeException e) {
            return CompletableFuture.failedStage(e);
        }
    }
}
