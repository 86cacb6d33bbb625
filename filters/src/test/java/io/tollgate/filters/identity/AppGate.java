package io.tollgate.filters.identity;

import io.tollgate.config.LockoutConfig;
import io.tollgate.filters.audit.AuditTrail;
import io.tollgate.filters.seal.SealKeyException;
import io.tollgate.filters.seal.SealingKey;
import io.tollgate.filters.store.StoreUnavailableException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The one door as apps that keep their own login ask it, over counters in memory. */
public final class AppGate {
    private final FakeClock clock = new FakeClock();
    private final FakeCounterJournal counters = new FakeCounterJournal();
    private final Authenticator door;
    public boolean isDown;
    public int asked;

    public AppGate(Users users, AuditTrail trail) {
        try {
            door = new Authenticator(new Authenticator.Parts(
                    users,
                    Counting.of(clock, counters, users, LockoutConfig.DEFAULT, trail)
                            .budgets(),
                    new HashPool(1, 8, clock),
                    new FakeHasher(),
                    trail,
                    SealingKey.parse("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=", "test")
                            .derive("names"),
                    PasswordUpkeep.NONE));
        } catch (SealKeyException e) {
            throw new AssertionError(e);
        }
    }

    public CompletionStage<Admittance> admit(String name, LoginSource source) {
        asked++;
        return isDown
                ? CompletableFuture.failedStage(new StoreUnavailableException("the disk is full", null))
                : door.admit(name, source);
    }

    /** The most failures in a row that are counted on anybody. */
    public int failures() {
        return counters.lockouts().stream().mapToInt(LockoutRow::failures).max().orElse(0);
    }
}
