package io.tollgate.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.config.AcceptedRisk;
import io.tollgate.config.ControlsConfig;
import io.tollgate.config.Profile;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class RiskReminderTest {

    private static final AcceptedRisk RISK = new AcceptedRisk("session.idle", "kiosk", LocalDate.parse("2026-11-22"));
    private static final ControlsConfig CONTROLS = new ControlsConfig(List.of(Profile.HIPAA), List.of(RISK), List.of());

    @Test
    void a_risk_is_past_from_the_day_after_in_utc() {
        AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-22T23:59:59Z"));
        RiskReminder reminder = new RiskReminder(() -> CONTROLS, now::get);
        assertThat(reminder.past()).isEmpty();
        now.set(Instant.parse("2026-11-23T00:00:00Z"));
        assertThat(reminder.past()).containsExactly(RISK);
    }

    @Test
    void a_risk_ends_soon_within_thirty_days() {
        assertThat(CONTROLS.ending(LocalDate.parse("2026-10-22"))).isEmpty();
        assertThat(CONTROLS.ending(LocalDate.parse("2026-10-24"))).containsExactly(RISK);
        assertThat(CONTROLS.ending(LocalDate.parse("2026-11-22"))).containsExactly(RISK);
        assertThat(CONTROLS.ending(LocalDate.parse("2026-11-23"))).isEmpty();
    }
}
