package io.tollgate.filters.store;

import io.tollgate.filters.identity.ChangeReason;
import io.tollgate.filters.identity.OldPassword;
import io.tollgate.filters.identity.PasswordHash;
import io.tollgate.filters.identity.PasswordPast;
import io.tollgate.filters.identity.User;
import io.tollgate.filters.identity.UserJournal;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Accounts in the tables {@code user}, {@code user_role} and {@code user_tenant}. Safe for use by any thread. */
final class SqliteUserJournal implements UserJournal {
    private final StoreWriter.Connections connections;
    private final StoreWriter writer;

    SqliteUserJournal(StoreWriter.Connections connections, StoreWriter writer) {
        this.connections = connections;
        this.writer = writer;
    }

    @Override
    public List<User> load() {
        Map<String, Set<String>> roles = new HashMap<>();
        Rows.all(
                connections,
                "SELECT user_id, role FROM user_role",
                row -> roles.computeIfAbsent(row.getString(1), id -> new HashSet<>())
                        .add(row.getString(2)));
        Map<String, Set<String>> tenants = new HashMap<>();
        Rows.all(
                connections,
                "SELECT user_id, tenant FROM user_tenant",
                row -> tenants.computeIfAbsent(row.getString(1), id -> new HashSet<>())
                        .add(row.getString(2)));
        Map<String, List<OldPassword>> old = new HashMap<>();
        Rows.all(
                connections,
                "SELECT user_id, password, retired_at FROM old_password ORDER BY user_id, place",
                row -> old.computeIfAbsent(row.getString(1), id -> new ArrayList<>())
                        .add(new OldPassword(
                                new PasswordHash(row.getString(2)), Instant.ofEpochMilli(row.getLong(3)))));
        return Rows.all(
                connections,
                "SELECT id, name, enabled, must_change_password, password, password_set_at, created_at, version,"
                        + " password_number, change_reason FROM user ORDER BY name",
                row -> new User(
                        row.getString(1),
                        row.getString(2),
                        roles.getOrDefault(row.getString(1), Set.of()),
                        row.getBoolean(3),
                        row.getBoolean(4),
                        new PasswordHash(row.getString(5)),
                        Instant.ofEpochMilli(row.getLong(6)),
                        Instant.ofEpochMilli(row.getLong(7)),
                        row.getLong(8),
                        new PasswordPast(
                                row.getLong(9),
                                reason(row.getString(10)),
                                old.getOrDefault(row.getString(1), List.of())),
                        tenants.getOrDefault(row.getString(1), Set.of())));
    }

    private static @Nullable ChangeReason reason(@Nullable String code) {
        return code == null ? null : ChangeReason.of(code);
    }

    @Override
    public CompletionStage<Void> inserted(List<User> users) {
        return writer.write(connection -> {
            for (User user : users) {
                Rows.change(
                        connection,
                        "INSERT INTO user (name, enabled, must_change_password, password, password_set_at, created_at,"
                                + " version, password_number, change_reason, id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                        columns(user));
                roles(connection, user);
                tenants(connection, user);
                oldPasswords(connection, user);
            }
        });
    }

    @Override
    public CompletionStage<Void> updated(User user) {
        return writer.write(connection -> update(connection, user));
    }

    @Override
    public CompletionStage<Void> passwordSet(User user, @Nullable String stays) {
        return writer.write(connection -> {
            update(connection, user);
            Rows.change(connection, "DELETE FROM session WHERE user_id = ? AND id IS NOT ?", user.id(), stays);
        });
    }

    private static void update(Connection connection, User user) throws SQLException {
        int changed = Rows.change(
                connection,
                "UPDATE user SET name = ?, enabled = ?, must_change_password = ?, password = ?, password_set_at ="
                        + " ?, created_at = ?, version = ?, password_number = ?, change_reason = ? WHERE id = ?",
                columns(user));
        if (changed != 1) {
            throw new SQLException("no account " + user.id());
        }
        Rows.change(connection, "DELETE FROM user_role WHERE user_id = ?", user.id());
        roles(connection, user);
        Rows.change(connection, "DELETE FROM user_tenant WHERE user_id = ?", user.id());
        tenants(connection, user);
        Rows.change(connection, "DELETE FROM old_password WHERE user_id = ?", user.id());
        oldPasswords(connection, user);
    }

    @Override
    public CompletionStage<Void> deleted(String userId) {
        return writer.write(connection -> {
            Rows.change(connection, "DELETE FROM user WHERE id = ?", userId);
        });
    }

    private static @Nullable Object[] columns(User user) {
        ChangeReason reason = user.past().reason();
        return new @Nullable Object[] {
            user.name(),
            user.isEnabled(),
            user.mustChangePassword(),
            user.password().encoded(),
            user.passwordSetAt().toEpochMilli(),
            user.createdAt().toEpochMilli(),
            user.version(),
            user.past().number(),
            reason == null ? null : reason.code(),
            user.id()
        };
    }

    private static void roles(Connection connection, User user) throws SQLException {
        for (String role : user.roles()) {
            Rows.change(connection, "INSERT INTO user_role (user_id, role) VALUES (?, ?)", user.id(), role);
        }
    }

    private static void tenants(Connection connection, User user) throws SQLException {
        for (String tenant : user.tenants()) {
            Rows.change(connection, "INSERT INTO user_tenant (user_id, tenant) VALUES (?, ?)", user.id(), tenant);
        }
    }

    private static void oldPasswords(Connection connection, User user) throws SQLException {
        int place = 0;
        for (OldPassword old : user.past().old()) {
            Rows.change(
                    connection,
                    "INSERT INTO old_password (user_id, place, password, retired_at) VALUES (?, ?, ?, ?)",
                    user.id(),
                    place++,
                    old.hash().encoded(),
                    old.retiredAt().toEpochMilli());
        }
    }
}
