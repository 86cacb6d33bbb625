package io.tollgate.benchmarks.site;

import io.tollgate.benchmarks.BenchmarkException;
import io.tollgate.benchmarks.journeys.Account;
import io.tollgate.config.GatewayConfig;
import io.tollgate.filters.identity.Argon2Hasher;
import io.tollgate.filters.identity.PasswordHash;
import io.tollgate.filters.identity.User;
import io.tollgate.filters.identity.UserJournal;
import io.tollgate.filters.seal.SealingKey;
import io.tollgate.filters.store.DataDirectory;
import io.tollgate.filters.store.Store;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;

/**
 * Puts users and sessions into the store of a gateway that does not run yet, as if they had logged in just now. Confined to one
 * thread.
 *
 * <p>One hash serves all users, for it takes as long to compare as any other; names, ids and tokens are as the gateway's own.
 */
final class Filling {
    /** What every user of a site logs in with. */
    static final String PASSWORD = "grey-heron-on-the-jetty-7";

    /** How many writes may be under way; the store takes 16,384 before it says that it is behind. */
    private static final int UNDER_WAY = 8_000;
    /** How many tokens are kept, from the first session on. */
    private static final int TOKENS = 20_000;

    private static final int ID_BYTES = 16;
    private static final int TOKEN_BYTES = 32;

    private final SecureRandom random = new SecureRandom();
    private final List<CompletionStage<Void>> underWay = new ArrayList<>();
    private final List<String> tokens = new ArrayList<>();
    private final List<Account> accounts = new ArrayList<>();

    /** Fills it; returns with everything on disk and the store closed. */
    static Filling fill(GatewayConfig config, SiteShape shape) {
        Filling filling = new Filling();
        try (DataDirectory directory = DataDirectory.own(config.data(), DataDirectory.currentUid())) {
            // In the gateway's own order: data without the key by which they are sealed would be refused.
            SealingKey.load(config.sealKey(), config.data(), filling.random);
            List<String> ids;
            try (Store store = Store.open(directory)) {
                ids = filling.users(store, shape);
            }
            filling.sessions(directory.store(), shape, ids);
        } catch (IOException e) {
            throw new BenchmarkException("the store can't be filled: " + e.getMessage(), e);
        }
        return filling;
    }

    private List<String> users(Store store, SiteShape shape) {
        PasswordHash hash = new Argon2Hasher(random).hash(PASSWORD.toCharArray());
        Instant now = Instant.now();
        UserJournal users = store.users();
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < shape.users(); i++) {
            Account account = new Account("user" + i + "@clinic.example", PASSWORD);
            User user = new User(random(ID_BYTES), account.name(), Set.of("biller"), true, false, hash, now, now, 1);
            ids.add(user.id());
            accounts.add(account);
            add(users.inserted(user));
        }
        settle();
        return ids;
    }

    /** By one transaction of our own: one each, as a gateway writes them, would take minutes for a million. */
    private void sessions(Path store, SiteShape shape, List<String> ids) {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + store)) {
            try (Statement settings = connection.createStatement()) {
                settings.execute("PRAGMA journal_mode = MEMORY");
                settings.execute("PRAGMA synchronous = OFF");
                settings.execute("PRAGMA cache_size = -500000");
            }
            connection.setAutoCommit(false);
            long now = System.currentTimeMillis();
            try (PreparedStatement insert = connection.prepareStatement(
                    "INSERT INTO session (id, token_hash, user_id, host, opened_at, state, idle_nanos, locked_nanos,"
                            + " device) VALUES (?, ?, ?, 'localhost', ?, 'LIVE', 0, 0, 'Firefox on Linux')")) {
                for (int i = 0; i < shape.sessions(); i++) {
                    String token = random(TOKEN_BYTES);
                    if (tokens.size() < TOKENS) {
                        tokens.add(token);
                    }
                    insert.setString(1, random(ID_BYTES));
                    insert.setBytes(2, hash(token));
                    insert.setString(3, ids.get(i % shape.holders()));
                    insert.setLong(4, now);
                    insert.executeUpdate();
                }
            }
            connection.commit();
        } catch (SQLException e) {
            throw new BenchmarkException("sessions can't be written: " + e.getMessage(), e);
        }
    }

    private void add(CompletionStage<Void> write) {
        underWay.add(write);
        if (underWay.size() >= UNDER_WAY) {
            settle();
        }
    }

    private void settle() {
        try {
            for (CompletionStage<Void> write : underWay) {
                write.toCompletableFuture().get();
            }
        } catch (ExecutionException e) {
            throw new BenchmarkException("the store can't be filled: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchmarkException("interrupted", e);
        }
        underWay.clear();
    }

    private String random(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static byte[] hash(String token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.US_ASCII));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** What the first sessions are named by: session i is of user i, counted round. */
    List<String> tokens() {
        return List.copyOf(tokens);
    }

    /** Every user. */
    List<Account> accounts() {
        return List.copyOf(accounts);
    }
}
