package io.tollgate.filters.login;

import io.tollgate.filters.identity.User;
import java.util.List;

/** What somebody has to know before they choose a password: {@code PasswordPolicy::hints}. Safe for use by any thread. */
@FunctionalInterface
public interface PasswordHints {
    /** A sentence each, the most important first. */
    List<String> of(User user);
}
