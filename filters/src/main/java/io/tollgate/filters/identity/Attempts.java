package io.tollgate.filters.identity;

import io.tollgate.filters.audit.AuditEvent;
import io.tollgate.filters.device.KnownDevice;
import io.tollgate.filters.device.KnownDevices;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an attempt to log in is counted on, and who is asked for more than others. Safe for use by any thread; never blocks.
 *
 * <p>Three kinds, so that strangers can lock out nobody but strangers. On a device that is known to be the user's, failures
 * are counted on that device alone. From a declared network they are counted there, against larger budgets. Anybody else is
 * counted on the network, on the user and network, and on the user over all unknown devices, by number in a row and by day.
 */
final class Attempts {
    /** What attempts are counted with. */
    record Parts(
            LockoutPolicy policy,
            Lockout lockout,
            NetworkBudget networks,
            UserBudget perUser,
            KnownDevices devices,
            Sweeps sweeps) {}

    private final Parts parts;

    Attempts(Parts parts) {
        this.parts = parts;
    }

    /** The device of the user that shows itself; null where it is none of theirs, or nobody has the name. */
    @Nullable
    KnownDevice device(@Nullable User user, LoginSource source) {
        return user == null ? null : parts.devices.find(user.id(), source.devices());
    }

    /** Throws where the network may not fail any more now; known devices are not asked. */
    void requireBudget(@Nullable KnownDevice device, LoginSource source) {
        Duration wait = device != null ? null : parts.networks.retryAfter(source.place());
        if (wait != null) {
            throw new OverBudgetException(wait);
        }
    }

    /** Spends what the attempt costs, or throws with nothing spent. */
    Attempt begin(String subject, @Nullable KnownDevice device, LoginSource source) {
        Attempt own = device == null ? null : onDevice(subject, device, source);
        if (own != null) {
            return own;
        }
        NetworkBudget.Hold hold = hold(source);
        try {
            return counted(subject, source, hold);
        } catch (RuntimeException e) {
            hold.givenBack();
            throw e;
        }
    }

    /** Counted on the device alone; null where so many were wrong there in a day that it is a stranger's from now on. */
    private @Nullable Attempt onDevice(String subject, KnownDevice device, LoginSource source) {
        LockoutKey key = LockoutKey.onDevice(subject, device.id());
        Lockout.Reservation own = parts.lockout.reserve(key);
        if (own == null) {
            // A lock is no reason to hash for nothing as often as somebody likes.
            return locked(hold(source));
        }
        UserBudget.Spending spending = parts.perUser.reserve(key);
        if (spending == null) {
            own.withdrawn();
            parts.devices.forget(device.userId(), device.id());
            return null;
        }
        return new Attempt(null, List.of(own), spending, false);
    }

    private NetworkBudget.Hold hold(LoginSource source) {
        NetworkBudget.Hold hold = holdIfAny(source);
        if (hold == null) {
            throw new OverBudgetException(retryAfter(source));
        }
        return hold;
    }

    /** Takes one off the network's budget; null where there is none left. */
    NetworkBudget.@Nullable Hold holdIfAny(LoginSource source) {
        return parts.networks.reserve(source.place());
    }

    /** When the network may fail again. */
    Duration retryAfter(LoginSource source) {
        Duration wait = parts.networks.retryAfter(source.place());
        return wait == null ? Duration.ofSeconds(1) : wait;
    }

    private Attempt counted(String subject, LoginSource source, NetworkBudget.Hold hold) {
        LockoutKey here = new LockoutKey(subject, source.place());
        // What a clinic fails is counted apart from strangers, who else could use up what it has.
        LockoutKey whole = source.declared() != null ? here : LockoutKey.onUnknownDevices(subject);
        if (parts.lockout.isLocked(here) || parts.lockout.isLocked(whole) || parts.perUser.isSpent(whole)) {
            return locked(hold);
        }
        // Others may have been faster since: what was reserved in vain is given back.
        Lockout.Reservation there = parts.lockout.reserve(here);
        if (there == null) {
            return locked(hold);
        }
        Lockout.Reservation all = source.declared() != null ? there : parts.lockout.reserve(whole);
        UserBudget.Spending spending = all == null ? null : parts.perUser.reserve(whole);
        List<Lockout.Reservation> reserved =
                all == null || source.declared() != null ? List.of(there) : List.of(there, all);
        if (all == null || spending == null) {
            reserved.forEach(Lockout.Reservation::withdrawn);
            return locked(hold);
        }
        return new Attempt(hold, reserved, spending, false);
    }

    /** Attempts while locked are counted on the network alone: they never extend a lock. */
    private static Attempt locked(NetworkBudget.Hold hold) {
        return new Attempt(hold, List.of(), null, true);
    }

    /** A failure is over: what strangers do is watched, and who fails too often on a known device has it no more. */
    void failed(
            String subject,
            @Nullable KnownDevice device,
            Attempt attempt,
            AuditEvent.Context context,
            LoginSource source) {
        if (device == null) {
            watch(subject, context, source);
        } else if (!attempt.isLocked() && isTooOften(subject, attempt)) {
            parts.devices.forget(device.userId(), device.id());
        }
    }

    /** A stranger failed, or would have. */
    void watch(String subject, AuditEvent.Context context, LoginSource source) {
        if (source.declared() == null) {
            parts.sweeps.failed(subject, context);
        }
    }

    void succeeded(String subject, LoginSource source) {
        parts.sweeps.succeeded(subject, source.network());
    }

    /** As often as would lock a stranger until an administrator unlocks: from then on it is a stranger's device. */
    private boolean isTooOften(String subject, Attempt attempt) {
        int untilAdminAfter = parts.policy.untilAdminAfter(subject);
        return attempt.counts().stream().anyMatch(count -> count.failures() >= untilAdminAfter);
    }
}
