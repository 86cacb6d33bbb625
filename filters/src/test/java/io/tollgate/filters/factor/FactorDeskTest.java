package io.tollgate.filters.factor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.config.FactorUse;
import io.tollgate.config.PasskeyUse;
import io.tollgate.config.SecondFactorConfig;
import io.tollgate.filters.audit.AuditEvent;
import io.tollgate.filters.audit.AuditTrail;
import io.tollgate.filters.device.FakeDeviceJournal;
import io.tollgate.filters.device.KnownDevices;
import io.tollgate.filters.device.Presented;
import io.tollgate.filters.identity.PasswordHash;
import io.tollgate.filters.identity.RefusedChangeException;
import io.tollgate.filters.identity.Tenants;
import io.tollgate.filters.identity.User;
import io.tollgate.filters.session.FakeTime;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an administrator does to second factors, over doubles of where they are kept. */
final class FactorDeskTest {
    private static final User ANN = new User(
            "u1", "ann@x.example", Set.of(), true, false, new PasswordHash("$fake$"), Instant.EPOCH, Instant.EPOCH, 1);

    private final FakeTime time = new FakeTime();
    private final List<String> did = new ArrayList<>();
    private final Shelf shelf = new Shelf();
    private final KnownDevices devices = new KnownDevices(new FakeDeviceJournal(), time, new SecureRandom());
    private boolean isTrailDown;
    private final FactorDesk desk = new FactorDesk(new FactorDesk.Parts(
            List.of(shelf),
            new Locks(),
            new FactorPolicy(() -> Tenants.NONE.with(new SecondFactorConfig(
                    FactorUse.REQUIRED, List.of(), PasskeyUse.BESIDE, Duration.ofDays(30), null))),
            devices,
            new Trail()));

    /** Keeps what it was given. */
    private final class Shelf implements FactorShelf {
        private final List<SetUp> all = new ArrayList<>();
        private Runnable meanwhile = () -> {};

        @Override
        public List<SetUp> of(String userId) {
            return userId.equals("u1") ? List.copyOf(all) : List.of();
        }

        @Override
        public CompletionStage<List<SetUp>> drop(String userId, Predicate<SetUp> which) {
            List<SetUp> going = all.stream().filter(which).toList();
            did.add("dropped " + going.size());
            meanwhile.run();
            all.removeAll(going);
            return CompletableFuture.completedStage(going);
        }
    }

    /** Three wrong codes in a row. */
    private final class Locks implements FactorLocks {
        @Override
        public int failures(String userId) {
            return 3;
        }

        @Override
        public Duration locked(String userId) {
            return Duration.ZERO;
        }

        @Override
        public boolean isUntilCleared(String userId) {
            return false;
        }

        @Override
        public CompletionStage<Boolean> clear(String userId) {
            did.add("forgiven");
            return CompletableFuture.completedStage(true);
        }
    }

    /** Writes down that it was asked, with how many devices are remembered by then. */
    private final class Trail implements AuditTrail {
        @Override
        public CompletionStage<Void> append(AuditEvent event) {
            if (isTrailDown) {
                return CompletableFuture.failedStage(new IllegalStateException("the disk is full"));
            }
            AuditEvent.Administered act = (AuditEvent.Administered) event;
            did.add(act.type() + " by " + act.actor() + ": " + act.detail() + " (" + desk.remembered(ANN) + ")");
            return CompletableFuture.completedStage(null);
        }

        @Override
        public void aggregate(AuditEvent event) {
            throw new AssertionError("an administrator is no stranger");
        }
    }

    @BeforeEach
    void begin() {
        shelf.all.add(new SetUp(FactorMethod.RECOVERY, "recovery", "recovery codes", null, null, "7 left"));
        shelf.all.add(new SetUp(FactorMethod.PASSKEY, "ab12", "Laptop", time.instant(), null, ""));
        shelf.all.add(new SetUp(FactorMethod.TOTP, "totp", "authenticator app", time.instant(), null, ""));
        get(devices.loggedIn("u1", Presented.NOTHING, "Firefox"));
        get(devices.remember(devices.of("u1").get(0), "billing.example"));
    }

    private static <T> T get(CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }

    @Test
    void what_somebody_has_is_listed_in_the_order_of_the_methods() {
        assertThat(desk.of("u1")).extracting(SetUp::words).containsExactly("totp", "passkey ab12", "recovery");
        assertThat(desk.of("u2")).isEmpty();
        assertThat(desk.remembered(ANN)).isEqualTo(1);
    }

    @Test
    void evidence_comes_first_and_remembered_devices_go_before_factors() {
        get(desk.reset("local:0", ANN, null));
        assertThat(did)
                .containsExactly(
                        "users.factors-reset by local:0: totp, passkey ab12, recovery (1)", "dropped 3", "forgiven");
        assertThat(devices.of("u1").get(0).remembered()).isNull();
        assertThat(desk.of("u1")).isEmpty();
    }

    @Test
    void a_device_that_is_remembered_in_between_is_not_in_the_end() {
        shelf.meanwhile = () -> get(devices.remember(devices.of("u1").get(0), "billing.example"));
        get(desk.reset("local:0", ANN, null));
        assertThat(devices.of("u1").get(0).remembered()).isNull();
    }

    @Test
    void recovery_codes_go_with_the_last_of_what_they_stand_in_for() {
        get(desk.reset("local:0", ANN, one -> one.method() == FactorMethod.TOTP));
        assertThat(desk.of("u1")).extracting(SetUp::words).containsExactly("passkey ab12", "recovery");
        get(desk.reset("local:0", ANN, one -> one.id().equals("ab12")));
        assertThat(desk.of("u1")).isEmpty();
    }

    @Test
    void what_was_used_meanwhile_is_the_same_and_goes() {
        SetUp before = shelf.all.get(1);
        shelf.all.set(1, new SetUp(FactorMethod.PASSKEY, "ab12", "Laptop", before.since(), time.instant(), ""));
        assertThat(before.isSame(shelf.all.get(1))).isTrue();
        get(desk.reset("local:0", ANN, one -> one.method() != FactorMethod.TOTP));
        assertThat(desk.of("u1")).extracting(SetUp::words).containsExactly("totp");
    }

    @Test
    void what_somebody_does_not_have_is_refused_and_nothing_happens() {
        assertThatThrownBy(() -> get(desk.reset("local:0", ANN, one -> one.id().equals("cd34"))))
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(RefusedChangeException.class)
                .hasMessageContaining("has no such second factor");
        assertThat(did).isEmpty();
        assertThat(desk.remembered(ANN)).isEqualTo(1);
    }

    @Test
    void without_evidence_nothing_happens() {
        isTrailDown = true;
        assertThatThrownBy(() -> get(desk.reset("local:0", ANN, null))).isInstanceOf(CompletionException.class);
        assertThat(did).isEmpty();
        assertThat(desk.of("u1")).hasSize(3);
        assertThat(desk.remembered(ANN)).isEqualTo(1);
    }
}
