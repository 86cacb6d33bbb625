package io.tollgate.filters.applogin;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import com.github.benmanes.caffeine.cache.Ticker;
import io.tollgate.filters.identity.Admittance;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The attempts of the last minute that further requests may belong to, by fingerprint. Safe for use by any thread. */
final class SharedAttempts {
    private static final Duration KEPT = Duration.ofMinutes(1);
    private static final int MOST = 10_000;

    private final Cache<ByteBuffer, SharedAttempt> attempts;

    SharedAttempts(Ticker ticker) {
        this.attempts = Caffeine.newBuilder()
                .expireAfterWrite(KEPT)
                .maximumSize(MOST)
                .ticker(ticker)
                .executor(Runnable::run)
                .removalListener((@Nullable ByteBuffer same, @Nullable SharedAttempt gone, RemovalCause cause) -> {
                    if (gone != null && cause.wasEvicted() && gone.isForgotten()) {
                        unclear(gone);
                    }
                })
                .build();
    }

    /** The app sent somebody on with a login, and they never came. */
    private static void unclear(SharedAttempt gone) {
        gone.admittance().thenAccept(admittance -> {
            if (admittance instanceof Admittance.Admitted admitted) {
                admitted.attempt().unclear("login.unclear.gone");
            }
        });
    }

    /** The attempt that a request with Basic credentials belongs to: the one under way, one that was wrong, or a new one. */
    SharedAttempt ofBasic(ByteBuffer fingerprint, Supplier<CompletionStage<Admittance>> begin) {
        return attempts.asMap()
                .compute(fingerprint, (same, known) -> known != null && known.joined() ? known : begun(begin));
    }

    /** The attempt that a posted form belongs to: a new one, unless the app has just sent the browser on with the same. */
    SharedAttempt ofForm(ByteBuffer fingerprint, Supplier<CompletionStage<Admittance>> begin) {
        SharedAttempt[] own = new SharedAttempt[1];
        attempts.asMap().computeIfPresent(fingerprint, (same, known) -> {
            if (known.isLedOn() && known.joined()) {
                own[0] = known;
                return known;
            }
            return null;
        });
        return own[0] != null ? own[0] : begun(begin);
    }

    private static SharedAttempt begun(Supplier<CompletionStage<Admittance>> begin) {
        SharedAttempt made = new SharedAttempt(begin.get());
        made.joined();
        return made;
    }

    /** The app sent the browser on with a form. */
    void ledOn(ByteBuffer fingerprint, SharedAttempt attempt) {
        attempt.ledOn();
        attempts.put(fingerprint, attempt);
    }

    /** It is over and was not wrong: the next one is another. */
    void forget(ByteBuffer fingerprint, SharedAttempt attempt) {
        attempts.asMap().remove(fingerprint, attempt);
    }
}
