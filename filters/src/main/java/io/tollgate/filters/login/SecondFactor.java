package io.tollgate.filters.login;

import io.tollgate.filters.factor.FactorMethod;
import io.tollgate.filters.factor.FactorPolicy;
import io.tollgate.filters.factor.FactorStep;
import io.tollgate.filters.factor.SecondFactors;
import io.tollgate.filters.identity.User;
import io.tollgate.filters.passkey.PasskeyDoor;
import java.util.Set;

/**
 * What the pages know of second factors. Immutable.
 *
 * @param policy what is asked of whom
 * @param methods what users have set up
 * @param own of those the ones that the gateway itself keeps
 */
public record SecondFactor(FactorPolicy policy, Methods methods, SecondFactors own) {
    /** What users have set up. Safe for use by any thread; never blocks. */
    @FunctionalInterface
    public interface Methods {
        /** What this user has; nothing for one who is unknown. */
        Set<FactorMethod> of(String userId);
    }

    /** What judges a posted form as a second factor; passkeys by this door. */
    FactorCheck check(PasskeyDoor passkeys) {
        return new FactorCheck(own.check(), passkeys);
    }

    /** What follows the first factor of this user; {@code isRemembered} as {@code FactorRules.step} has it. */
    FactorStep step(User user, boolean isRemembered) {
        return policy.rules(user).step(methods.of(user.id()), isRemembered);
    }

    /** Whether the user has a second factor that counts by now: then a password alone proves less than there is. */
    boolean has(User user) {
        return !policy.rules(user).usable(methods.of(user.id())).isEmpty();
    }
}
