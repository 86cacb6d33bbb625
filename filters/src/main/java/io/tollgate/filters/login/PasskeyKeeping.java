package io.tollgate.filters.login;

import io.tollgate.config.FactorUse;
import io.tollgate.filters.factor.FactorMethod;
import io.tollgate.filters.factor.FactorRules;
import io.tollgate.filters.identity.User;
import io.tollgate.filters.passkey.Passkey;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Who may have passkeys, and may end one. Stateless. */
final class PasskeyKeeping {
    private PasskeyKeeping() {}

    /** Whether the user may make one. */
    static boolean isAllowed(Doorway doorway, User user) {
        return doorway.second().policy().rules(user).allowed().contains(FactorMethod.PASSKEY);
    }

    /** Whether the user may make one at the place that this request asks. */
    static boolean isPossible(Doorway doorway, Visit visit, User user) {
        return isAllowed(doorway, user) && visit.site().isPossible();
    }

    /** How many the user has there, a sentence; null where there are none and none can be made. */
    static @Nullable String count(Doorway doorway, Visit visit, User user) {
        int count = doorway.passkeys()
                .door()
                .passkeys()
                .of(user.id(), visit.site().rpId())
                .size();
        if (count == 0) {
            return isPossible(doorway, visit, user) ? "You have none at this address." : null;
        }
        return count == 1 ? "You have one at this address." : "You have " + count + " at this address.";
    }

    /** Whether without this one the user would have no second factor left, and has to have one. Codes for recovery are none. */
    static boolean isLast(Doorway doorway, User user, Passkey passkey) {
        FactorRules rules = doorway.second().policy().rules(user);
        boolean hasOther = doorway.passkeys().door().passkeys().ofUser(user.id()).stream()
                .anyMatch(other -> !other.id().equals(passkey.id()) && !other.isSuspect());
        Set<FactorMethod> left = EnumSet.noneOf(FactorMethod.class);
        left.addAll(rules.usable(doorway.second().methods().of(user.id())));
        left.remove(FactorMethod.RECOVERY);
        left.remove(FactorMethod.PASSKEY);
        return rules.use() == FactorUse.REQUIRED && !hasOther && left.isEmpty();
    }
}
