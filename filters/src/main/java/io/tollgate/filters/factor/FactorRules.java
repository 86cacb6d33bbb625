package io.tollgate.filters.factor;

import io.tollgate.config.FactorUse;
import io.tollgate.config.PasskeyUse;
import io.tollgate.config.Position;
import io.tollgate.filters.device.Remembered;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What holds for one user: the strictest of what the gateway, all their tenants and all their roles say. Immutable.
 *
 * @param remember how long a device is remembered on which a code was given; zero: none is
 * @param because the path of the key that decides {@code use}: {@code second-factor.use},
 *     {@code second-factor.roles.auditor} or {@code tenants.northside.second-factor.use}
 * @param at where it stands; null where it is left out
 */
public record FactorRules(
        FactorUse use,
        PasskeyUse passkeys,
        Duration remember,
        String because,
        @Nullable Position at) {

    /** Whether the user may set up a second factor, and is asked for it. */
    public boolean isOn() {
        return use != FactorUse.OFF;
    }

    /** Whether the user must have one. */
    public boolean isRequired() {
        return use == FactorUse.REQUIRED;
    }

    /** Whether a device is remembered where its user wants that. */
    public boolean isRemembering() {
        return isOn() && !remember.isZero();
    }

    /** Whether a device that was remembered then still is, on the host where it was. */
    public boolean isRemembered(Remembered then, Instant now) {
        return isRemembering() && then.isWithin(now, remember);
    }

    /** Whether a passkey stands for name and password together. */
    public boolean isPasskeyAlone() {
        return passkeys == PasskeyUse.ALONE;
    }

    /** What will do as a second factor. */
    public Set<FactorMethod> allowed() {
        if (!isOn()) {
            return isPasskeyAlone() ? Set.of(FactorMethod.PASSKEY) : Set.of();
        }
        Set<FactorMethod> allowed = EnumSet.of(FactorMethod.TOTP, FactorMethod.RECOVERY);
        if (passkeys != PasskeyUse.OFF) {
            allowed.add(FactorMethod.PASSKEY);
        }
        return allowed;
    }

    /**
     * What follows the first factor of somebody who has set up these.
     *
     * @param isRemembered whether the device is remembered, for as long as these rules let it be
     */
    public FactorStep step(Set<FactorMethod> has, boolean isRemembered) {
        if (!isOn()) {
            return FactorStep.NOTHING;
        }
        if (usable(has).isEmpty()) {
            return use == FactorUse.REQUIRED ? FactorStep.ENROL : FactorStep.OFFERED;
        }
        return isRemembered && isRemembering() ? FactorStep.NOTHING : FactorStep.CODE;
    }

    /** Of what somebody has set up that which will do. */
    public Set<FactorMethod> usable(Set<FactorMethod> has) {
        Set<FactorMethod> usable = EnumSet.noneOf(FactorMethod.class);
        usable.addAll(has);
        usable.retainAll(allowed());
        return usable;
    }
}
