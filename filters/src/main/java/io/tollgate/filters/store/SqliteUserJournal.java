package io.tollgate.filters.store;

import io.tollgate.filters.identity.PasswordHash;
import io.tollgate.filters.identity.User;
import io.tollgate.filters.identity.UserJournal;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** Accounts in the tables {@code user} and {@code user_role}. Safe for use by any thread. */
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
        return Rows.all(
                connections,
                "SELECT id, name, enabled, must_change_password, password, password_set_at, created_at, version"
                        + " FROM user ORDER BY name",
                row -> new User(
                        row.getString(1),
                        row.getString(2),
                        roles.getOrDefault(row.getString(1), Set.of()),
                        row.getBoolean(3),
                        row.getBoolean(4),
                        new PasswordHash(row.getString(5)),
                        Instant.ofEpochMilli(row.getLong(6)),
                        Instant.ofEpochMilli(row.getLong(7)),
                        row.getLong(8)));
    }

    @Override
    public CompletionStage<Void> inserted(User user) {
        return writer.write(connection -> {
            Rows.change(
                    connection,
                    "INSERT INTO user (name, enabled, must_change_password, password, password_set_at, created_at,"
                            + " version, id) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                    columns(user));
            roles(connection, user);
        });
    }

    @Override
    public CompletionStage<Void> updated(User user) {
        return writer.write(connection -> {
            int changed = Rows.change(
                    connection,
                    "UPDATE user SET name = ?, enabled = ?, must_change_password = ?, password = ?,"
                            + " password_set_at = ?, created_at = ?, version = ? WHERE id = ?",
                    columns(user));
            if (changed != 1) {
                throw new SQLException("no account " + user.id());
            }
            Rows.change(connection, "DELETE FROM user_role WHERE user_id = ?", user.id());
            roles(connection, user);
        });
    }

    @Override
    public CompletionStage<Void> deleted(String userId) {
        return writer.write(connection -> {
            Rows.change(connection, "DELETE FROM user WHERE id = ?", userId);
        });
    }

    private static Object[] columns(User user) {
        return new Object[] {
            user.name(),
            user.isEnabled(),
            user.mustChangePassword(),
            user.password().encoded(),
            user.passwordSetAt().toEpochMilli(),
            user.createdAt().toEpochMilli(),
            user.version(),
            user.id()
        };
    }

    private static void roles(Connection connection, User user) throws SQLException {
        for (String role : user.roles()) {
            Rows.change(connection, "INSERT INTO user_role (user_id, role) VALUES (?, ?)", user.id(), role);
        }
    }
}
