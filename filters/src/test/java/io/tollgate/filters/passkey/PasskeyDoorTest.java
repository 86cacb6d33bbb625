package io.tollgate.filters.passkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.filters.audit.AuditEvent;
import io.tollgate.filters.audit.AuditTrail;
import io.tollgate.filters.identity.HashPool;
import io.tollgate.filters.passkey.FakeAuthenticator.Algorithm;
import io.tollgate.filters.passkey.PasskeyOutcome.Right;
import io.tollgate.filters.passkey.PasskeyOutcome.Wrong;
import io.tollgate.filters.session.FakeTime;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Passkeys made and signing: what is believed and what is not. */
final class PasskeyDoorTest {
    private static final PasskeySite SITE = PasskeySite.of("https", "localhost:8443");
    private static final AuditEvent.Context CONTEXT =
            new AuditEvent.Context("ada", "ada@clinic.example", "192.0.2.1", "billing", null);

    private final FakeTime time = new FakeTime();
    private final FakePasskeyJournal journal = new FakePasskeyJournal();
    private final Trail trail = new Trail();
    private final SecureRandom random = new SecureRandom();
    private final HashPool pool = new HashPool("passkeys", 2, 16, time);
    private Challenges challenges = new Challenges(time, random);
    private PasskeyDoor door = door();
    private FakeAuthenticator key;

    @BeforeEach
    void anAuthenticator() throws Exception {
        key = new FakeAuthenticator(Algorithm.ES256);
    }

    @AfterEach
    void close() {
        pool.close();
    }

    private PasskeyDoor door() {
        return new PasskeyDoor(
                new PasskeyDoor.Parts(new Passkeys(journal, time), challenges, pool, trail, () -> true, random));
    }

    @ParameterizedTest
    @EnumSource(Algorithm.class)
    void a_passkey_is_made_and_lets_its_user_in(Algorithm algorithm) throws Exception {
        key = new FakeAuthenticator(algorithm);
        Passkey made = made("ada");
        assertThat(made.rpId()).isEqualTo("localhost");
        assertThat(made.name()).isEqualTo("My phone");
        assertThat(made.transports()).containsExactlyInAnyOrder("internal", "hybrid");
        assertThat(made.usedAt()).isNull();

        time.pass(Duration.ofHours(1));
        assertThat(signed(factor("ada"))).isInstanceOf(Right.class);
        assertThat(door.passkeys().of("ada", "localhost"))
                .singleElement()
                .satisfies(now -> assertThat(now.usedAt()).isEqualTo(time.instant()));
        assertThat(signed(Ceremony.alone(SITE, "browser"))).isInstanceOf(Right.class);
        assertThat(trail.types()).containsExactly("passkey.added");
    }

    @Test
    void a_browser_is_told_which_passkeys_there_are_and_asked_to_verify_its_user() {
        made("ada");
        assertThat(door.request(factor("ada")))
                .contains("\"id\":\"" + key.credential() + "\"", "\"userVerification\":\"required\"");
        assertThat(door.request(Ceremony.alone(SITE, "browser"))).doesNotContain(key.credential());
        assertThat(door.creation(register("ada"), "ada@clinic.example", true))
                .contains("\"residentKey\":\"required\"", "\"attestation\":\"none\"", "\"alg\":-7")
                .contains("\"alg\":-8", "\"alg\":-257", "\"userVerification\":\"required\"");
        assertThatThrownBy(() -> made("ada")).hasMessageContaining("InvalidStateError");
    }

    @Test
    void another_site_gets_nothing_signed_for_us() throws Exception {
        key.origin = "https://localhost:9443";
        assertThat(make("ada")).isEqualTo(new Wrong("passkey.unreadable"));
        key.origin = SITE.origin();
        made("ada");
        for (String origin : List.of(
                "https://localhost:9443", "https://localhost", "http://localhost:8443", "https://evil.example")) {
            key.origin = origin;
            assertThat(signed(factor("ada"))).as(origin).isEqualTo(new Wrong("passkey.signature"));
        }
        key.origin = SITE.origin();
        key.rpId = "evil.example";
        assertThat(signed(factor("ada"))).isEqualTo(new Wrong("passkey.signature"));
        key.rpId = null;
        assertThat(signed(factor("ada"))).isInstanceOf(Right.class);
    }

    @Test
    void a_passkey_of_one_host_is_none_of_another() throws Exception {
        made("ada");
        PasskeySite other = PasskeySite.of("https", "ledger.clinic.example");
        key.origin = other.origin();
        assertThat(signed(Ceremony.in("s1", Purpose.FACTOR, other, "ada"))).isEqualTo(new Wrong("passkey.unknown"));
        assertThat(signed(Ceremony.alone(other, "browser"))).isEqualTo(new Wrong("passkey.unknown"));
        assertThat(door.passkeys().of("ada", "ledger.clinic.example")).isEmpty();
    }

    @Test
    void without_its_user_verified_or_present_it_proves_nothing() throws Exception {
        key.isUserVerified = false;
        assertThat(make("ada")).isEqualTo(new Wrong("passkey.unreadable"));
        key.isUserVerified = true;
        made("ada");
        key.isUserVerified = false;
        assertThat(signed(factor("ada"))).isEqualTo(new Wrong("passkey.signature"));
        key.isUserVerified = true;
        key.isUserPresent = false;
        assertThat(signed(factor("ada"))).isEqualTo(new Wrong("passkey.signature"));
    }

    @Test
    void a_challenge_counts_once_even_for_many_at_once() throws Exception {
        made("ada");
        String json = key.get(door.request(factor("ada")));
        List<CompletionStage<PasskeyOutcome>> all = Collections.synchronizedList(new ArrayList<>());
        for (int i = 0; i < 16; i++) {
            all.add(door.signed(json, factor("ada"), CONTEXT, true));
        }
        assertThat(all.stream().map(PasskeyDoorTest::get).filter(Right.class::isInstance))
                .hasSize(1);
        assertThat(get(door.signed(json, factor("ada"), CONTEXT, true))).isEqualTo(new Wrong("passkey.challenge"));
    }

    @Test
    void a_challenge_is_good_for_five_minutes_and_for_what_it_was_given_out_for() throws Exception {
        made("ada");
        String late = door.request(factor("ada"));
        time.pass(Duration.ofSeconds(299));
        assertThat(get(door.signed(key.get(late), factor("ada"), CONTEXT, true)))
                .isInstanceOf(Right.class);
        String later = door.request(factor("ada"));
        time.pass(Duration.ofMinutes(5));
        assertThat(get(door.signed(key.get(later), factor("ada"), CONTEXT, true)))
                .isEqualTo(new Wrong("passkey.challenge"));

        String json = key.get(door.request(factor("ada")));
        for (Ceremony other : List.of(
                Ceremony.in("s2", Purpose.FACTOR, SITE, "ada"),
                Ceremony.in("s1", Purpose.STEP_UP, SITE, "ada"),
                Ceremony.in("s1", Purpose.FACTOR, SITE, "bo"),
                Ceremony.alone(SITE, "s1"))) {
            assertThat(get(door.signed(json, other, CONTEXT, true)))
                    .as(other.toString())
                    .isEqualTo(new Wrong("passkey.challenge"));
        }
        assertThat(get(door.signed(json, factor("ada"), CONTEXT, true))).isInstanceOf(Right.class);
    }

    @Test
    void what_was_asked_for_before_a_restart_is_not_taken_after_it() throws Exception {
        made("ada");
        String json = key.get(door.request(factor("ada")));
        challenges = new Challenges(time, random);
        door = door();
        assertThat(get(door.signed(json, factor("ada"), CONTEXT, true))).isEqualTo(new Wrong("passkey.challenge"));
        assertThat(signed(factor("ada"))).isInstanceOf(Right.class);
    }

    @Test
    void challenges_that_nobody_answers_take_no_memory_and_those_answered_only_until_they_end() throws Exception {
        made("ada");
        for (int i = 0; i < 10_000; i++) {
            challenges.issue(Ceremony.alone(SITE, "stranger" + i));
        }
        assertThat(challenges.remembered()).isEqualTo(1);
        for (int i = 0; i < Challenges.MOST_SPENT; i++) {
            assertThat(signed(factor("ada"))).isInstanceOf(Right.class);
        }
        assertThat(signed(factor("ada"))).isEqualTo(new Wrong("passkey.challenge"));
        time.pass(Duration.ofMinutes(6));
        assertThat(signed(factor("ada"))).isInstanceOf(Right.class);
        assertThat(challenges.remembered()).isEqualTo(1);
    }

    @Test
    void a_count_that_goes_back_ends_the_trust_in_a_passkey_and_is_told() throws Exception {
        key.counter = 7;
        made("ada");
        assertThat(signed(factor("ada"))).isInstanceOf(Right.class);
        key.counter = 6; // its copy signs, as the seventh
        assertThat(signed(factor("ada"))).isEqualTo(new Wrong("passkey.counter"));
        assertThat(trail.types()).containsExactly("passkey.added", "passkey.counter");
        key.counter = 100;
        assertThat(signed(factor("ada"))).isEqualTo(new Wrong("passkey.counter"));
        assertThat(trail.types()).hasSize(2);
        assertThat(door.request(factor("ada"))).doesNotContain(key.credential());
        assertThat(door.passkeys().hasAny("ada"))
                .as("a password alone is not enough for all that")
                .isTrue();
        door = door();
        assertThat(signed(factor("ada"))).isEqualTo(new Wrong("passkey.counter"));
    }

    @Test
    void the_same_count_again_is_a_copy_as_well_and_none_at_all_is_not() throws Exception {
        made("ada");
        assertThat(signed(factor("ada"))).isInstanceOf(Right.class);
        assertThat(signed(factor("ada"))).isInstanceOf(Right.class);
        key.counter = 5;
        assertThat(signed(factor("ada"))).isInstanceOf(Right.class);
        key.counter = 5;
        assertThat(signed(factor("ada"))).isEqualTo(new Wrong("passkey.counter"));
    }

    @Test
    void a_count_is_on_disk_before_anybody_is_let_in() throws Exception {
        key.counter = 1;
        made("ada");
        journal.breaks(true);
        CompletionStage<PasskeyOutcome> stage =
                door.signed(key.get(door.request(factor("ada"))), factor("ada"), CONTEXT, true);
        assertThatThrownBy(() -> get(stage)).hasRootCauseMessage("the disk is full");
        journal.breaks(false);
        assertThat(signed(factor("ada"))).isInstanceOf(Right.class);
        door = door();
        key.counter = 1;
        assertThat(signed(factor("ada"))).isEqualTo(new Wrong("passkey.counter"));
    }

    @Test
    void a_passkey_lets_in_nobody_but_its_user() throws Exception {
        made("ada");
        assertThat(signed(factor("bo"))).isEqualTo(new Wrong("passkey.unknown"));
        FakeAuthenticator stranger = new FakeAuthenticator(Algorithm.ES256);
        assertThat(get(door.signed(stranger.get(door.request(factor("ada"))), factor("ada"), CONTEXT, true)))
                .isEqualTo(new Wrong("passkey.unknown"));
        FakeAuthenticator before = key;
        key = new FakeAuthenticator(Algorithm.ES256);
        made("bo");
        String bos = key.get(door.request(factor("ada")));
        assertThat(get(door.signed(bos, factor("ada"), CONTEXT, true))).isEqualTo(new Wrong("passkey.unknown"));
        // The signature is bo's under ada's name.
        String claimed = bos.replace(key.credential(), before.credential());
        assertThat(get(door.signed(claimed, factor("ada"), CONTEXT, true))).isInstanceOf(Wrong.class);
    }

    @Test
    void a_credential_is_taken_once_whoever_brings_it() throws Exception {
        made("ada");
        assertThat(make("bo")).isEqualTo(new Wrong("passkey.unknown"));
        assertThat(door.passkeys().ofUser("bo")).isEmpty();
    }

    @Test
    void a_revoked_passkey_is_nobodys() throws Exception {
        Passkey made = made("ada");
        assertThat(get(door.revoked("bo", made.id(), CONTEXT))).isFalse();
        assertThat(get(door.renamed("bo", made.id(), "mine", CONTEXT))).isFalse();
        assertThat(get(door.renamed("ada", made.id(), "  Old\u202e phone\n", CONTEXT)))
                .isTrue();
        assertThat(door.passkeys().ofUser("ada"))
                .singleElement()
                .satisfies(now -> assertThat(now.name()).isEqualTo("Old phone"));
        String json = key.get(door.request(factor("ada")));
        List<String> told = new ArrayList<>();
        door.passkeys().listen(told::add);
        assertThat(get(door.revoked("ada", made.id(), CONTEXT))).isTrue();
        assertThat(told).containsExactly("ada");
        assertThat(get(door.signed(json, factor("ada"), CONTEXT, true))).isEqualTo(new Wrong("passkey.unknown"));
        assertThat(signed(Ceremony.alone(SITE, "browser"))).isEqualTo(new Wrong("passkey.unknown"));
        assertThat(journal.passkeys()).isEmpty();
        assertThat(trail.types()).containsExactly("passkey.added", "passkey.renamed", "passkey.revoked");
    }

    @Test
    void without_evidence_no_passkey_is_made() {
        trail.isDown = true;
        CompletionStage<PasskeyOutcome> stage = door.made(
                key.create(door.creation(register("ada"), "ada@clinic.example", false)),
                register("ada"),
                "My phone",
                CONTEXT);
        assertThatThrownBy(() -> get(stage)).hasRootCauseMessage("the disk is full");
        assertThat(door.passkeys().ofUser("ada")).isEmpty();
        assertThat(journal.passkeys()).isEmpty();
    }

    @Test
    void what_a_failing_disk_did_not_keep_is_no_passkey() {
        journal.breaks(true);
        CompletionStage<PasskeyOutcome> stage = door.made(
                key.create(door.creation(register("ada"), "ada@clinic.example", false)),
                register("ada"),
                "My phone",
                CONTEXT);
        assertThatThrownBy(() -> get(stage)).hasRootCauseMessage("the disk is full");
        assertThat(door.passkeys().ofUser("ada")).isEmpty();
        journal.breaks(false);
        assertThat(make("ada")).isInstanceOf(Right.class);
    }

    @Test
    void somebody_has_ten_at_most() throws Exception {
        for (int i = 0; i < Passkeys.MOST_PER_HOST; i++) {
            key = new FakeAuthenticator(Algorithm.EDDSA);
            made("ada");
        }
        key = new FakeAuthenticator(Algorithm.EDDSA);
        assertThat(make("ada")).isEqualTo(new Wrong("passkey.full"));
        assertThat(door.passkeys().of("ada", "localhost")).hasSize(10);
        assertThat(get(door.passkeys().revokeAllOf("ada"))).isEqualTo(10);
        assertThat(make("ada")).isInstanceOf(Right.class);
    }

    @Test
    void whether_it_is_backed_up_is_kept_and_may_change_where_it_can_be() throws Exception {
        key.isBackupEligible = true;
        assertThat(made("ada")).satisfies(made -> {
            assertThat(made.isBackupEligible()).isTrue();
            assertThat(made.isBackedUp()).isFalse();
        });
        key.isBackedUp = true;
        assertThat(signed(factor("ada"))).isInstanceOf(Right.class);
        assertThat(door.passkeys().ofUser("ada")).singleElement().matches(Passkey::isBackedUp);
        key.isBackupEligible = false;
        key.isBackedUp = false;
        assertThat(signed(factor("ada")))
                .as("it can't change whether it can be")
                .isInstanceOf(Wrong.class);
    }

    @Test
    void rubbish_is_refused_as_such() throws Exception {
        made("ada");
        String good = key.get(door.request(factor("ada")));
        for (String json : List.of(
                "",
                "{}",
                "[]",
                "null",
                "\"\"",
                "{\"id\":\"x\"}",
                good.substring(0, 80),
                good.replace("\":\"", "\":[\""),
                good.replace("clientDataJSON", "other"),
                good.replace("authenticatorData", "other"),
                good.replaceFirst("\"signature\":\"[^\"]*\"", "\"signature\":\"AAAA\""),
                good.replaceFirst("\"signature\":\"[^\"]*\"", "\"signature\":null"),
                good.replaceFirst("\"rawId\":\"[^\"]*\"", "\"rawId\":null"),
                good.replaceFirst("\"authenticatorData\":\"[^\"]*\"", "\"authenticatorData\":\"AAAA\""),
                "[".repeat(5000))) {
            assertThat(get(door.signed(json, factor("ada"), CONTEXT, true)))
                    .as(json)
                    .isInstanceOf(Wrong.class);
            assertThat(get(door.made(json, register("ada"), "x", CONTEXT)))
                    .as(json)
                    .isInstanceOf(Wrong.class);
        }
    }

    private static Ceremony register(String userId) {
        return Ceremony.in("s1", Purpose.REGISTER, SITE, userId);
    }

    private static Ceremony factor(String userId) {
        return Ceremony.in("s1", Purpose.FACTOR, SITE, userId);
    }

    private PasskeyOutcome make(String userId) {
        String options = door.creation(register(userId), userId + "@clinic.example", false);
        return get(door.made(key.create(options), register(userId), "My phone", CONTEXT));
    }

    private Passkey made(String userId) {
        PasskeyOutcome outcome = make(userId);
        assertThat(outcome).isInstanceOf(Right.class);
        return ((Right) outcome).passkey();
    }

    private PasskeyOutcome signed(Ceremony ceremony) throws Exception {
        return get(door.signed(key.get(door.request(ceremony)), ceremony, CONTEXT, true));
    }

    private static <T> T get(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().get(10, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** A trail in memory that can refuse. */
    private static final class Trail implements AuditTrail {
        private final List<AuditEvent> events = Collections.synchronizedList(new ArrayList<>());
        private boolean isDown;

        @Override
        public CompletionStage<Void> append(AuditEvent event) {
            if (isDown) {
                return CompletableFuture.failedStage(new IllegalStateException("the disk is full"));
            }
            events.add(event);
            return CompletableFuture.completedStage(null);
        }

        @Override
        public void aggregate(AuditEvent event) {
            events.add(event);
        }

        List<String> types() {
            return events.stream().map(AuditEvent::type).toList();
        }
    }
}
