package io.tollgate.config.reader;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.config.SessionConfig;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SessionReaderTest {

    @TempDir
    Path temporary;

    private ConfigFolder folder;

    @BeforeEach
    void begin() {
        folder = new ConfigFolder(temporary);
    }

    @Test
    void an_app_may_tighten_and_inherits_the_rest() {
        String yaml =
                ConfigFolder.app("session: { idle: 2m, absolute: 1h }") + "session: { idle: 5m, lock-for: 30m }\n";
        SessionConfig session = folder.loaded(yaml).apps().get(0).session();
        assertThat(session)
                .isEqualTo(new SessionConfig(
                        Duration.ofMinutes(2), Duration.ofSeconds(60), Duration.ofMinutes(30), Duration.ofHours(1)));
    }

    @Test
    void an_app_may_not_loosen() {
        assertThat(folder.problems(ConfigFolder.app("session: { idle: 11m, lock-for: 2h, absolute: 11h }")))
                .containsExactly(
                        "tollgate.yaml:5:22: apps.billing.session.idle: is looser than the gateway's own 10m; "
                                + "an app may only tighten: give at most that",
                        "tollgate.yaml:5:37: apps.billing.session.lock-for: is looser than the gateway's own 1h; "
                                + "an app may only tighten: give at most that",
                        "tollgate.yaml:5:51: apps.billing.session.absolute: is looser than the gateway's own 10h; "
                                + "an app may only tighten: give at most that");
    }

    @Test
    void a_warning_comes_before_the_lock() {
        assertThat(folder.problems(ConfigFolder.top("session: { idle: 60s, warn: 60s }")))
                .containsExactly("tollgate.yaml:3:29: session.warn: is not below idle, which is 1m; "
                        + "warn later, or lock later");
    }

    @Test
    void a_warning_that_is_left_out_is_half_of_a_short_idle() {
        SessionConfig session =
                folder.loaded(ConfigFolder.top("session: { idle: 1s }")).session();
        assertThat(session.warn()).isEqualTo(Duration.ofMillis(500));
    }

    @Test
    void figures_out_of_bounds_are_refused() {
        assertThat(folder.problems(
                        ConfigFolder.top("session: { idle: 999ms, warn: 0s, lock-for: 25h, absolute: 59s }")))
                .containsExactly(
                        "tollgate.yaml:3:18: session.idle: \"999ms\" is out of bounds; give from 1s to 24h",
                        "tollgate.yaml:3:31: session.warn: \"0s\" is out of bounds; give from 1s to 24h",
                        "tollgate.yaml:3:45: session.lock-for: \"25h\" is out of bounds; give from 1s to 24h",
                        "tollgate.yaml:3:60: session.absolute: \"59s\" is out of bounds; give from 1m to 24h");
    }

    @Test
    void a_duration_that_overflows_is_refused() {
        assertThat(folder.problems(ConfigFolder.top("session: { idle: 99999999999999999999d }")))
                .containsExactly("tollgate.yaml:3:18: session.idle: \"99999999999999999999d\" is not a duration; "
                        + "write a whole number and a unit (ms, s, m, h or d), such as 10m");
    }
}
