package io.tollgate.filters.identity;

import java.time.Instant;
import java.util.Set;

/**
 * An account. Immutable; a change makes a new one with a higher {@code version}.
 *
 * @param id immutable, random, never used again
 * @param name what the person types: an e-mail address, in lower case, NFC
 * @param roles names of roles, global over all apps
 * @param isEnabled whether the account may log in and its sessions live
 * @param mustChangePassword whether the next login leads to the change of the password first
 * @param password the encoded hash
 * @param passwordSetAt when the password was set
 * @param createdAt when the account was made
 * @param version grows by one with every change
 */
public record User(
        String id,
        String name,
        Set<String> roles,
        boolean isEnabled,
        boolean mustChangePassword,
        PasswordHash password,
        Instant passwordSetAt,
        Instant createdAt,
        long version) {
    public User {
        roles = Set.copyOf(roles);
    }
}
