package io.tollgate.filters.login;

import io.tollgate.filters.identity.Authentication;
import io.tollgate.filters.identity.LoginSource;
import java.util.concurrent.CompletionStage;

/** Judges the password of a user who is known already: {@code Authenticator::verify}. Safe for use by any thread. */
@FunctionalInterface
public interface PasswordProof {
    /** Whether it is theirs. The password is wiped when the stage is done; a failed stage is neither a yes nor a no. */
    CompletionStage<Authentication> verify(String userId, char[] password, LoginSource source);
}
