package io.tollgate.filters.device;

import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Every device from which a user has logged in before. Memory is authoritative. Safe for use by any thread; never blocks
 * after the start.
 *
 * <p>Bounded per user: past {@value #MOST_PER_USER} the one that was not seen for longest is forgotten.
 */
public final class KnownDevices {
    /** A person has a few, and what an attacker with the password adds is bounded. */
    static final int MOST_PER_USER = 20;

    private static final int ID_BYTES = 6;

    private final DeviceJournal journal;
    private final InstantSource clock;
    private final SecureRandom random;
    /** By user, then by the hash of the secret. */
    private final ConcurrentHashMap<String, Map<String, KnownDevice>> byUser = new ConcurrentHashMap<>();

    /** Devices as the journal kept them. Blocks; for the start only. */
    public KnownDevices(DeviceJournal journal, InstantSource clock, SecureRandom random) {
        this.journal = journal;
        this.clock = clock;
        this.random = random;
        journal.devices().forEach(this::put);
    }

    /** The time by which devices are kept. */
    public Instant now() {
        return clock.instant();
    }

    /** Which device of this user shows itself; null where it is none of theirs, or they have not been there for too long. */
    public @Nullable KnownDevice find(String userId, Presented presented) {
        Map<String, KnownDevice> devices = byUser.get(userId);
        if (devices == null) {
            return null;
        }
        Instant oldest = clock.instant().minus(DeviceCookie.KEPT);
        for (DeviceSecret secret : presented.secrets()) {
            KnownDevice device = devices.get(secret.hash());
            if (device != null && device.lastSeen().isAfter(oldest)) {
                return device;
            }
        }
        return null;
    }

    /**
     * A user has just logged in there: the device is known from now on. Done, when that is on disk, with what its browser is
     * to show from now on.
     */
    public CompletionStage<Presented> loggedIn(String userId, Presented presented, String label) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        KnownDevice before = find(userId, presented);
        if (before != null) {
            return changed(before, current -> current.seen(now, label)).thenApply(kept -> presented);
        }
        DeviceSecret secret = DeviceSecret.random(random);
        KnownDevice device = new KnownDevice(newId(), userId, secret.hash(), label, now, now, null);
        return added(device).thenCompose(kept -> forget(tooMany(userId))).thenApply(bounded -> presented.with(secret));
    }

    /** From now on the user is not asked for a second factor there, on this host, for as long as policy allows that. */
    public CompletionStage<Void> remember(KnownDevice device, String host) {
        Remembered now = new Remembered(clock.instant().truncatedTo(ChronoUnit.MILLIS), host);
        return changed(device, current -> current.remembering(now));
    }

    /**
     * From now on users are asked for a second factor on these of their devices, which stay known; done, when that is on disk,
     * with how many there were.
     */
    public CompletionStage<Integer> unremember(String userId, Predicate<KnownDevice> which) {
        List<CompletionStage<Void>> written = of(userId).stream()
                .filter(device -> device.remembered() != null && which.test(device))
                .map(device -> changed(device, current -> current.remembering(null)))
                .toList();
        return all(written).thenApply(done -> written.size());
    }

    /** The same of the devices of everybody. To be run now and then, with what policy no longer allows. */
    public CompletionStage<Void> unremember(Predicate<KnownDevice> which) {
        return all(byUser.keySet().stream().map(user -> unremember(user, which)).toList());
    }

    /** The devices of a user, the one that was seen last first. */
    public List<KnownDevice> of(String userId) {
        return byUser.getOrDefault(userId, Map.of()).values().stream()
                .sorted(Comparator.comparing(KnownDevice::lastSeen).reversed())
                .toList();
    }

    /** Forgets one device of a user; done, when that is on disk, with whether there was such a device. */
    public CompletionStage<Boolean> forget(String userId, String id) {
        List<KnownDevice> one =
                of(userId).stream().filter(device -> device.id().equals(id)).toList();
        return forget(one).thenApply(gone -> !one.isEmpty());
    }

    /** Forgets every device of a user; done, when that is on disk, with how many there were. */
    public CompletionStage<Integer> forgetAllOf(String userId) {
        List<KnownDevice> all = of(userId);
        return forget(all).thenApply(gone -> all.size());
    }

    /** Forgets what was not seen for too long; done when that is on disk. To be run now and then. */
    public CompletionStage<Void> purge() {
        Instant oldest = clock.instant().minus(DeviceCookie.KEPT);
        List<KnownDevice> old = new ArrayList<>();
        byUser.values()
                .forEach(devices -> devices.values().stream()
                        .filter(device -> device.lastSeen().isBefore(oldest))
                        .forEach(old::add));
        return forget(old);
    }

    private List<KnownDevice> tooMany(String userId) {
        return of(userId).stream().skip(MOST_PER_USER).toList();
    }

    private CompletionStage<Void> forget(List<KnownDevice> devices) {
        List<CompletionStage<Void>> written = new ArrayList<>();
        for (KnownDevice device : devices) {
            byUser.computeIfPresent(device.userId(), (user, own) -> {
                own.remove(device.secretHash());
                // Asked for in here, so that what is kept and what is forgotten reach the disk in this order.
                written.add(journal.forgotten(List.of(device.id())));
                return own.isEmpty() ? null : own;
            });
        }
        return all(written);
    }

    private static CompletionStage<Void> all(List<? extends CompletionStage<?>> stages) {
        return CompletableFuture.allOf(
                stages.stream().map(CompletionStage::toCompletableFuture).toArray(CompletableFuture[]::new));
    }

    /** Makes another of it as it is by then; one that was forgotten meanwhile stays so. */
    private CompletionStage<Void> changed(KnownDevice device, UnaryOperator<KnownDevice> change) {
        List<CompletionStage<Void>> written = new ArrayList<>();
        byUser.computeIfPresent(device.userId(), (user, own) -> {
            KnownDevice current = own.get(device.secretHash());
            KnownDevice next = current == null ? null : change.apply(current);
            if (next != null && !next.equals(current)) {
                own.put(next.secretHash(), next);
                written.add(journal.kept(next));
            }
            return own;
        });
        return written.isEmpty() ? CompletableFuture.completedStage(null) : written.get(0);
    }

    private CompletionStage<Void> added(KnownDevice device) {
        List<CompletionStage<Void>> written = new ArrayList<>();
        byUser.compute(device.userId(), (user, own) -> {
            Map<String, KnownDevice> all = own == null ? new ConcurrentHashMap<>() : own;
            all.put(device.secretHash(), device);
            written.add(journal.kept(device));
            return all;
        });
        return written.get(0);
    }

    private void put(KnownDevice device) {
        byUser.computeIfAbsent(device.userId(), user -> new ConcurrentHashMap<>())
                .put(device.secretHash(), device);
    }

    private String newId() {
        byte[] id = new byte[ID_BYTES];
        random.nextBytes(id);
        return HexFormat.of().formatHex(id);
    }
}
