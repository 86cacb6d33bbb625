package io.tollgate.benchmarks.micro;

import io.tollgate.filters.identity.PasswordHash;
import io.tollgate.filters.identity.User;
import io.tollgate.filters.identity.UserJournal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.IntUnaryOperator;

/**
 * A journal that says there are so many accounts, of which most have one to four roles and one in 64 has all; it keeps
 * nothing that it is told. They come in no order, as accounts do.
 */
final class KeptUsers implements UserJournal {
    private final int count;
    private final int roles;

    KeptUsers(int count, int roles) {
        this.count = count;
        this.roles = roles;
    }

    /** The id of account {@code i}, as long as those of the gateway. */
    static String id(int i) {
        HexFormat hex = HexFormat.of();
        return hex.toHexDigits(0L) + hex.toHexDigits((long) i);
    }

    @Override
    public List<User> load() {
        List<User> users = new ArrayList<>(count);
        IntUnaryOperator order = Strewn.over(count, 0.4142135623);
        for (int row = 0; row < count; row++) {
            int i = order.applyAsInt(row);
            users.add(new User(
                    id(i),
                    "person" + i + "@clinic.example",
                    rolesOf(i),
                    true,
                    false,
                    new PasswordHash("$argon2id$"),
                    Instant.EPOCH,
                    Instant.EPOCH,
                    1));
        }
        return users;
    }

    /** One to four, or all; as the store gives them: a set and texts of one's own. */
    private Set<String> rolesOf(int i) {
        int most = i % 64 == 63 ? roles : Math.min(roles, i % 4 + 1);
        Set<String> own = new HashSet<>();
        own.add(text("role0"));
        for (int role = 1; role < most; role++) {
            own.add("role" + (most == roles ? role : 1 + (i + role) % (roles - 1)));
        }
        return own;
    }

    private static String text(String of) {
        return new String(of.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.ISO_8859_1);
    }

    @Override
    public CompletionStage<Void> inserted(List<User> all) {
        return done();
    }

    @Override
    public CompletionStage<Void> updated(User user) {
        return done();
    }

    @Override
    public CompletionStage<Void> deleted(String userId) {
        return done();
    }

    private static CompletionStage<Void> done() {
        return CompletableFuture.completedStage(null);
    }
}
