package io.tollgate.filters.identity;

import io.tollgate.filters.audit.AuditEvent;
import io.tollgate.filters.audit.AuditTrail;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

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
    private final PasswordChoice choice;
    private final AuditTrail trail;

    public PasswordChange(Authenticator authenticator, UserDirectory users, PasswordChoice choice, AuditTrail trail) {
        this.authenticator = authenticator;
        this.users = users;
        this.choice = choice;
        this.trail = trail;
    }

    /**
     * Changes it and ends the user's sessions on disk, in one; a store, trail or pool that fails afterwards is a failed stage
     * and leaves the present password.
     *
     * @param stays the session by which it is changed
     */
    public CompletionStage<Outcome> change(
            String userId, String stays, char[] present, char[] next, LoginSource source) {
        List<String> objections = objections(users.byId(userId), present, next);
        if (!objections.isEmpty()) {
            wipe(present, next);
            return CompletableFuture.completedStage(new Outcome.Weak(objections));
        }
        return authenticator
                .verify(userId, present, source)
                .thenCompose(proof -> proof instanceof Authentication.Accepted accepted
                        ? replace(accepted.user(), stays, next, source)
                        : CompletableFuture.completedStage(new Outcome.NotProved(proof)))
                .whenComplete((outcome, failure) -> wipe(present, next));
    }

    /** What can be told before the present password is judged; an account that is gone is for the one door to refuse. */
    private List<String> objections(@Nullable User user, char[] present, char[] next) {
        List<String> objections = new ArrayList<>();
        if (user != null) {
            objections.addAll(choice.objectionsToChange(user));
            objections.addAll(choice.objections(next, user));
        }
        if (Arrays.equals(present, next)) {
            objections.add("It is the present one.");
        }
        return objections;
    }

    private CompletionStage<Outcome> replace(User user, String stays, char[] next, LoginSource source) {
        return choice.taken(next, user)
                .thenCompose(outcome -> outcome instanceof PasswordChoice.Outcome.Refused refused
                        ? CompletableFuture.completedStage(new Outcome.Weak(refused.objections()))
                        : kept(user, stays, (PasswordChoice.Outcome.Taken) outcome, source));
    }

    private CompletionStage<Outcome> kept(
            User user, String stays, PasswordChoice.Outcome.Taken taken, LoginSource source) {
        AuditEvent event = new AuditEvent.PasswordChanged(
                new AuditEvent.Context(user.id(), user.name(), source.network(), source.app(), source.reference()),
                "password.self");
        NewPassword password = new NewPassword(
                taken.hash(), null, choice.history(user), user.past().number());
        return users.setPassword(user.id(), password, stays, changed -> trail.append(event))
                .<Outcome>thenApply(Outcome.Changed::new)
                .exceptionallyCompose(PasswordChange::overtaken);
    }

    /** Another change was faster: the password that was proved is not the present one any more. */
    private static CompletionStage<Outcome> overtaken(Throwable failure) {
        Throwable cause = failure.getCause() == null ? failure : failure.getCause();
        return cause instanceof RefusedChangeException refused
                        && refused.reason().equals("password.changed")
                ? CompletableFuture.completedStage(new Outcome.NotProved(new Authentication.Refused("login.password")))
                : CompletableFuture.failedStage(failure);
    }

    private static void wipe(char[] present, char[] next) {
        Arrays.fill(present, '\0');
        Arrays.fill(next, '\0');
    }
}
