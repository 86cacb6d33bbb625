package io.tollgate.filters.identity;

import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps passwords up to date as they are typed: another hash where the present one is outdated or came from elsewhere, and
 * whether it still meets the rules. Safe for use by any thread.
 */
public final class Renewals implements PasswordUpkeep {
    private static final Logger LOG = LoggerFactory.getLogger(Renewals.class);

    private final UserDirectory users;
    private final PasswordPolicy policy;
    private final PasswordHasher hasher;

    public Renewals(UserDirectory users, PasswordPolicy policy, PasswordHasher hasher) {
        this.users = users;
        this.policy = policy;
        this.hasher = hasher;
    }

    @Override
    public @Nullable Renewal found(User user, char[] password) {
        boolean isOutdated = hasher.isOutdated(user.password());
        ChangeReason before = user.changeReason();
        ChangeReason reason = reason(user, password, before);
        if (!isOutdated && reason == before) {
            return null;
        }
        return new Renewal(isOutdated ? hasher.hash(password) : null, reason);
    }

    private @Nullable ChangeReason reason(User user, char[] password, @Nullable ChangeReason before) {
        if (before == ChangeReason.SET_BY_ANOTHER || before == ChangeReason.WEAK_HASH) {
            return before;
        }
        return policy.objections(password, user).isEmpty() && policy.weakness(password, user) == null
                ? null
                : ChangeReason.POLICY;
    }

    @Override
    public CompletionStage<User> renewed(User user, Renewal renewal) {
        return users.renewPassword(user, renewal).exceptionally(failure -> {
            LOG.warn(
                    "password.upkeep: a password was right, but its new hash or standing was not kept; tried at the"
                            + " next login",
                    failure);
            return user;
        });
    }
}
