package io.tollgate.filters.passkey;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/** Passkeys kept in memory: the state of a disk, which may be broken. */
public final class FakePasskeyJournal implements PasskeyJournal {
    private final ConcurrentHashMap<String, Passkey> passkeys = new ConcurrentHashMap<>();
    private volatile boolean isBroken;

    public void breaks(boolean now) {
        isBroken = now;
    }

    @Override
    public List<Passkey> passkeys() {
        return List.copyOf(passkeys.values());
    }

    @Override
    public CompletionStage<Void> kept(Passkey passkey) {
        return write(() -> passkeys.put(passkey.id(), passkey));
    }

    @Override
    public CompletionStage<Void> forgotten(Collection<String> ids) {
        return write(() -> ids.forEach(passkeys::remove));
    }

    private CompletionStage<Void> write(Runnable write) {
        if (isBroken) {
            return CompletableFuture.failedStage(new IllegalStateException("the disk is full"));
        }
        write.run();
        return CompletableFuture.completedStage(null);
    }
}
