package io.tollgate.filters.login;

import io.tollgate.filters.factor.FactorMethod;
import io.tollgate.filters.factor.FactorPolicy;
import io.tollgate.filters.factor.FactorRules;
import io.tollgate.filters.factor.FactorStep;
import io.tollgate.filters.factor.SecondFactors;
import io.tollgate.filters.identity.User;
import io.tollgate.filters.passkey.PasskeyDoor;
import io.tollgate.filters.passkey.PasskeySite;
import java.util.Set;

/**
 * What the pages know of second factors. Immutable.
 *
 * @param policy what is asked of whom
 * @param methods what users have set up
 * @param own of those the ones that the gateway itself keeps
 * @param passkeys where those are judged that authenticators keep
 */
public record SecondFactor(FactorPolicy policy, Methods methods, SecondFactors own, PasskeyDoor passkeys) {
    /** What users have set up. Safe for use by any thread; never blocks. */
    @FunctionalInterface
    public interface Methods {
        /** What this user has; nothing for one who is unknown. */
        Set<FactorMethod> of(String userId);
    }

    /** Whether a passkey of the user may sign at this place. */
    boolean hasPasskey(User user, PasskeySite site) {
        return site.isPossible()
                && policy.rules(user).usable(methods.of(user.id())).contains(FactorMethod.PASSKEY)
                && passkeys.passkeys().of(user.id(), site.rpId()).stream().anyMatch(passkey -> !passkey.isSuspect());
    }

    /** What judges a posted form as a second factor. */
    FactorCheck check() {
        return new FactorCheck(own.check(), passkeys);
    }

    /** What follows the first factor of this user; {@code isRemembered} as {@code FactorRules.step} has it. */
    FactorStep step(User user, boolean isRemembered) {
        return policy.rules(user).step(methods.of(user.id()), isRemembered);
    }

    /**
     * Whether the user has a second factor that counts by now: then a password alone proves less than there is. Where there are
     * none, a passkey that lets somebody in alone is no second one.
     */
    boolean has(User user) {
        FactorRules rules = policy.rules(user);
        return rules.isOn() && !rules.usable(methods.of(user.id())).isEmpty();
    }
}
