package io.tollgate.filters.identity;

import io.tollgate.filters.store.StoreUnavailableException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/** Accounts kept in memory: the state of a disk. */
final class FakeUserJournal implements UserJournal {
    private final ConcurrentHashMap<String, User> users = new ConcurrentHashMap<>();
    private volatile boolean isBroken;

    void breakDown() {
        isBroken = true;
    }

    void mend() {
        isBroken = false;
    }

    @Override
    public List<User> load() {
        return List.copyOf(users.values());
    }

    @Override
    public CompletionStage<Void> inserted(List<User> all) {
        return write(() -> all.forEach(user -> users.put(user.id(), user)));
    }

    @Override
    public CompletionStage<Void> updated(User user) {
        return write(() -> users.replace(user.id(), user));
    }

    @Override
    public CompletionStage<Void> deleted(String userId) {
        return write(() -> users.remove(userId));
    }

    private CompletionStage<Void> write(Runnable write) {
        if (isBroken) {
            return CompletableFuture.failedStage(new StoreUnavailableException("broken", null));
        }
        write.run();
        return CompletableFuture.completedStage(null);
    }
}
