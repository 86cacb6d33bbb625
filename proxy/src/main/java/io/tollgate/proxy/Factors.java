package io.tollgate.proxy;

import io.tollgate.config.GatewayConfig;
import io.tollgate.filters.audit.AuditTrail;
import io.tollgate.filters.device.KnownDevices;
import io.tollgate.filters.factor.FactorDesk;
import io.tollgate.filters.factor.FactorMethod;
import io.tollgate.filters.factor.FactorPolicy;
import io.tollgate.filters.factor.SecondFactors;
import io.tollgate.filters.handover.WorkerThreads;
import io.tollgate.filters.identity.HashPool;
import io.tollgate.filters.identity.Tenants;
import io.tollgate.filters.identity.UserDirectory;
import io.tollgate.filters.passkey.Challenges;
import io.tollgate.filters.passkey.PasskeyDoor;
import io.tollgate.filters.passkey.Passkeys;
import io.tollgate.filters.seal.Sealer;
import io.tollgate.filters.store.Store;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** What people prove who they are with beside their password, over the data that a gateway owns. Safe for use by any thread. */
public final class Factors implements AutoCloseable {
    /** Each takes part of a millisecond. */
    private static final int SIGNATURES_WAITING = 256;

    /** The same. */
    private static final int ENROLMENTS_WAITING = 256;

    private final UserDirectory users;
    private final HashPool signatures;
    private final WorkerThreads enrolments;
    private final FactorPolicy policy;
    private final SecondFactors codes;
    private final Passkeys passkeys;
    private final PasskeyDoor door;
    private final FactorKeeping keeping;

    /** As the store kept them. Blocks; for the start only. */
    Factors(
            World world,
            Store store,
            Sealer sealer,
            AuditTrail trail,
            UserDirectory users,
            KnownDevices devices,
            Supplier<Tenants> tenants,
            Supplier<GatewayConfig> config) {
        this.users = users;
        policy = new FactorPolicy(tenants);
        passkeys = new Passkeys(store.passkeys(), world.clock());
        users.listen(this::forgetPasskeys);
        signatures = new HashPool("tollgate-passkey", 1, SIGNATURES_WAITING, world.ticker());
        enrolments = new WorkerThreads("tollgate-enrol", 1, Thread.MIN_PRIORITY, ENROLMENTS_WAITING);
        try {
            door = new PasskeyDoor(new PasskeyDoor.Parts(
                    passkeys,
                    new Challenges(world.ticker(), world.random()),
                    signatures,
                    trail,
                    () -> config.get().audit().required(),
                    world.random()));
            codes = SecondFactors.of(
                    store.factors(sealer), sealer, trail, world.clock(), world.ticker(), world.random(), enrolments);
            keeping = new FactorKeeping(policy, codes, passkeys, devices, users, trail).listening();
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /** With the account its passkeys are gone from the store, too. */
    private void forgetPasskeys(String userId) {
        if (users.byId(userId) == null) {
            passkeys.revokeAllOf(userId);
        }
    }

    /** Who is asked for a second factor. */
    public FactorPolicy policy() {
        return policy;
    }

    /** Authenticator apps and recovery codes. */
    public SecondFactors codes() {
        return codes;
    }

    /** Who has which passkey. */
    public Passkeys passkeys() {
        return passkeys;
    }

    /** What pages do with passkeys. */
    public PasskeyDoor door() {
        return door;
    }

    /** What a user has set up. */
    public Set<FactorMethod> methods(String userId) {
        Set<FactorMethod> methods = codes.factors().methods(userId);
        if (passkeys.hasAny(userId)) {
            methods.add(FactorMethod.PASSKEY);
        }
        return methods;
    }

    /** What administrators see and do. */
    FactorDesk desk() {
        return keeping.desk();
    }

    /** Asks again where policy remembers no longer; done when that is on disk. */
    CompletionStage<Void> unremember() {
        return keeping.unremember();
    }

    @Override
    public void close() {
        enrolments.close();
        signatures.close();
    }
}
