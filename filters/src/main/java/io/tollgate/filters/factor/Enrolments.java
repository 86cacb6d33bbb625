package io.tollgate.filters.factor;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.nayuki.qrcodegen.QrCode;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;

/**
 * Authenticator apps that are being set up: each session has one seed to show, in memory and sealed, until a code of it comes
 * back. Safe for use by any thread; never blocks.
 */
public final class Enrolments {
    private static final Duration KEPT = Duration.ofMinutes(30);
    private static final int MOST = 20_000;

    private final Factors factors;
    private final Cache<String, String> seeds;
    private final Executor drawing;

    /** Sets up apps there; {@code drawing} makes seeds and QR codes, and refuses where too many wait. */
    public Enrolments(Factors factors, Ticker ticker, Executor drawing) {
        this.factors = factors;
        this.drawing = drawing;
        this.seeds = Caffeine.newBuilder()
                .maximumSize(MOST)
                .expireAfterWrite(KEPT)
                .ticker(ticker)
                .executor(Runnable::run)
                .build();
    }

    /**
     * What an app has to be told. Holds the seed: for the page that shows it and nothing else.
     *
     * @param uri for whoever reads this on the telephone that has the app
     * @param text the seed in groups, to be typed
     * @param path the dark modules of the QR code of the URI, as the path of an SVG
     * @param size of that, in modules, with the quiet zone
     */
    public record Offer(String uri, String text, String path, int size) {
        /** Nothing of the seed. */
        @Override
        public String toString() {
            return "Offer";
        }
    }

    /** What came of a code. */
    public sealed interface Outcome {
        /** The app is set up; these recovery codes, as people read them, are shown this once. */
        record Enrolled(List<String> recoveryCodes) implements Outcome {
            public Enrolled {
                recoveryCodes = List.copyOf(recoveryCodes);
            }

            /** Nothing of the codes. */
            @Override
            public String toString() {
                return "Enrolled";
            }
        }

        /** It is no code of the seed that the session was shown, or of none any more. */
        enum Wrong implements Outcome {
            WRONG
        }
    }

    /**
     * What the page of this session shows: the same until a code of it came back, however often it is loaded.
     *
     * @param issuer what the app lists it under
     */
    public CompletionStage<Offer> offer(String sessionId, String userId, String issuer, String account) {
        try {
            return CompletableFuture.supplyAsync(() -> drawn(sessionId, userId, issuer, account), drawing);
        } catch (RejectedExecutionException e) {
            return CompletableFuture.failedStage(e);
        }
    }

    private Offer drawn(String sessionId, String userId, String issuer, String account) {
        String sealed = seeds.get(key(sessionId, userId), key -> factors.newSeed(userId));
        String base32 = factors.base32(sealed, userId);
        String uri = SeedText.uri(issuer, account, base32);
        QrCode code = QrCode.encodeText(uri, QrCode.Ecc.MEDIUM);
        return new Offer(uri, SeedText.grouped(base32, " "), QrPath.of(code), code.size + 2 * QrPath.QUIET);
    }

    /**
     * Sets the app up where this is a code of the seed that the session was shown; any other app and all recovery codes of the
     * user are good for nothing then.
     *
     * @param evidence asked for once the code was right, and before anything changes; its failure is the failure of this
     */
    public CompletionStage<Outcome> confirm(
            String sessionId, String userId, String typed, Supplier<CompletionStage<Void>> evidence) {
        String key = key(sessionId, userId);
        String sealed = seeds.getIfPresent(key);
        String digits = typed.replaceAll("[\\s\u00a0-]", "");
        if (sealed == null || !digits.matches("[0-9]{" + Totp.DIGITS + "}")) {
            return CompletableFuture.completedStage(Outcome.Wrong.WRONG);
        }
        long step = factors.step(sealed, userId, Integer.parseInt(digits));
        if (step == Totp.NONE || !seeds.asMap().remove(key, sealed)) { // Of two at once, one sets it up.
            return CompletableFuture.completedStage(Outcome.Wrong.WRONG);
        }
        return evidence.get()
                .thenCompose(proved -> factors.enrol(userId, sealed, step))
                .<Outcome>thenApply(Outcome.Enrolled::new)
                .whenComplete((outcome, failure) -> {
                    if (failure != null) {
                        seeds.put(key, sealed); // The app has it already, and shows the next code soon.
                    }
                });
    }

    private static String key(String sessionId, String userId) {
        return sessionId + ' ' + userId;
    }
}
