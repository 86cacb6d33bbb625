package io.tollgate.config.reader;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.config.LockoutConfig;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeysProblemsTest {

    @TempDir
    Path temporary;

    private ConfigFolder folder;

    @BeforeEach
    void begin() {
        folder = new ConfigFolder(temporary);
    }

    @Test
    void an_unknown_key_gets_the_nearest_known_one() {
        assertThat(folder.whats(ConfigFolder.top("sesion: {}", "lock_out: {}", "rate-limt: {}", "wholly-other: 1")))
                .containsExactly(
                        "sesion: unknown key; did you mean \"session\"?",
                        "lock_out: unknown key; did you mean \"lockout\"?",
                        "rate-limt: unknown key; did you mean \"rate-limit\"?",
                        "wholly-other: unknown key; remove it; known here are profile, accepted-risks, data, keys,"
                                + " session, roles, listeners, admin, apps, tenants, lockout, networks, passwords,"
                                + " second-factor, step-up, rate-limit, audit, hsts, prefix, include");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "store",
                "cluster",
                "providers",
                "records",
                "embedded",
                "answers",
                "alerts",
                "notices",
                "contact",
                "lock-screen",
                "learn",
                "candidate"
            })
    void a_key_of_a_later_release_is_told_apart_from_an_unknown_one(String key) {
        assertThat(folder.problems(ConfigFolder.top(key + ": { a: [b] }")))
                .containsExactly("tollgate.yaml:3:1: " + key + ": not in this release; remove it");
    }

    @ParameterizedTest
    @ValueSource(strings = {"apps.billing.sign-on.basic", "audit.retain", "session.concurrent"})
    void a_deeper_key_of_a_later_release_is_told_too(String path) {
        String[] names = path.split("\\.", -1);
        String last = names[names.length - 1];
        String yaml = names[0].equals("apps")
                ? ConfigFolder.app(names.length == 3 ? last + ": x" : names[2] + ": { " + last + ": x }")
                : ConfigFolder.top(names[0] + ": { " + last + ": x }");
        assertThat(folder.whats(yaml)).containsExactly(path + ": not in this release; remove it");
    }

    @Test
    void keys_of_listeners_of_a_later_release_are_told() {
        String yaml = ConfigFolder.LISTENERS.replace(" } }]", " }, answers: {} }]") + ConfigFolder.APPS;
        assertThat(folder.whats(yaml)).containsExactly("listeners[0].answers: not in this release; remove it");
    }

    @Test
    void a_key_stands_once() {
        assertThat(folder.problems(ConfigFolder.top("hsts: 1d", "hsts: off")))
                .containsExactly("tollgate.yaml:4:1: hsts: stands here a second time, first at tollgate.yaml:3:1; "
                        + "keep one of them");
    }

    @Test
    void a_key_without_a_value_is_told() {
        assertThat(folder.whats(ConfigFolder.top("data:", "session:", "include:")))
                .containsExactly(
                        "data: has no value; write a text, or leave out the key",
                        "session: has no value; write a map of keys and values, or leave out the key",
                        "include: has no value; write a list, such as [a, b], or leave out the key");
    }

    @Test
    void a_value_of_another_kind_is_told() {
        assertThat(folder.whats(ConfigFolder.top(
                        "lockout: [5]",
                        "audit: { required: 1 }",
                        "passwords: { min-length: \"12\" }",
                        "roles: biller")))
                .containsExactly(
                        "lockout: is a list; write a map of keys and values",
                        "audit.required: is a number; write true or false",
                        "passwords.min-length: is a text; write a whole number",
                        "roles: is a text; write a list, such as [a, b]");
    }

    @Test
    void lockout_has_bounds_and_an_order() {
        assertThat(folder.whats(
                        ConfigFolder.top("lockout: { after: 101, first: 1h, longest: 1m, until-admin-after: 100001,"
                                + " per-network: 20000/s }")))
                .containsExactly(
                        "lockout.after: \"101\" is out of bounds; give from 1 to 100",
                        "lockout.first: first (1h) is more than longest (1m); give first at most as much as longest",
                        "lockout.until-admin-after: \"100001\" is out of bounds; give from 1 to 100000",
                        "lockout.per-network: \"20000/s\" is out of bounds; give at least 1 and at most 1000000/m");
    }

    @Test
    void numbers_that_overflow_or_are_negative_are_out_of_bounds() {
        assertThat(folder.whats(ConfigFolder.top("lockout: { after: 99999999999999, until-admin-after: -1 }")))
                .containsExactly(
                        "lockout.after: \"99999999999999\" is out of bounds; give from 1 to 100",
                        "lockout.until-admin-after: \"-1\" is out of bounds; give from 1 to 100000");
    }

    @Test
    void what_is_given_is_what_is_read() {
        var config = folder.loaded(ConfigFolder.top(
                "data: /var/lib/tollgate",
                "roles: [biller, front-desk]",
                "lockout: { after: 1, first: 1s, longest: 2s, until-admin-after: 1, per-network: 1000000/m }",
                "passwords: { min-length: 16 }",
                "rate-limit: { per-client: 100/s }",
                "audit: { required: false }",
                "hsts: off",
                "prefix: /gate"));
        assertThat(config.data()).isEqualTo(Path.of("/var/lib/tollgate"));
        assertThat(config.roles()).containsExactly("biller", "front-desk");
        assertThat(config.declaredRoles()).containsExactly("biller", "front-desk");
        LockoutConfig lockout = config.lockout();
        assertThat(lockout.perNetwork().count()).isEqualTo(1_000_000);
        assertThat(lockout.longest()).isEqualTo(Duration.ofSeconds(2));
        assertThat(config.passwords().minLength()).isEqualTo(16);
        assertThat(config.rateLimit().perClient().per()).isEqualTo(Duration.ofSeconds(1));
        assertThat(config.audit().required()).isFalse();
        assertThat(config.hsts()).isZero();
        assertThat(config.prefix()).isEqualTo("/gate");
    }
}
