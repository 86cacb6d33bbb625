package io.tollgate.filters.identity;

import io.tollgate.config.PasswordHistory;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Every account, in memory as on disk. Safe for use by any thread; reading never blocks, nor does asking for a change.
 *
 * <p>Changes are made one after the other, each from what the one before left: checked, its evidence written, committed,
 * then seen here and told to the listeners. A change that can't be made fails with {@link RefusedChangeException}.
 */
public final class UserDirectory implements Users {
    private static final int ID_BYTES = 16;
    private static final PasswordPast FIRST = new PasswordPast(1, null, List.of());

    private final UserJournal journal;
    private final DeclaredRoles roles;
    private final InstantSource clock;
    private final SecureRandom random;
    private final ConcurrentHashMap<String, Held> byId = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<String, User> byName = new ConcurrentHashMap<>();
    /** By what is left of names for an app that ignores signs and accents. */
    private final ConcurrentHashMap<String, Set<String>> idsBySignature = new ConcurrentHashMap<>();

    private final List<UserListener> listeners = new CopyOnWriteArrayList<>();
    private CompletionStage<?> last = CompletableFuture.completedStage(true);

    /** Accounts as the journal kept them. Blocks; for the start only. */
    public UserDirectory(UserJournal journal, DeclaredRoles roles, InstantSource clock, SecureRandom random) {
        this.journal = journal;
        this.roles = roles;
        this.clock = clock;
        this.random = random;
        Map<Set<String>, Set<String>> sets = new HashMap<>();
        journal.load().forEach(user -> put(sharing(user, sets)));
    }

    /** What must be on disk about accounts that are made together, before they are. */
    @FunctionalInterface
    public interface EvidenceOfAll {
        /** Done when it is on disk; a failure prevents all of them. */
        CompletionStage<Void> of(List<User> users);
    }

    /** An account over all its changes. An id is never used again, so one that is gone stays so. */
    private static final class Held implements Account {
        private volatile @Nullable User user;

        @Override
        public @Nullable User now() {
            return user;
        }
    }

    /** With the roles of others who have the same: they are few sets, and asked at each request. */
    private static User sharing(User user, Map<Set<String>, Set<String>> sets) {
        Set<String> shared = sets.computeIfAbsent(user.roles(), own -> own);
        return user.sharing(shared);
    }

    @Override
    public @Nullable User byId(String id) {
        Held held = byId.get(id);
        return held == null ? null : held.user;
    }

    @Override
    public Account account(String id) {
        Held held = byId.get(id);
        return held == null ? Users.super.account(id) : held;
    }

    @Override
    public @Nullable User byName(String name) {
        return byName.get(name);
    }

    @Override
    public @Nullable String idOfAnother(String signature) {
        Set<String> ids = idsBySignature.get(signature);
        return ids == null ? null : ids.stream().findFirst().orElse(null);
    }

    /** The name of a new account, normalised; throws where it is none. */
    String parsed(String typedName) {
        return roles.name(typedName);
    }

    /** Every account as it is now, by name. */
    public List<User> all() {
        return byName.values().stream().sorted(Comparator.comparing(User::name)).toList();
    }

    /** Tells this listener of every change from now on. */
    public void listen(UserListener listener) {
        listeners.add(listener);
    }

    /** Makes an account; done with it when it is on disk. */
    public CompletionStage<User> add(
            String typedName, Set<String> newRoles, PasswordHash password, boolean mustChange, Evidence evidence) {
        return add(typedName, Grants.of(newRoles), password, mustChange, evidence);
    }

    /** The same with tenants. */
    public CompletionStage<User> add(
            String typedName, Grants grants, PasswordHash password, boolean mustChange, Evidence evidence) {
        return inTurn(() -> {
            String name = roles.name(typedName);
            roles.refuseUndeclared(grants.roles());
            roles.refuseUnknownTenants(grants.tenants());
            if (byName.containsKey(name)) {
                throw new RefusedChangeException("name.taken", "there is a user \"" + name + "\" already");
            }
            Instant now = now();
            User user = new User(
                    newId(), name, grants.roles(), true, mustChange, password, now, now, 1, FIRST, grants.tenants());
            return evidence.of(user)
                    .thenCompose(proved -> journal.inserted(user))
                    .thenApply(kept -> put(user));
        });
    }

    /**
     * The account of somebody whom an app knows by this name: the one there is, or a new one without a password.
     *
     * @param newRoles of a new one
     * @param evidence of a new one
     */
    public CompletionStage<User> addFromApp(String typedName, Set<String> newRoles, Evidence evidence) {
        return inTurn(() -> {
            String name = UserName.parseForApp(typedName);
            User known = byName.get(name);
            if (known != null) {
                return CompletableFuture.completedStage(known);
            }
            roles.refuseUndeclared(newRoles);
            Instant now = now();
            User user = new User(newId(), name, newRoles, true, false, PasswordHash.NONE, now, now, 1, FIRST, Set.of());
            return evidence.of(user)
                    .thenCompose(proved -> journal.inserted(user))
                    .thenApply(kept -> put(user));
        });
    }

    /** Makes all of these accounts, or none; done with them when they are on disk. */
    public CompletionStage<List<User>> addAll(Supplier<List<User>> drafts, EvidenceOfAll evidence) {
        return inTurn(() -> {
            Instant now = now();
            List<User> all = drafts.get().stream()
                    .map(draft -> new User(
                            newId(),
                            draft.name(),
                            draft.roles(),
                            true,
                            draft.mustChangePassword(),
                            draft.password(),
                            now,
                            now,
                            1,
                            new PasswordPast(1, draft.past().reason(), List.of()),
                            draft.tenants()))
                    .toList();
            return evidence.of(all).thenCompose(proved -> journal.inserted(all)).thenApply(kept -> {
                all.forEach(this::put);
                return all;
            });
        });
    }

    /** Gives the account exactly these roles. */
    public CompletionStage<User> setRoles(String id, Set<String> newRoles, Evidence evidence) {
        return change(
                id,
                user -> {
                    roles.refuseUndeclared(newRoles);
                    return user.withRoles(newRoles);
                },
                evidence);
    }

    /** Makes the account a member of exactly these tenants; done with it when its roles in any other are gone too. */
    public CompletionStage<User> setTenants(String id, Set<String> newTenants, Evidence evidence) {
        return change(
                id,
                user -> {
                    Set<String> more = new HashSet<>(newTenants);
                    more.removeAll(Grants.of(user).memberships());
                    roles.refuseUnknownTenants(more);
                    return user.withGrants(Grants.of(user).in(newTenants));
                },
                evidence);
    }

    /** Gives the account another password, of which nothing else is known, and forgets those before it. */
    public CompletionStage<User> setPassword(String id, PasswordHash password, boolean mustChange, Evidence evidence) {
        return setPassword(id, NewPassword.of(password, mustChange), evidence);
    }

    /** Gives the account another password; refuses where it has another by now than the one that was to be replaced. */
    public CompletionStage<User> setPassword(String id, NewPassword next, Evidence evidence) {
        return change(id, replacing(next), evidence);
    }

    /**
     * Gives the account another password as above and ends its sessions on disk but the one that stays, in one: a crash leaves
     * no login that was proved by the password before. Those in memory are for the caller to end.
     */
    public CompletionStage<User> setPassword(String id, NewPassword next, @Nullable String stays, Evidence evidence) {
        return change(id, replacing(next), evidence, user -> journal.passwordSet(user, stays));
    }

    private UnaryOperator<User> replacing(NewPassword next) {
        return user -> {
            if (next.replaces() >= 0 && next.replaces() != user.past().number()) {
                throw new RefusedChangeException("password.changed", "the password was changed just now");
            }
            return user.withPassword(next, now());
        };
    }

    /** Keeps the same password under another hash or standing; refuses where the account has another by now. */
    CompletionStage<User> renewPassword(User judged, PasswordUpkeep.Renewal renewal) {
        return change(
                judged.id(),
                user -> {
                    if (!user.isSamePassword(judged)) {
                        throw new RefusedChangeException("password.changed", "the password was changed just now");
                    }
                    PasswordHash hash = renewal.hash();
                    return user.withRenewal(hash == null ? user.password() : hash, renewal.reason());
                },
                Evidence.NONE);
    }

    /** Forgets the old passwords that no rule needs any more; done when that is on disk. To be run now and then. */
    public CompletionStage<Void> forgetOld(Function<User, PasswordHistory> rules) {
        List<CompletableFuture<User>> changes = new ArrayList<>();
        for (User user : all()) {
            if (!user.past().equals(user.past().trimmed(rules.apply(user), now()))) {
                changes.add(change(
                                user.id(),
                                found -> found.withPast(found.past().trimmed(rules.apply(found), now())),
                                Evidence.NONE)
                        .toCompletableFuture());
            }
        }
        return CompletableFuture.allOf(changes.toArray(CompletableFuture[]::new));
    }

    /** Lets the account log in, or ends that. */
    public CompletionStage<User> setEnabled(String id, boolean isEnabled, Evidence evidence) {
        return change(id, user -> user.withEnabled(isEnabled), evidence);
    }

    /** Removes the account; done with what it was when it is gone from disk. */
    public CompletionStage<User> delete(String id, Evidence evidence) {
        return inTurn(() -> {
            User user = existing(id);
            return evidence.of(user).thenCompose(proved -> journal.deleted(id)).thenApply(gone -> {
                byName.remove(user.name());
                idsBySignature.computeIfPresent(UserName.signature(user.name()), (same, ids) -> {
                    ids.remove(id);
                    return ids.isEmpty() ? null : ids;
                });
                gone(id);
                tell(id);
                return user;
            });
        });
    }

    private CompletionStage<User> change(String id, UnaryOperator<User> change, Evidence evidence) {
        return change(id, change, evidence, journal::updated);
    }

    private CompletionStage<User> change(
            String id, UnaryOperator<User> change, Evidence evidence, Function<User, CompletionStage<Void>> keep) {
        return inTurn(() -> {
            User user = change.apply(existing(id));
            return evidence.of(user).thenCompose(proved -> keep.apply(user)).thenApply(kept -> put(user));
        });
    }

    /** Runs the act when all before it are through, however they ended. */
    private synchronized <T> CompletionStage<T> inTurn(Supplier<CompletionStage<T>> act) {
        CompletionStage<T> done = last.handle((before, failure) -> true).thenCompose(before -> act.get());
        last = done;
        return done;
    }

    private User existing(String id) {
        User user = byId(id);
        if (user == null) {
            throw new RefusedChangeException("user.unknown", "there is no such user");
        }
        return user;
    }

    private User put(User user) {
        if (byName.put(user.name(), user) == null) {
            idsBySignature
                    .computeIfAbsent(UserName.signature(user.name()), same -> ConcurrentHashMap.newKeySet())
                    .add(user.id());
        }
        byId.computeIfAbsent(user.id(), id -> new Held()).user = user;
        tell(user.id());
        return user;
    }

    private void gone(String id) {
        Held held = byId.remove(id);
        if (held != null) {
            held.user = null;
        }
    }

    private void tell(String id) {
        listeners.forEach(listener -> listener.changed(id));
    }

    private String newId() {
        byte[] id = new byte[ID_BYTES];
        random.nextBytes(id);
        return HexFormat.of().formatHex(id);
    }

    /** As exact as it is kept. */
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
