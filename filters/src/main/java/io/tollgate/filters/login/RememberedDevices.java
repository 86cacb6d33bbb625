package io.tollgate.filters.login;

import io.tollgate.filters.audit.AuditEvent;
import io.tollgate.filters.device.KnownDevice;
import io.tollgate.filters.device.Remembered;
import io.tollgate.filters.factor.FactorRules;
import io.tollgate.filters.identity.User;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * On which devices nobody is asked for a second factor for a while, because it was proved there and its user wanted that. Safe
 * for use by any thread.
 *
 * <p>It spares the code page of a login and nothing else: a step-up asks in any case. It counts for the user, the device and the
 * host where it was asked for, from the moment when the factor was proved, and for as long as policy says by now.
 */
final class RememberedDevices {
    private static final Logger LOG = LoggerFactory.getLogger(RememberedDevices.class);

    private final Doorway doorway;

    RememberedDevices(Doorway doorway) {
        this.doorway = doorway;
    }

    /** Whether this user is not asked here and now. */
    boolean isHere(Visit visit, User user) {
        FactorRules rules = rules(user);
        KnownDevice device = rules.isRemembering() ? doorway.recognition().device(visit, user) : null;
        Remembered remembered = device == null ? null : device.remembered();
        return remembered != null && remembered.isGood(now(), rules.remember(), host(visit));
    }

    /** For how long a device of this user would be remembered, as a page says it: "30 days"; null where none is. */
    @Nullable
    String offer(User user) {
        FactorRules rules = rules(user);
        return rules.isRemembering() ? words(rules.remember()) : null;
    }

    /** When this user is asked again on one of their devices; null where they are at the next login. */
    @Nullable
    Instant until(User user, KnownDevice device) {
        FactorRules rules = rules(user);
        Remembered remembered = device.remembered();
        return remembered != null && rules.isRemembered(remembered, now()) ? remembered.until(rules.remember()) : null;
    }

    /** Remembers a device on which the second factor was just proved; never fails: the login is as good without. */
    CompletionStage<?> remember(Visit visit, User user, KnownDevice device) {
        FactorRules rules = rules(user);
        if (!rules.isRemembering()) {
            return Visit.done(false);
        }
        String detail = "device: " + device.id() + "; for " + words(rules.remember());
        return told(visit, user, "users.device-remembered", detail)
                .thenCompose(written -> doorway.recognition().devices().remember(device, host(visit)))
                .thenCompose(marked -> unlessReset(user))
                .handle((done, failure) -> {
                    if (failure != null) {
                        LOG.warn("device.remembered: a code is asked for there again", Visit.cause(failure));
                    }
                    return failure == null;
                });
    }

    /** Whoever takes all factors away forgets devices after that, so that a mark which comes later still finds none here. */
    private CompletionStage<?> unlessReset(User user) {
        return doorway.second().has(user)
                ? Visit.done(true)
                : doorway.recognition().devices().unremember(user.id(), device -> true);
    }

    /** From now on the user is asked on that device again; done, when that is on disk, with whether they were not before. */
    CompletionStage<Boolean> askAgain(Visit visit, User user, String deviceId) {
        boolean isAsked = doorway.recognition().devices().of(user.id()).stream()
                .noneMatch(device -> device.id().equals(deviceId) && device.remembered() != null);
        if (isAsked) {
            return Visit.done(false);
        }
        return told(visit, user, "users.device-asked-again", "device: " + deviceId)
                .thenCompose(written -> doorway.recognition()
                        .devices()
                        .unremember(user.id(), device -> device.id().equals(deviceId)))
                .thenApply(count -> count > 0);
    }

    /** In the trail before it is so, or not at all where that is required. */
    private CompletionStage<?> told(Visit visit, User user, String type, String detail) {
        AuditEvent event = new AuditEvent.Administered(visit.context(user), type, "self", detail);
        return doorway.audit()
                .append(event)
                .handle((written, failure) -> failure == null || !doorway.isAuditRequired()
                        ? Visit.done(true)
                        : CompletableFuture.<Boolean>failedStage(failure))
                .thenCompose(told -> told);
    }

    private FactorRules rules(User user) {
        return doorway.second().policy().rules(user);
    }

    private Instant now() {
        return doorway.recognition().devices().now();
    }

    private static String host(Visit visit) {
        return visit.exchange().route().host();
    }

    private static String words(Duration duration) {
        boolean isDays = duration.toMillis() % Duration.ofDays(1).toMillis() == 0;
        long count = isDays ? duration.toDays() : duration.toHours();
        String unit = isDays ? "day" : "hour";
        return count + " " + (count == 1 ? unit : unit + "s");
    }
}
