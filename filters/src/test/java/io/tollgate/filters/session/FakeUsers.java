package io.tollgate.filters.session;

import io.tollgate.filters.identity.PasswordHash;
import io.tollgate.filters.identity.User;
import io.tollgate.filters.identity.Users;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Accounts in memory. */
public final class FakeUsers implements Users {
    private final Map<String, User> byId = new ConcurrentHashMap<>();

    /** Adds an account, or puts it in place of the one of the same id. */
    public User put(String id, String name, boolean isEnabled, boolean mustChangePassword, String... roles) {
        User before = byId.get(id);
        User user = new User(
                id,
                name,
                Set.of(roles),
                isEnabled,
                mustChangePassword,
                new PasswordHash("$fake$" + id),
                Instant.EPOCH,
                Instant.EPOCH,
                before == null ? 1 : before.version() + 1);
        byId.put(id, user);
        return user;
    }

    public void delete(String id) {
        byId.remove(id);
    }

    @Override
    public User byId(String id) {
        return byId.get(id);
    }

    @Override
    public User byName(String name) {
        return byId.values().stream()
                .filter(user -> user.name().equals(name))
                .findFirst()
                .orElse(null);
    }
}
