package io.tollgate.filters.device;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/** Devices kept in memory: the state of a disk, which may be broken. */
public final class FakeDeviceJournal implements DeviceJournal {
    private final ConcurrentHashMap<String, KnownDevice> devices = new ConcurrentHashMap<>();
    private volatile boolean isBroken;

    public void breakDown() {
        isBroken = true;
    }

    @Override
    public List<KnownDevice> devices() {
        return List.copyOf(devices.values());
    }

    @Override
    public CompletionStage<Void> kept(KnownDevice device) {
        return write(() -> devices.put(device.id(), device));
    }

    @Override
    public CompletionStage<Void> forgotten(Collection<String> ids) {
        return write(() -> ids.forEach(devices::remove));
    }

    private CompletionStage<Void> write(Runnable write) {
        if (isBroken) {
            return CompletableFuture.failedStage(new IllegalStateException("the disk is full"));
        }
        write.run();
        return CompletableFuture.completedStage(null);
    }
}
