package io.tollgate.filters.passkey;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Every passkey there is. Memory is authoritative. Safe for use by any thread; never blocks after the start.
 */
public final class Passkeys {
    /** For one host. */
    public static final int MOST_PER_HOST = 10;

    /** Over all hosts: of those that a wildcard matches there is no end. */
    static final int MOST_PER_USER = 50;

    private final PasskeyJournal journal;
    private final InstantSource clock;
    /** By user, then by credential; the inner ones are replaced, never changed. */
    private final ConcurrentHashMap<String, Map<String, Passkey>> byUser = new ConcurrentHashMap<>();
    /** Whose a credential is: there is none of two users (WebAuthn section 7.1, step 26). */
    private final ConcurrentHashMap<String, String> owners = new ConcurrentHashMap<>();

    private volatile Consumer<String> listener = userId -> {};

    /** Passkeys as the journal kept them. Blocks; for the start only. */
    public Passkeys(PasskeyJournal journal, InstantSource clock) {
        this.journal = journal;
        this.clock = clock;
        for (Passkey passkey : journal.passkeys()) {
            owners.put(passkey.credential(), passkey.userId());
            byUser.computeIfAbsent(passkey.userId(), user -> new HashMap<>()).put(passkey.credential(), passkey);
        }
    }

    /** From now on somebody is told whose passkeys were taken away. */
    public void listen(Consumer<String> next) {
        listener = next;
    }

    /** The passkeys of a user for a host, in the order they were made. */
    public List<Passkey> of(String userId, String rpId) {
        return ofUser(userId).stream()
                .filter(passkey -> passkey.rpId().equals(rpId))
                .toList();
    }

    /** The passkeys of a user for all hosts, in the order they were made. */
    public List<Passkey> ofUser(String userId) {
        return byUser.getOrDefault(userId, Map.of()).values().stream()
                .sorted(Comparator.comparing(Passkey::createdAt).thenComparing(Passkey::id))
                .toList();
    }

    /**
     * Whether a user has one, for whatever host and even if it is suspect: who has nothing else to show does not get by with a
     * password instead.
     */
    public boolean hasAny(String userId) {
        return byUser.containsKey(userId);
    }

    /** The one whose credential this is; null where it is nobody's. */
    @Nullable
    Passkey byCredential(String credential) {
        String userId = owners.get(credential);
        return userId == null ? null : byUser.getOrDefault(userId, Map.of()).get(credential);
    }

    /** How many there are of all users. */
    public int count() {
        return owners.size();
    }

    /** When it is, as precise as the journal keeps it. */
    Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    /** Whether the user may have one more for this host. */
    boolean hasRoom(String userId, String rpId) {
        Map<String, Passkey> own = byUser.getOrDefault(userId, Map.of());
        return hasRoom(own, rpId);
    }

    private static boolean hasRoom(Map<String, Passkey> own, String rpId) {
        return own.size() < MOST_PER_USER
                && own.values().stream()
                                .filter(passkey -> passkey.rpId().equals(rpId))
                                .count()
                        < MOST_PER_HOST;
    }

    /** Adds one; done when it is on disk, with null where the credential is somebody's already, or there is no room. */
    CompletionStage<@Nullable Passkey> add(Passkey passkey) {
        if (owners.putIfAbsent(passkey.credential(), passkey.userId()) != null) {
            return CompletableFuture.completedStage(null);
        }
        List<CompletionStage<Void>> written = new ArrayList<>();
        byUser.compute(passkey.userId(), (user, before) -> {
            Map<String, Passkey> own = before == null ? Map.of() : before;
            if (!hasRoom(own, passkey.rpId())) {
                return before;
            }
            Map<String, Passkey> after = new HashMap<>(own);
            after.put(passkey.credential(), passkey);
            // Asked for in here, so that what is kept and what is forgotten reach the disk in this order.
            written.add(journal.kept(passkey));
            return after;
        });
        if (written.isEmpty()) {
            owners.remove(passkey.credential());
            return CompletableFuture.completedStage(null);
        }
        return written.get(0).handle((done, failure) -> failure).thenCompose(failure -> {
            if (failure == null) {
                return CompletableFuture.completedStage(passkey);
            }
            drop(passkey.userId(), one -> one.id().equals(passkey.id()));
            return CompletableFuture.failedStage(failure);
        });
    }

    /** Gives one of a user's another name; done, when that is on disk, with null where it is gone by now. */
    public CompletionStage<@Nullable Passkey> rename(String userId, String id, String name) {
        for (Passkey passkey : ofUser(userId)) {
            if (passkey.id().equals(id)) {
                return replaced(passkey, before -> before.called(name));
            }
        }
        return CompletableFuture.completedStage(null);
    }

    /** Forgets one of a user's; done, when that is on disk, with whether there was such a one. */
    public CompletionStage<Boolean> revoke(String userId, String id) {
        return forget(userId, passkey -> passkey.id().equals(id)).thenApply(gone -> gone > 0);
    }

    /** Forgets all of a user's; done, when that is on disk, with how many there were. */
    public CompletionStage<Integer> revokeAllOf(String userId) {
        return forget(userId, passkey -> true);
    }

    /**
     * It has just signed. Done, when what comes of that is on disk, with the passkey as it is now: suspect where its count did
     * not grow and one of the two is not 0 (WebAuthn section 7.2, step 22); null where it is gone by now.
     */
    CompletionStage<@Nullable Passkey> signed(Passkey passkey, long counter, boolean isBackedUp) {
        Instant now = now();
        return replaced(
                passkey,
                before -> counter > before.counter() || (counter == 0 && before.counter() == 0)
                        ? before.used(counter, isBackedUp, now)
                        : before.suspected());
    }

    /** One that was forgotten meanwhile stays so. */
    private CompletionStage<@Nullable Passkey> replaced(Passkey passkey, UnaryOperator<Passkey> change) {
        List<CompletionStage<@Nullable Passkey>> written = new ArrayList<>();
        byUser.computeIfPresent(passkey.userId(), (user, own) -> {
            Passkey before = own.get(passkey.credential());
            if (before == null || !before.id().equals(passkey.id())) {
                return own;
            }
            Passkey next = change.apply(before);
            Map<String, Passkey> after = new HashMap<>(own);
            after.put(next.credential(), next);
            written.add(journal.kept(next).thenApply(kept -> next));
            return after;
        });
        return written.isEmpty() ? CompletableFuture.completedStage(null) : written.get(0);
    }

    private CompletionStage<Integer> forget(String userId, Predicate<Passkey> which) {
        List<String> ids = drop(userId, which);
        if (!ids.isEmpty()) {
            listener.accept(userId);
        }
        return ids.isEmpty()
                ? CompletableFuture.completedStage(0)
                : journal.forgotten(ids).thenApply(done -> ids.size());
    }

    /** Out of memory at once: what a failing disk still has of it comes back at a restart only. */
    private List<String> drop(String userId, Predicate<Passkey> which) {
        List<String> ids = new ArrayList<>();
        byUser.computeIfPresent(userId, (user, own) -> {
            Map<String, Passkey> after = new HashMap<>(own);
            own.values().stream().filter(which).forEach(passkey -> {
                after.remove(passkey.credential());
                owners.remove(passkey.credential());
                ids.add(passkey.id());
            });
            return after.isEmpty() ? null : after;
        });
        return ids;
    }
}
