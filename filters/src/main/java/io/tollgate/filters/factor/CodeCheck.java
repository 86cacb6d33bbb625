package io.tollgate.filters.factor;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.tollgate.filters.audit.AuditEvent;
import io.tollgate.filters.audit.AuditTrail;
import java.nio.CharBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one place where a code is compared: of an authenticator app or a recovery code. Safe for use by any thread; never blocks.
 *
 * <p>Whoever gets here has proved another factor, so nobody else can count against a user; and what is counted here is no
 * business of the password's counters.
 */
public final class CodeCheck {
    /** So many wrong ones end an attempt. */
    static final int MOST_IN_ATTEMPT = 5;

    private static final Logger LOG = LoggerFactory.getLogger(CodeCheck.class);
    private static final String WRONG = "factor.code";
    private static final String REPLAYED = "factor.replayed";
    private static final String LOCKED = "factor.locked";
    private static final Duration SOON = Duration.ofSeconds(5);
    /** Longer than an attempt may last. */
    private static final Duration KEPT = Duration.ofMinutes(15);

    private static final int MOST_ATTEMPTS = 100_000;
    /** No code is longer, however it is typed. */
    private static final int LONGEST = 64;

    private final Factors factors;
    private final FactorCounter counter;
    private final AuditTrail trail;
    private final Cache<String, AtomicInteger> attempts;

    /** Compares with these and counts there. */
    public CodeCheck(Factors factors, FactorCounter counter, AuditTrail trail, Ticker ticker) {
        this.factors = factors;
        this.counter = counter;
        this.trail = trail;
        this.attempts = Caffeine.newBuilder()
                .maximumSize(MOST_ATTEMPTS)
                .expireAfterWrite(KEPT)
                .ticker(ticker)
                .executor(Runnable::run)
                .build();
    }

    /**
     * Judges a code.
     *
     * @param attempt what names the attempt that it belongs to: the session's public id
     * @param typed as it was typed; wiped
     * @param context of the user, for evidence
     */
    public CompletionStage<FactorVerdict> judge(
            String userId, String attempt, char[] typed, AuditEvent.Context context) {
        Typed code = Typed.read(typed);
        Arrays.fill(typed, '\0');
        if (code == null) {
            return done(FactorVerdict.Refused.REFUSED);
        }
        AtomicInteger wrong = attempts.get(attempt, id -> new AtomicInteger());
        int inAttempt = wrong.incrementAndGet();
        if (inAttempt > MOST_IN_ATTEMPT) {
            return done(FactorVerdict.AttemptOver.OVER);
        }
        FactorCounter.Reserved reserved = counter.reserve(userId);
        if (reserved == null) {
            wrong.decrementAndGet();
            trail.aggregate(new AuditEvent.FactorFailed(context, LOCKED));
            return done(new FactorVerdict.LockedFor(counter.locked(userId)));
        }
        return reserved.durable()
                .thenCompose(counted -> compared(userId, code, context))
                .thenCompose(outcome -> concluded(reserved, outcome, attempt, inAttempt, context))
                .exceptionally(failure -> undecided(wrong, reserved, failure));
    }

    /**
     * Judges a signature, which is counted as a code is but for one thing: nobody guesses it, so whoever has the password and
     * locks the codes by wrong ones does not shut out who has the key.
     *
     * @param signature asked for once it is counted; an empty text where it was right, else why it was not
     */
    public CompletionStage<FactorVerdict> judge(
            String userId, String attempt, Supplier<CompletionStage<String>> signature, AuditEvent.Context context) {
        AtomicInteger wrong = attempts.get(attempt, id -> new AtomicInteger());
        int inAttempt = wrong.incrementAndGet();
        if (inAttempt > MOST_IN_ATTEMPT) {
            return done(FactorVerdict.AttemptOver.OVER);
        }
        FactorCounter.Reserved reserved = counter.reserve(userId);
        CompletionStage<Void> durable = reserved == null ? CompletableFuture.allOf() : reserved.durable();
        return durable.thenCompose(counted -> signature.get())
                .thenApply(why -> why.isEmpty() ? Compared.right(FactorMethod.PASSKEY) : Compared.wrong(why))
                .thenCompose(outcome -> reserved == null
                        ? done(uncounted(outcome, attempt, inAttempt, context))
                        : concluded(reserved, outcome, attempt, inAttempt, context))
                .exceptionally(failure -> undecided(wrong, reserved, failure));
    }

    /** That attempt is over and its user was told so: what comes next under this name is the first of another. */
    public void again(String attempt) {
        attempts.invalidate(attempt);
    }

    /** While codes are locked a signature neither counts nor ends the lock. */
    private FactorVerdict uncounted(Compared outcome, String attempt, int inAttempt, AuditEvent.Context context) {
        FactorMethod method = outcome.method;
        if (method != null) {
            attempts.invalidate(attempt);
            return new FactorVerdict.Proved(method);
        }
        trail.aggregate(new AuditEvent.FactorFailed(context, outcome.reason));
        return inAttempt >= MOST_IN_ATTEMPT ? FactorVerdict.AttemptOver.OVER : FactorVerdict.Refused.REFUSED;
    }

    private FactorVerdict undecided(AtomicInteger wrong, FactorCounter.@Nullable Reserved reserved, Throwable failure) {
        LOG.warn("factor.failure: no second factor can be judged while this lasts", failure);
        wrong.decrementAndGet();
        if (reserved != null) {
            counter.withdrawn(reserved);
        }
        return new FactorVerdict.Busy(SOON);
    }

    /** What was typed, where it can be a code at all. */
    private sealed interface Typed {
        record Digits(int code) implements Typed {}

        record Recovery(String code) implements Typed {}

        /** Neither: it is counted all the same, so that nothing is learnt by what is counted. */
        enum Nonsense implements Typed {
            NONSENSE
        }

        /** Null where nothing was typed. */
        static @Nullable Typed read(char[] typed) {
            int value = 0;
            int digits = 0;
            boolean isNumber = true;
            for (char c : typed) {
                if (c >= '0' && c <= '9' && digits <= Totp.DIGITS) {
                    value = value * 10 + (c - '0');
                    digits++;
                } else {
                    isNumber &= Character.isWhitespace(c) || c == '\u00a0' || c == '-';
                }
            }
            if (isNumber && digits == 0) {
                return null;
            }
            if (isNumber && digits == Totp.DIGITS) {
                return new Digits(value);
            }
            String recovery = typed.length > LONGEST ? null : RecoveryCodes.read(CharBuffer.wrap(typed));
            return recovery == null ? Nonsense.NONSENSE : new Recovery(recovery);
        }
    }

    /** By what it was right; or why it was not. */
    private record Compared(@Nullable FactorMethod method, String reason) {
        static Compared right(FactorMethod method) {
            return new Compared(method, "");
        }

        static Compared wrong(String reason) {
            return new Compared(null, reason);
        }
    }

    private CompletionStage<Compared> compared(String userId, Typed code, AuditEvent.Context context) {
        if (code instanceof Typed.Digits digits) {
            long step = factors.step(userId, digits.code());
            return step == Totp.NONE
                    ? done(Compared.wrong(WRONG))
                    : factors.take(userId, step)
                            .thenApply(
                                    isTaken -> isTaken ? Compared.right(FactorMethod.TOTP) : Compared.wrong(REPLAYED));
        }
        if (code instanceof Typed.Recovery recovery) {
            return factors.takeRecovery(userId, recovery.code())
                    .thenCompose(isTaken -> isTaken
                            ? trail.append(new AuditEvent.FactorChanged(
                                            context, "recovery.used", null, factors.recoveryLeft(userId) + " left"))
                                    .handle((written, failure) -> Compared.right(FactorMethod.RECOVERY))
                            : done(Compared.wrong(WRONG)));
        }
        return done(Compared.wrong(WRONG));
    }

    private CompletionStage<FactorVerdict> concluded(
            FactorCounter.Reserved reserved,
            Compared outcome,
            String attempt,
            int inAttempt,
            AuditEvent.Context context) {
        FactorMethod method = outcome.method;
        if (method != null) {
            attempts.invalidate(attempt);
            return counter.succeeded(reserved.userId()).thenApply(cleared -> new FactorVerdict.Proved(method));
        }
        trail.aggregate(new AuditEvent.FactorFailed(context, outcome.reason));
        FactorVerdict refused =
                inAttempt >= MOST_IN_ATTEMPT ? FactorVerdict.AttemptOver.OVER : FactorVerdict.Refused.REFUSED;
        Duration lock = reserved.lock();
        if (lock != null && lock.isZero()) {
            return done(refused);
        }
        AuditEvent locked = new AuditEvent.FactorLocked(
                context,
                lock == null ? "factor.until-admin" : "factor.time",
                reserved.failures(),
                lock == null ? 0 : lock.toSeconds());
        return trail.append(locked).handle((written, failure) -> refused);
    }

    private static <T> CompletionStage<T> done(T value) {
        return CompletableFuture.completedStage(value);
    }
}
