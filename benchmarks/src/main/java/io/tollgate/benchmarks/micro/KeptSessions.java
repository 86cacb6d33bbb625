package io.tollgate.benchmarks.micro;

import io.tollgate.filters.session.Session;
import io.tollgate.filters.session.SessionJournal;
import io.tollgate.filters.session.SessionRow;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.IntUnaryOperator;

/**
 * A journal that says there were so many sessions, and keeps nothing that it is told: a request asks the memory, not the
 * journal. What it says is the same each time, and in no order: neighbours in memory are not asked for in turn.
 */
final class KeptSessions implements SessionJournal {
    /** Characters of a token. */
    static final int TOKEN = 43;

    private static final long SEED = 20261122;

    private final int count;
    private final Instant openedAt;
    private final IntUnaryOperator order;
    private final byte[] tokens;

    KeptSessions(int count, Instant openedAt) {
        this.count = count;
        this.order = Strewn.over(count, 0.6180339887);
        this.openedAt = openedAt;
        this.tokens = new byte[count * TOKEN];
        SplittableRandom random = new SplittableRandom(SEED);
        byte[] bytes = new byte[32];
        for (int i = 0; i < count; i++) {
            random.nextBytes(bytes);
            byte[] text = Base64.getUrlEncoder().withoutPadding().encode(bytes);
            System.arraycopy(text, 0, tokens, i * TOKEN, TOKEN);
        }
    }

    /** Writes the token of session {@code i} into a head. */
    void token(int i, byte[] into, int at) {
        System.arraycopy(tokens, i * TOKEN, into, at, TOKEN);
    }

    /** The token of session {@code i}. */
    String token(int i) {
        return new String(tokens, i * TOKEN, TOKEN, StandardCharsets.ISO_8859_1);
    }

    @Override
    public List<SessionRow> load() {
        MessageDigest sha256 = sha256();
        List<SessionRow> rows = new ArrayList<>(count);
        for (int row = 0; row < count; row++) {
            int i = order.applyAsInt(row);
            sha256.update(tokens, i * TOKEN, TOKEN);
            byte[] hash = sha256.digest();
            // As the store gives them: each text is an object of its own.
            String id = new String(tokens, i * TOKEN, 22, StandardCharsets.ISO_8859_1);
            String host = new String(Policy.HOST.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.ISO_8859_1);
            String device =
                    new String("Firefox on Windows".getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.ISO_8859_1);
            rows.add(new SessionRow(id, hash, KeptUsers.id(i), host, openedAt, Session.State.LIVE, 0, 0, device));
        }
        return rows;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    @Override
    public CompletionStage<Void> opened(SessionRow session) {
        return done();
    }

    @Override
    public CompletionStage<Void> replaced(String id, byte[] tokenHash) {
        return done();
    }

    @Override
    public CompletionStage<Void> locked(String id, long idleNanos) {
        return done();
    }

    @Override
    public CompletionStage<Void> chosen(String id, String tenant) {
        return done();
    }

    @Override
    public CompletionStage<Void> ended(String id) {
        return done();
    }

    @Override
    public CompletionStage<Void> touched(Map<String, Elapsed> sessions) {
        return done();
    }

    private static CompletionStage<Void> done() {
        return CompletableFuture.completedStage(null);
    }
}
