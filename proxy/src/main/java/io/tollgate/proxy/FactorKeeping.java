package io.tollgate.proxy;

import io.tollgate.filters.audit.AuditTrail;
import io.tollgate.filters.device.KnownDevices;
import io.tollgate.filters.device.Remembered;
import io.tollgate.filters.factor.CodeShelf;
import io.tollgate.filters.factor.FactorDesk;
import io.tollgate.filters.factor.FactorPolicy;
import io.tollgate.filters.factor.SecondFactors;
import io.tollgate.filters.identity.User;
import io.tollgate.filters.identity.Users;
import io.tollgate.filters.passkey.Passkeys;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps remembered devices in step with factors, accounts and policy. Immutable. */
record FactorKeeping(
        FactorPolicy policy,
        SecondFactors codes,
        Passkeys passkeys,
        KnownDevices devices,
        Users users,
        AuditTrail trail) {
    private static final Logger LOG = LoggerFactory.getLogger(FactorKeeping.class);

    /** From now on users are asked everywhere again whose factors change. */
    FactorKeeping listening() {
        codes.factors().listen(this::askEverywhere);
        passkeys.listen(this::askEverywhere);
        return this;
    }

    /** What administrators see of second factors. */
    FactorDesk desk() {
        return new FactorDesk(new FactorDesk.Parts(
                List.of(new CodeShelf(codes.factors()), new PasskeyShelf(passkeys)),
                codes.counter(),
                policy,
                devices,
                trail));
    }

    /** Devices that policy remembers no longer are asked again even if it should once more; done when that is on disk. */
    CompletionStage<Void> unremember() {
        Instant now = devices.now();
        return devices.unremember(device -> {
            User user = users.byId(device.userId());
            Remembered remembered = device.remembered();
            return remembered != null && (user == null || !policy.rules(user).isRemembered(remembered, now));
        });
    }

    /** What a device is remembered for is gone, or another: its user is asked there again. */
    private void askEverywhere(String userId) {
        devices.unremember(userId, device -> true).exceptionally(failure -> {
            LOG.warn("device.remembered: a device is asked for a code, but only until a restart", failure);
            return 0;
        });
    }
}
