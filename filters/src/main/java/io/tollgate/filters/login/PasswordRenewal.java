package io.tollgate.filters.login;

import io.tollgate.filters.identity.LoginSource;
import io.tollgate.filters.identity.PasswordChange;
import java.util.concurrent.CompletionStage;

/** Changes a person's own password: {@code PasswordChange::change}. Safe for use by any thread; never blocks. */
@FunctionalInterface
public interface PasswordRenewal {
    /** What became of it; the user's sessions but the one that stays are over on disk. Both passwords are wiped when the stage is done. */
    CompletionStage<PasswordChange.Outcome> change(
            String userId, String stays, char[] present, char[] next, LoginSource source);
}
