package io.tollgate.filters.device;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.filters.seal.SealingKey;
import io.tollgate.filters.session.FakeTime;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

final class KnownDevicesTest {
    private final FakeTime time = new FakeTime();
    private final FakeDeviceJournal journal = new FakeDeviceJournal();
    private final SecureRandom random = new SecureRandom();
    private KnownDevices devices = new KnownDevices(journal, time, random);

    @Test
    void a_device_is_known_for_the_user_who_logged_in_there_and_nobody_else() {
        Presented shown = get(devices.loggedIn("ada", Presented.NOTHING, "Firefox"));

        assertThat(devices.find("ada", shown)).isNotNull();
        assertThat(devices.find("bo", shown)).isNull();
        assertThat(devices.find("ada", Presented.NOTHING)).isNull();
    }

    @Test
    void another_login_on_it_makes_no_second_device() {
        Presented shown = get(devices.loggedIn("ada", Presented.NOTHING, "Firefox"));
        time.pass(Duration.ofDays(100));
        assertThat(get(devices.loggedIn("ada", shown, "Firefox 2"))).isSameAs(shown);
        time.pass(Duration.ofDays(100));

        assertThat(devices.find("ada", shown)).isNotNull();
        assertThat(devices.of("ada"))
                .singleElement()
                .satisfies(device -> assertThat(device.label()).isEqualTo("Firefox 2"));
        assertThat(journal.devices()).isEqualTo(devices.of("ada"));
    }

    @Test
    void whoever_was_in_a_browser_before_does_not_know_the_secret_of_who_comes_after() {
        Presented attacker = get(devices.loggedIn("eve", Presented.NOTHING, "kiosk"));
        Presented both = get(devices.loggedIn("ada", attacker, "kiosk"));

        assertThat(devices.find("ada", attacker)).isNull();
        assertThat(devices.find("ada", both)).isNotNull();
        assertThat(devices.find("eve", both)).isNotNull();
    }

    @Test
    void of_a_browser_that_many_share_the_latest_sixteen_stay_known() {
        Presented shown = Presented.NOTHING;
        for (int i = 0; i < 17; i++) {
            shown = get(devices.loggedIn("user" + i, shown, "desk"));
        }
        assertThat(devices.find("user0", shown)).isNull();
        assertThat(devices.find("user1", shown)).isNotNull();
        assertThat(devices.find("user16", shown)).isNotNull();
    }

    @Test
    void a_user_has_twenty_and_the_one_not_seen_for_longest_goes() {
        Presented first = get(devices.loggedIn("ada", Presented.NOTHING, "first"));
        for (int i = 0; i < 20; i++) {
            time.pass(Duration.ofSeconds(1));
            get(devices.loggedIn("ada", Presented.NOTHING, "other"));
        }
        assertThat(devices.of("ada")).hasSize(20);
        assertThat(devices.find("ada", first)).isNull();
        assertThat(journal.devices()).hasSize(20);
    }

    @Test
    void a_device_that_is_not_used_for_180_days_is_forgotten() {
        Presented shown = get(devices.loggedIn("ada", Presented.NOTHING, "Firefox"));
        time.pass(Duration.ofDays(180).plusSeconds(1));

        assertThat(devices.find("ada", shown)).isNull();
        get(devices.purge());
        assertThat(journal.devices()).isEmpty();
    }

    @Test
    void forgetting_one_or_all_holds_at_once_and_over_a_restart() {
        Presented one = get(devices.loggedIn("ada", Presented.NOTHING, "one"));
        Presented two = get(devices.loggedIn("ada", Presented.NOTHING, "two"));
        String id = devices.find("ada", one).id();
        assertThat(get(devices.forget("bo", id))).isFalse();
        assertThat(get(devices.forget("ada", id))).isTrue();
        assertThat(devices.find("ada", one)).isNull();

        devices = new KnownDevices(journal, time, random);
        assertThat(devices.find("ada", one)).isNull();
        assertThat(devices.find("ada", two)).isNotNull();
        assertThat(get(devices.forgetAllOf("ada"))).isEqualTo(1);
        assertThat(devices.find("ada", two)).isNull();
        assertThat(journal.devices()).isEmpty();
    }

    private KnownDevice remembered(String user, String host) {
        Presented shown = get(devices.loggedIn(user, Presented.NOTHING, "Firefox"));
        get(devices.remember(devices.find(user, shown), host));
        return devices.find(user, shown);
    }

    @Test
    void a_device_is_remembered_on_its_host_from_when_it_was_and_nothing_prolongs_that() {
        Presented shown = get(devices.loggedIn("ada", Presented.NOTHING, "Firefox"));
        assertThat(devices.find("ada", shown).remembered()).isNull();
        get(devices.remember(devices.find("ada", shown), "a.example"));
        Duration month = Duration.ofDays(30);
        time.pass(Duration.ofDays(20));
        get(devices.loggedIn("ada", shown, "Firefox"));

        Remembered remembered = devices.find("ada", shown).remembered();
        assertThat(remembered.isGood(time.instant(), month, "a.example")).isTrue();
        assertThat(remembered.isGood(time.instant(), month, "b.example")).isFalse();
        assertThat(remembered.isGood(time.instant(), Duration.ofDays(20), "a.example"))
                .isFalse();
        assertThat(remembered.isGood(time.instant(), Duration.ZERO, "a.example"))
                .isFalse();
        time.pass(Duration.ofDays(10).minusMillis(1));
        assertThat(remembered.isGood(time.instant(), month, "a.example")).isTrue();
        time.pass(Duration.ofMillis(1));
        assertThat(remembered.isGood(time.instant(), month, "a.example")).isFalse();
    }

    @Test
    void a_clock_that_was_set_back_remembers_nothing_of_days_to_come() {
        Remembered remembered = new Remembered(time.instant().plus(Duration.ofDays(60)), "a.example");
        assertThat(remembered.isGood(time.instant(), Duration.ofDays(30), "a.example"))
                .isFalse();
        Remembered just = new Remembered(time.instant().plus(Duration.ofSeconds(30)), "a.example");
        assertThat(just.isGood(time.instant(), Duration.ofDays(30), "a.example"))
                .isTrue();
    }

    @Test
    void what_is_remembered_goes_for_one_user_or_where_it_is_told_and_the_devices_stay_known() {
        KnownDevice one = remembered("ada", "a.example");
        KnownDevice two = remembered("ada", "b.example");
        KnownDevice bos = remembered("bo", "a.example");

        assertThat(get(devices.unremember("ada", device -> device.id().equals(one.id()))))
                .isEqualTo(1);
        assertThat(devices.of("ada"))
                .hasSize(2)
                .filteredOn(device -> device.remembered() != null)
                .extracting(KnownDevice::id)
                .containsExactly(two.id());
        get(devices.unremember(device -> device.userId().equals("bo")));
        assertThat(get(devices.unremember("bo", device -> true))).isZero();

        devices = new KnownDevices(journal, time, random);
        assertThat(devices.of("ada"))
                .filteredOn(device -> device.remembered() != null)
                .containsExactly(two);
        assertThat(devices.of("bo")).containsExactly(bos.remembering(null));
    }

    @Test
    void a_login_that_began_before_does_not_bring_back_what_was_taken_meanwhile() {
        Presented shown = get(devices.loggedIn("ada", Presented.NOTHING, "Firefox"));
        KnownDevice before = devices.find("ada", shown);
        get(devices.remember(before, "a.example"));
        get(devices.unremember("ada", device -> true));
        time.pass(Duration.ofDays(1));
        get(devices.loggedIn("ada", shown, "Firefox"));
        assertThat(devices.find("ada", shown).remembered()).isNull();
        get(devices.loggedIn("ada", shown, "Firefox 2"));
        get(devices.remember(before, "a.example"));
        assertThat(devices.of("ada"))
                .singleElement()
                .satisfies(device -> assertThat(device.label()).isEqualTo("Firefox 2"));
        get(devices.loggedIn("ada", Presented.NOTHING, "another"));
        get(devices.forget("ada", before.id()));
        get(devices.remember(before, "a.example"));
        assertThat(devices.of("ada"))
                .singleElement()
                .satisfies(device -> assertThat(device.label()).isEqualTo("another"));
    }

    @Test
    void what_was_sealed_opens_and_nothing_else_does() throws Exception {
        DeviceSeal seal = seal("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=");
        Presented shown = Presented.NOTHING;
        for (int i = 0; i < 16; i++) {
            shown = get(devices.loggedIn("user" + i, shown, "desk"));
        }
        String text = seal.sealed(shown);

        assertThat(text).hasSizeLessThan(512).matches("[A-Za-z0-9_-]+");
        assertThat(devices.find("user3", seal.opened(text))).isNotNull();
        for (int i = 0; i < text.length() - 1; i++) {
            String forged = text.substring(0, i) + (text.charAt(i) == 'A' ? 'B' : 'A') + text.substring(i + 1);
            assertThat(seal.opened(forged).secrets()).isEmpty();
        }
        assertThat(seal.opened(null).secrets()).isEmpty();
        assertThat(seal.opened("").secrets()).isEmpty();
        assertThat(seal.opened("not base64 !").secrets()).isEmpty();
        assertThat(seal.opened("A".repeat(100_000)).secrets()).isEmpty();
        assertThat(seal("BBECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=")
                        .opened(text)
                        .secrets())
                .isEmpty();
    }

    private static DeviceSeal seal(String key) throws Exception {
        return new DeviceSeal(SealingKey.parse(key, "test").derive("devices"));
    }

    private static <T> T get(CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }
}
