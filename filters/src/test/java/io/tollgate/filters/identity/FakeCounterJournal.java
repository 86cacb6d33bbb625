package io.tollgate.filters.identity;

import io.tollgate.filters.store.StoreUnavailableException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/** Counts kept in memory: the state of a disk, which may be slow or broken. */
final class FakeCounterJournal implements CounterJournal, ComparedJournal {
    private final ConcurrentHashMap<Compared, ComparedRow> compared = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<LockoutKey, LockoutRow> lockouts = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<String, NetworkRow> networks = new ConcurrentHashMap<>();
    private final Queue<Runnable> pending = new ArrayDeque<>();
    private boolean isBroken;
    private boolean isSlow;
    private int writes;

    synchronized void breakDown() {
        isBroken = true;
    }

    synchronized void mend() {
        isBroken = false;
    }

    /** From now on nothing is on disk until {@link #sync}. */
    synchronized void slow() {
        isSlow = true;
    }

    void sync() {
        for (Runnable write = next(); write != null; write = next()) {
            write.run();
        }
    }

    synchronized int writes() {
        return writes;
    }

    private synchronized Runnable next() {
        return pending.poll();
    }

    @Override
    public List<LockoutRow> lockouts() {
        return List.copyOf(lockouts.values());
    }

    @Override
    public List<NetworkRow> networks() {
        return List.copyOf(networks.values());
    }

    @Override
    public CompletionStage<Void> counted(LockoutRow row) {
        return write(() -> lockouts.put(row.key(), row));
    }

    @Override
    public CompletionStage<Void> counted(NetworkRow row) {
        return write(() -> networks.put(row.network(), row));
    }

    @Override
    public CompletionStage<Void> cleared(Collection<LockoutKey> keys) {
        return write(() -> keys.forEach(lockouts::remove));
    }

    @Override
    public CompletionStage<Void> forgotten(Collection<String> gone) {
        return write(() -> gone.forEach(networks::remove));
    }

    private record Compared(LockoutKey key, Instant since) {}

    @Override
    public List<ComparedRow> compared() {
        return List.copyOf(compared.values());
    }

    @Override
    public CompletionStage<Void> counted(ComparedRow row) {
        return write(() -> compared.put(new Compared(row.key(), row.since()), row));
    }

    @Override
    public CompletionStage<Void> uncounted(Collection<LockoutKey> keys, Instant before) {
        return write(() -> compared.keySet()
                .removeIf(one -> keys.contains(one.key()) && one.since().isBefore(before)));
    }

    private synchronized CompletionStage<Void> write(Runnable write) {
        writes++;
        if (isBroken) {
            return CompletableFuture.failedStage(new StoreUnavailableException("broken", null));
        }
        CompletableFuture<Void> done = new CompletableFuture<>();
        Runnable now = () -> {
            write.run();
            done.complete(null);
        };
        if (isSlow) {
            pending.add(now);
        } else {
            now.run();
        }
        return done;
    }
}
