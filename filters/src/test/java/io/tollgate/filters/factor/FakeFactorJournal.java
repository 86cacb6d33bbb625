package io.tollgate.filters.factor;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A journal in memory that can refuse, or take its time. */
public final class FakeFactorJournal implements FactorJournal {
    public final Map<String, TotpRow> totps = new LinkedHashMap<>();
    public final Map<String, Set<String>> recovery = new LinkedHashMap<>();
    public final Map<String, CounterRow> counters = new LinkedHashMap<>();
    public final Set<String> declined = new LinkedHashSet<>();
    private final List<Runnable> held = new ArrayList<>();
    public boolean isDown;
    public boolean isHolding;

    @Override
    public synchronized List<TotpRow> totps() {
        return List.copyOf(totps.values());
    }

    @Override
    public synchronized List<RecoveryRow> recoveryCodes() {
        List<RecoveryRow> rows = new ArrayList<>();
        recovery.forEach((user, hashes) -> hashes.forEach(hash -> rows.add(new RecoveryRow(user, hash))));
        return rows;
    }

    @Override
    public synchronized List<CounterRow> counters() {
        return List.copyOf(counters.values());
    }

    @Override
    public synchronized Set<String> declined() {
        return Set.copyOf(declined);
    }

    @Override
    public CompletionStage<Void> enrolled(TotpRow totp, List<String> recoveryHashes) {
        return write(() -> {
            totps.put(totp.userId(), totp);
            recovery.put(totp.userId(), new LinkedHashSet<>(recoveryHashes));
        });
    }

    @Override
    public CompletionStage<Void> used(String userId, long step) {
        return write(() -> totps.computeIfPresent(userId, (id, row) -> row.used(step)));
    }

    @Override
    public CompletionStage<Void> recovered(String userId, String hash) {
        return write(() -> recovery.getOrDefault(userId, new LinkedHashSet<>()).remove(hash));
    }

    @Override
    public CompletionStage<Void> renewed(String userId, List<String> recoveryHashes) {
        return write(() -> recovery.put(userId, new LinkedHashSet<>(recoveryHashes)));
    }

    @Override
    public CompletionStage<Void> removed(String userId, boolean keepsRecovery) {
        return write(() -> {
            totps.remove(userId);
            if (!keepsRecovery) {
                recovery.remove(userId);
            }
        });
    }

    @Override
    public CompletionStage<Void> counted(CounterRow row) {
        return write(() -> {
            if (row.failures() == 0) {
                counters.remove(row.userId());
            } else {
                counters.put(row.userId(), row);
            }
        });
    }

    @Override
    public CompletionStage<Void> declined(String userId) {
        return write(() -> declined.add(userId));
    }

    private synchronized CompletionStage<Void> write(Runnable change) {
        if (isDown) {
            return CompletableFuture.failedStage(new IllegalStateException("the disk is full"));
        }
        CompletableFuture<Void> done = new CompletableFuture<>();
        Runnable commit = () -> {
            change.run();
            done.complete(null);
        };
        if (isHolding) {
            held.add(commit);
        } else {
            commit.run();
        }
        return done;
    }

    /** Commits what was held, in order. */
    public void release() {
        isHolding = false;
        List<Runnable> commits = List.copyOf(held);
        held.clear();
        commits.forEach(Runnable::run);
    }
}
