package io.tollgate.filters.identity;

import io.tollgate.filters.audit.AuditEvent;
import io.tollgate.filters.audit.AuditTrail;
import io.tollgate.filters.device.KnownDevice;
import io.tollgate.filters.seal.DerivedKey;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one door: whoever proves by a password or a passkey alone who they are does it here. Safe for use by any thread; never blocks.
 *
 * <p>In this order: the network's budget, a place to hash, the failure reserved on disk, one hash (against a dummy where
 * the answer is no anyway), and only then the answer. A store or trail that fails is a failed stage: never a yes, and not
 * a no either. Passwords handed in are wiped when the stage is done.
 */
public final class Authenticator {
    /**
     * What the door is made of.
     *
     * @param nameKey under which names that nobody has are counted
     * @param upkeep what is done with a password that was right
     */
    public record Parts(
            Users users,
            Budgets budgets,
            HashPool pool,
            PasswordHasher hasher,
            AuditTrail trail,
            DerivedKey nameKey,
            PasswordUpkeep upkeep) {}

    private static final Logger LOG = LoggerFactory.getLogger(Authenticator.class);
    private static final String UNKNOWN = "login.unknown";
    private static final String PASSWORD = "login.password";
    private static final String LOCKED = "login.locked";
    private static final String DISABLED = "login.disabled";
    /** Somebody else's name but for signs, accents and the like, which apps ignore to different degrees. */
    private static final String SPELLING = "login.spelling";

    private static final String NETWORK = "login.network";

    private final Parts parts;
    private final Attempts attempts;

    public Authenticator(Parts parts) {
        this.parts = parts;
        this.attempts = parts.budgets().attempts();
    }

    /** Judges a login by what was typed. */
    public CompletionStage<Authentication> authenticate(String name, char[] password, LoginSource source) {
        String normalised = UserName.normalised(name);
        User user = parts.users.byName(normalised);
        String subject =
                user != null ? user.id() : "?" + parts.nameKey.hmacHex(normalised.getBytes(StandardCharsets.UTF_8));
        return judge(user, subject, user != null ? user.name() : UserName.shown(name), password, source);
    }

    /** Judges the password of a user who is known already: an unlock, a step-up, a change of the password. */
    public CompletionStage<Authentication> verify(String userId, char[] password, LoginSource source) {
        User user = parts.users.byId(userId);
        return judge(user, userId, user != null ? user.name() : null, password, source);
    }

    /**
     * Judges a login by a signature alone. Nobody guesses one, so it is neither counted against the user nor stopped by what
     * strangers failed under their name. What fails counts on the network as any failed login does; what is right gets in even
     * where that has nothing left.
     */
    public CompletionStage<Authentication> authenticate(SignatureProof proof, LoginSource source) {
        AuditEvent.Context context =
                new AuditEvent.Context(null, null, source.network(), source.app(), source.reference());
        NetworkBudget.Hold hold = attempts.holdIfAny(source);
        CompletionStage<Void> counted = hold == null ? CompletableFuture.completedStage(null) : hold.durable();
        return counted.thenCompose(done -> proof.judge(context, source.declared() != null || source.isDeviceShown()))
                .thenApply(signer -> conclude(signer, hold, context, source))
                .exceptionallyCompose(failure -> {
                    if (hold != null) {
                        hold.givenBack();
                    }
                    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
                    return cause instanceof PoolFullException full
                            ? CompletableFuture.completedStage(new Authentication.Busy(full.retryAfter()))
                            : CompletableFuture.failedStage(failure);
                });
    }

    private Authentication conclude(
            SignatureProof.Signer signer,
            NetworkBudget.@Nullable Hold hold,
            AuditEvent.Context context,
            LoginSource source) {
        String userId = signer.userId();
        User user = userId == null ? null : parts.users.byId(userId);
        if (user != null && user.isEnabled()) {
            if (hold != null) {
                hold.givenBack();
            }
            return new Authentication.Accepted(user);
        }
        String reason = userId == null ? signer.reason() : user == null ? UNKNOWN : DISABLED;
        AuditEvent.Context about = user == null
                ? context
                : new AuditEvent.Context(user.id(), user.name(), source.network(), source.app(), source.reference());
        parts.trail.aggregate(new AuditEvent.LoginFailed(about, hold == null ? NETWORK : reason));
        return hold == null
                ? new Authentication.TooMany(attempts.retryAfter(source))
                : new Authentication.Refused(reason);
    }

    /**
     * Asks whether an app may be asked who somebody is. In the order of a comparison of ours, but for the hash: the network's
     * budget, the failure reserved on disk, and only then the app. Names that exist and names that don't go the same way.
     *
     * @param name as it was typed into the app's own form
     */
    public CompletionStage<Admittance> admit(String name, LoginSource source) {
        String normalised = UserName.normalised(name);
        User user = parts.users.byName(normalised);
        String signature = UserName.signature(normalised);
        String other = user == null ? parts.users.idOfAnother(signature) : null;
        String subject = user != null ? user.id() : other != null ? other : unknownSubject("app " + signature);
        AuditEvent.Context context = new AuditEvent.Context(
                user != null ? user.id() : null,
                UserName.shown(name),
                source.network(),
                source.app(),
                source.reference());
        try {
            KnownDevice device = attempts.device(user, source);
            attempts.requireBudget(device, source);
            AppAttempt attempt = new AppAttempt(
                    attempts,
                    parts.trail,
                    new AppAttempt.Claimed(subject, device, context, source),
                    attempts.begin(subject, device, source));
            String refusal = other != null
                    ? SPELLING
                    : user != null && !user.isEnabled() ? DISABLED : attempt.isLocked() ? LOCKED : null;
            return reserved(attempt, refusal);
        } catch (OverBudgetException over) {
            attempts.watch(subject, context, source);
            parts.trail.aggregate(new AuditEvent.LoginFailed(context, NETWORK));
            return CompletableFuture.completedStage(new Admittance.TooMany(over.retryAfter()));
        } catch (RuntimeException e) {
            return CompletableFuture.failedStage(e);
        }
    }

    /** What the failures of a name are counted on that nobody has: at our own page, and at apps with a login of their own. */
    public List<String> unknown(String name) {
        String normalised = UserName.normalised(name);
        return List.of(unknownSubject(normalised), unknownSubject("app " + UserName.signature(normalised)));
    }

    private String unknownSubject(String text) {
        return "?" + parts.nameKey.hmacHex(text.getBytes(StandardCharsets.UTF_8));
    }

    private static CompletionStage<Admittance> reserved(AppAttempt attempt, @Nullable String refusal) {
        CompletionStage<CompletionStage<Admittance>> reserved = attempt.durable()
                .handle((done, failure) -> {
                    if (failure != null) {
                        attempt.withdrawn();
                        return CompletableFuture.failedStage(failure);
                    }
                    return refusal == null
                            ? CompletableFuture.completedStage(new Admittance.Admitted(attempt))
                            : attempt.failed(refusal).thenApply(told -> new Admittance.Refused(refusal));
                });
        return reserved.thenCompose(stage -> stage);
    }

    private CompletionStage<Authentication> judge(
            @Nullable User user, String subject, @Nullable String name, char[] password, LoginSource source) {
        AuditEvent.Context context = new AuditEvent.Context(
                user != null ? user.id() : null, name, source.network(), source.app(), source.reference());
        CompletionStage<Authentication> judged;
        try {
            Trial trial = admit(user, subject, context, source);
            judged = trial.attempt
                    .durable()
                    .handle((done, failure) -> failure)
                    .thenCompose(failure -> compare(trial, password, failure));
        } catch (OverBudgetException over) {
            attempts.watch(subject, context, source);
            parts.trail.aggregate(new AuditEvent.LoginFailed(context, NETWORK));
            judged = CompletableFuture.completedStage(new Authentication.TooMany(over.retryAfter()));
        } catch (PoolFullException full) {
            judged = CompletableFuture.completedStage(new Authentication.Busy(full.retryAfter()));
        } catch (RuntimeException e) {
            judged = CompletableFuture.failedStage(e);
        }
        return judged.whenComplete((done, failure) -> Arrays.fill(password, '\0'));
    }

    /** Spends what the attempt costs, or throws with nothing spent. */
    private Trial admit(@Nullable User user, String subject, AuditEvent.Context context, LoginSource source) {
        KnownDevice device = attempts.device(user, source);
        attempts.requireBudget(device, source);
        boolean isKnown = device != null || source.declared() != null;
        HashPool.Claim claim = isKnown ? parts.pool.claim() : parts.pool.claimAsStranger();
        try {
            return new Trial(user, subject, device, context, source, claim, attempts.begin(subject, device, source));
        } catch (RuntimeException e) {
            claim.release();
            throw e;
        }
    }

    private CompletionStage<Authentication> compare(Trial trial, char[] password, @Nullable Throwable failure) {
        if (failure != null) {
            trial.claim.release();
            trial.attempt.withdrawn();
            return CompletableFuture.failedStage(failure);
        }
        User user = trial.user;
        PasswordHash own = user != null && user.hasPassword() ? user.password() : null;
        PasswordHash real = user != null && user.isEnabled() && !trial.attempt.isLocked() ? own : null;
        PasswordHash hash = real != null ? real : parts.hasher.dummy(own);
        return trial.claim
                .run(() -> {
                    boolean isRight = parts.hasher.matches(hash, password) && real != null;
                    return new Compared(isRight, isRight ? renewal(trial.user, password) : null);
                })
                .whenComplete((compared, broken) -> {
                    if (broken != null) {
                        trial.attempt.failed();
                    }
                })
                .thenCompose(compared -> conclude(trial, compared));
    }

    /** What becomes of a right password; that it can't be told is no reason to refuse it. */
    private PasswordUpkeep.@Nullable Renewal renewal(@Nullable User user, char[] password) {
        try {
            return user == null ? null : parts.upkeep.found(user, password);
        } catch (RuntimeException e) {
            LOG.warn("password.upkeep: a password was right, but not judged again; tried at the next login", e);
            return null;
        }
    }

    private CompletionStage<Authentication> conclude(Trial trial, Compared compared) {
        User user = trial.user;
        String reason = trial.refusal(compared.isRight);
        if (user != null && reason == null) {
            User now = parts.users.byId(user.id());
            if (now != null && now.isEnabled() && now.isSamePassword(user)) {
                trial.attempt.succeeded();
                attempts.succeeded(trial.subject, trial.source);
                PasswordUpkeep.Renewal renewal = compared.renewal;
                return renewal == null
                        ? CompletableFuture.completedStage(new Authentication.Accepted(now))
                        : parts.upkeep.renewed(now, renewal).thenApply(Authentication.Accepted::new);
            }
            // The account changed while the hash was computed.
            reason = now == null || !now.isEnabled() ? DISABLED : PASSWORD;
        }
        return refuse(trial, reason == null ? UNKNOWN : reason);
    }

    private CompletionStage<Authentication> refuse(Trial trial, String reason) {
        trial.attempt.failed();
        attempts.failed(trial.subject, trial.device, trial.attempt, trial.context, trial.source);
        parts.trail.aggregate(new AuditEvent.LoginFailed(trial.context, reason));
        Authentication refused = new Authentication.Refused(reason);
        AuditEvent.LockedOut locked = trial.attempt.lockedOut(trial.context);
        // For names that nobody has as for those of users: else the time of the answer would tell them apart.
        return locked == null
                ? CompletableFuture.completedStage(refused)
                : parts.trail.append(locked).thenApply(done -> refused);
    }

    /** What a comparison came to. */
    private record Compared(boolean isRight, PasswordUpkeep.@Nullable Renewal renewal) {}

    /**
     * An attempt under way.
     *
     * @param device the known device it comes from; null where it comes from none
     */
    private record Trial(
            @Nullable User user,
            String subject,
            @Nullable KnownDevice device,
            AuditEvent.Context context,
            LoginSource source,
            HashPool.Claim claim,
            Attempt attempt) {

        @Nullable
        String refusal(boolean isRight) {
            if (attempt.isLocked()) {
                return LOCKED;
            }
            if (user == null) {
                return UNKNOWN;
            }
            return user.isEnabled() ? (isRight ? null : PASSWORD) : DISABLED;
        }
    }
}
