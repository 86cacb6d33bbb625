package io.tollgate.filters.identity;

import io.tollgate.filters.audit.AuditEvent;
import io.tollgate.filters.audit.AuditTrail;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * A person changes their own password, proving the present one through the same door as a login. Safe for use by any
 * thread; never blocks. Passwords handed in are wiped when the stage is done.
 */
public final class PasswordChange {
    /** What became of it. */
    public sealed interface Outcome {
        /** The new password counts from now on. */
        record Changed(User user) implements Outcome {}

        /** The new password is refused for these reasons, each a sentence; the present one was not judged. */
        record Weak(List<String> objections) implements Outcome {
            public Weak {
                objections = List.copyOf(objections);
            }
        }

        /** The present password did not prove it: Refused, TooMany or Busy. */
        record NotProved(Authentication why) implements Outcome {}
    }

    private final Authenticator authenticator;
    private final UserDirectory users;
    private final PasswordPolicy policy;
    private final HashPool pool;
    private final PasswordHasher hasher;
    private final AuditTrail trail;

    public PasswordChange(
            Authenticator authenticator,
            UserDirectory users,
            PasswordPolicy policy,
            HashPool pool,
            PasswordHasher hasher,
            AuditTrail trail) {
        this.authenticator = authenticator;
        this.users = users;
        this.policy = policy;
        this.pool = pool;
        this.hasher = hasher;
        this.trail = trail;
    }

    /** Changes it; a store, trail or pool that fails afterwards is a failed stage and leaves the present password. */
    public CompletionStage<Outcome> change(String userId, char[] present, char[] next, LoginSource source) {
        User user = users.byId(userId);
        List<String> objections = new ArrayList<>(policy.objections(next, user == null ? "" : user.name()));
        if (Arrays.equals(present, next)) {
            objections.add("It is the present one.");
        }
        if (!objections.isEmpty()) {
            wipe(present, next);
            return CompletableFuture.completedStage(new Outcome.Weak(objections));
        }
        return authenticator
                .verify(userId, present, source)
                .thenCompose(proof -> proof instanceof Authentication.Accepted accepted
                        ? replace(accepted.user(), next, source)
                        : CompletableFuture.completedStage(new Outcome.NotProved(proof)))
                .whenComplete((outcome, failure) -> wipe(present, next));
    }

    private CompletionStage<Outcome> replace(User user, char[] next, LoginSource source) {
        AuditEvent event = new AuditEvent.PasswordChanged(
                new AuditEvent.Context(user.id(), user.name(), source.network(), source.app(), source.reference()),
                "password.self");
        return pool.submit(() -> hasher.hash(next))
                .thenCompose(hash -> users.setPassword(user.id(), hash, false, changed -> trail.append(event)))
                .thenApply(Outcome.Changed::new);
    }

    private static void wipe(char[] present, char[] next) {
        Arrays.fill(present, '\0');
        Arrays.fill(next, '\0');
    }
}
