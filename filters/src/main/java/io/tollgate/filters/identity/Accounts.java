package io.tollgate.filters.identity;

import io.tollgate.filters.audit.AuditEvent;
import io.tollgate.filters.audit.AuditTrail;
import io.tollgate.filters.device.KnownDevice;
import io.tollgate.filters.device.KnownDevices;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What an administrator does to accounts and lockouts: the acts behind the command line and the control socket.
 *
 * <p>Each act is in the audit trail before it is made, and on disk before it is acknowledged; an act that can't be made
 * fails with {@link RefusedChangeException}. Safe for use by any thread; never blocks. The actor is who does it:
 * {@code local:UID}.
 */
public final class Accounts {
    /**
     * What accounts are made of.
     *
     * @param strangers what failures of a name are counted on that nobody has
     */
    public record Parts(
            UserDirectory users,
            Budgets budgets,
            KnownDevices devices,
            PasswordChoice choice,
            AuditTrail trail,
            Function<String, List<String>> strangers) {
        /** Where nothing is known of what names are counted on that nobody has. */
        public Parts(
                UserDirectory users, Budgets budgets, KnownDevices devices, PasswordChoice choice, AuditTrail trail) {
            this(users, budgets, devices, choice, trail, name -> List.of());
        }
    }

    private final Parts parts;

    public Accounts(Parts parts) {
        this.parts = parts;
    }

    /** Makes an account. {@code keep}: the password need not be changed at the first login. The password is wiped. */
    public CompletionStage<User> add(String actor, String typedName, Set<String> roles, char[] password, boolean keep) {
        return add(actor, typedName, Grants.of(roles), password, keep);
    }

    /** The same with tenants. */
    public CompletionStage<User> add(String actor, String typedName, Grants grants, char[] password, boolean keep) {
        User nobody = new User(
                "",
                UserName.normalised(typedName),
                grants.roles(),
                true,
                false,
                new PasswordHash(""),
                Instant.EPOCH,
                Instant.EPOCH,
                0,
                PasswordPast.NONE,
                grants.tenants());
        return hashed(nobody, password, () -> refuseTaken(typedName))
                .thenCompose(hash -> parts.users.add(
                        typedName,
                        grants,
                        hash,
                        !keep,
                        user -> administered("users.added", actor, user, grants.words())));
    }

    /** Makes an account without a password: of somebody who logs in with an app's own form. */
    public CompletionStage<User> addForApp(String actor, String typedName, Grants grants) {
        return guarded(() -> parts.users.add(
                typedName,
                grants,
                PasswordHash.NONE,
                false,
                user -> administered("users.added", actor, user, grants.words() + "; no password")));
    }

    /** Every account, by name. */
    public List<User> list() {
        return parts.users.all();
    }

    /** The account of this name, or throws {@link RefusedChangeException}. */
    public User show(String typedName) {
        String name = UserName.normalised(typedName);
        User user = parts.users.byName(name);
        if (user == null) {
            throw new RefusedChangeException("user.unknown", "there is no user \"" + UserName.shown(name) + "\"");
        }
        return user;
    }

    /** Gives the account exactly these roles; its sessions have them at their next request. */
    public CompletionStage<User> roles(String actor, String name, Set<String> roles) {
        return on(
                name,
                user -> parts.users.setRoles(
                        user.id(),
                        roles,
                        next -> administered(
                                "users.roles",
                                actor,
                                next,
                                "roles: " + words(roles) + "; before: " + words(user.roles()))));
    }

    /** Makes the account a member of exactly these tenants; what it had in others counts no more at the next request. */
    public CompletionStage<User> tenants(String actor, String name, Set<String> tenants) {
        return on(
                name,
                user -> parts.users.setTenants(
                        user.id(),
                        tenants,
                        next -> administered(
                                "users.tenants",
                                actor,
                                next,
                                Grants.of(next).words() + "; before: "
                                        + Grants.of(user).words())));
    }

    /** Gives the account another password and clears its lockouts. The password is wiped. */
    public CompletionStage<User> password(String actor, String name, char[] password, boolean keep) {
        return on(
                        name,
                        user -> hashed(user, password, () -> {})
                                .thenCompose(hash -> parts.users.setPassword(
                                        user.id(), set(user, hash, keep), null, next -> passwordSet(actor, next, keep)))
                                .thenCompose(changed -> parts.budgets
                                        .forgive(changed.id())
                                        // Whoever knew the old one may have made a device known by it.
                                        .thenCompose(forgiven -> parts.devices.forgetAllOf(changed.id()))
                                        .thenApply(forgotten -> changed)))
                .whenComplete((done, failure) -> Arrays.fill(password, '\0'));
    }

    /** Ends every lockout of the account. */
    public CompletionStage<User> unlock(String actor, String name) {
        return on(
                name,
                user -> administered("users.unlocked", actor, user, null)
                        .thenCompose(proved -> parts.budgets.forgive(user.id()))
                        .thenApply(cleared -> user));
    }

    /** Ends the account's logins: its next request is refused. */
    public CompletionStage<User> disable(String actor, String name) {
        return on(
                name,
                user -> parts.users.setEnabled(
                        user.id(), false, next -> administered("users.disabled", actor, next, null)));
    }

    /** Lets the account log in again. */
    public CompletionStage<User> enable(String actor, String name) {
        return on(
                name,
                user -> parts.users.setEnabled(
                        user.id(), true, next -> administered("users.enabled", actor, next, null)));
    }

    /** Removes the account with its sessions and counts of failures. */
    public CompletionStage<User> delete(String actor, String name) {
        return on(
                name,
                user -> parts.users
                        .delete(user.id(), gone -> administered("users.deleted", actor, gone, null))
                        .thenCompose(gone -> parts.budgets
                                .forgive(gone.id())
                                .thenCompose(forgiven -> parts.devices.forgetAllOf(gone.id()))
                                .thenApply(forgotten -> gone)));
    }

    /** Every count of failures, most recent first. */
    public List<LockoutState> lockouts() {
        return parts.budgets.list();
    }

    /** The attacks under way, the largest first. */
    public List<Sweep> sweeps() {
        return parts.budgets.sweeps();
    }

    /**
     * Ends lockouts; done with how many counts that were.
     *
     * @param name of one user; null for everybody, names that nobody has included
     * @param network from one network, whose own budget is given back too unless a name is given; null for all
     * @param device on one known device, by its id; null for all
     */
    public CompletionStage<Integer> clearLockouts(
            String actor, @Nullable String name, @Nullable String network, @Nullable String device) {
        return guarded(() -> {
            User user = name == null ? null : parts.users.byName(UserName.normalised(name));
            List<String> strangers = name == null || user != null ? List.of() : parts.strangers.apply(name);
            if (name != null && user == null && strangers.isEmpty()) {
                show(name); // Which says that there is none.
            }
            String id = user == null ? null : user.id();
            AuditEvent.Context context = new AuditEvent.Context(
                    id, user != null ? user.name() : name == null ? null : UserName.shown(name), network, null, null);
            String detail = device == null ? null : "device: " + device;
            return parts.trail
                    .append(new AuditEvent.Administered(context, "lockouts.cleared", actor, detail))
                    .thenCompose(proved -> strangers.isEmpty()
                            ? parts.budgets.clear(id, network, device)
                            : clearStrangers(strangers, network));
        });
    }

    private CompletionStage<Integer> clearStrangers(List<String> subjects, @Nullable String network) {
        CompletionStage<Integer> all = CompletableFuture.completedStage(0);
        for (String subject : subjects) {
            all = all.thenCombine(parts.budgets.clear(subject, network, null), Integer::sum);
        }
        return all;
    }

    /** The devices from which the account has logged in before, the one that was seen last first. */
    public List<KnownDevice> devices(String name) {
        return devices(show(name));
    }

    /** The same of an account that may be gone by now. */
    public List<KnownDevice> devices(User user) {
        return parts.devices.of(user.id());
    }

    /** Forgets such a device: from now on it is as unknown as any. Its failures are forgotten with it. */
    public CompletionStage<User> forgetDevice(String actor, String name, String deviceId) {
        return on(name, user -> {
            if (parts.devices.of(user.id()).stream()
                    .noneMatch(known -> known.id().equals(deviceId))) {
                throw new RefusedChangeException(
                        "device.unknown", user.name() + " has no known device \"" + UserName.shown(deviceId) + "\"");
            }
            return administered("users.device-revoked", actor, user, "device: " + deviceId)
                    .thenCompose(proved -> parts.devices.forget(user.id(), deviceId))
                    .thenCompose(gone -> parts.budgets.clear(user.id(), null, deviceId))
                    .thenApply(cleared -> user);
        });
    }

    private CompletionStage<User> on(String name, Act act) {
        return guarded(() -> act.on(show(name)));
    }

    private static <T> CompletionStage<T> guarded(Supplier<CompletionStage<T>> act) {
        try {
            return act.get();
        } catch (RefusedChangeException e) {
            return CompletableFuture.failedStage(e);
        }
    }

    private NewPassword set(User user, PasswordHash hash, boolean keep) {
        return new NewPassword(hash, keep ? null : ChangeReason.SET_BY_ANOTHER, parts.choice.history(user), -1);
    }

    /** The hash of a password that the rules for this user have no objection to. */
    private CompletionStage<PasswordHash> hashed(User user, char[] password, Runnable check) {
        return Accounts.<PasswordHash>guarded(() -> {
                    check.run();
                    refuseWeak(parts.choice.objections(password, user));
                    return parts.choice.taken(password, user).thenApply(outcome -> {
                        if (outcome instanceof PasswordChoice.Outcome.Refused refused) {
                            refuseWeak(refused.objections());
                        }
                        return ((PasswordChoice.Outcome.Taken) outcome).hash();
                    });
                })
                .whenComplete((done, failure) -> Arrays.fill(password, '\0'));
    }

    private static void refuseWeak(List<String> objections) {
        if (!objections.isEmpty()) {
            throw new RefusedChangeException(
                    "password.weak", "the password is refused: " + String.join(" ", objections));
        }
    }

    /** Early, to save the hash; the directory asks again in its turn. */
    private void refuseTaken(String typedName) {
        String name = parts.users.parsed(typedName);
        if (parts.users.byName(name) != null) {
            throw new RefusedChangeException("name.taken", "there is a user \"" + name + "\" already");
        }
    }

    private CompletionStage<Void> passwordSet(String actor, User user, boolean keep) {
        String detail = keep ? "to be kept" : "to be changed at the next login";
        return parts.trail
                .append(new AuditEvent.PasswordChanged(context(user), "password.admin"))
                .thenCombine(administered("users.password", actor, user, detail), (one, other) -> null);
    }

    private CompletionStage<Void> administered(String type, String actor, User user, @Nullable String detail) {
        return parts.trail.append(new AuditEvent.Administered(context(user), type, actor, detail));
    }

    private static AuditEvent.Context context(User user) {
        return new AuditEvent.Context(user.id(), user.name(), null, null, null);
    }

    private static String words(Set<String> roles) {
        return roles.isEmpty() ? "none" : String.join(", ", new TreeSet<>(roles));
    }

    /** An act on one account. */
    @FunctionalInterface
    private interface Act {
        CompletionStage<User> on(User user);
    }
}
