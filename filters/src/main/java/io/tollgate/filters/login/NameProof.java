package io.tollgate.filters.login;

import io.tollgate.filters.identity.Authentication;
import io.tollgate.filters.identity.LoginSource;
import java.util.concurrent.CompletionStage;

/** Judges a login by what was typed: {@code Authenticator::authenticate}. Safe for use by any thread; never blocks. */
@FunctionalInterface
public interface NameProof {
    /** Who it is. The password is wiped when the stage is done; a failed stage is neither a yes nor a no. */
    CompletionStage<Authentication> authenticate(String name, char[] password, LoginSource source);
}
