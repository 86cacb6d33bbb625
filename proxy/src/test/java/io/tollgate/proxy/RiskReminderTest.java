package io.tollgate.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.tollgate.config.AcceptedRisk;
import io.tollgate.config.Control;
import io.tollgate.config.ControlsConfig;
import io.tollgate.config.Profile;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

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

    @Test
    void it_is_said_once_a_day_and_again_of_another_configuration() {
        AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-22T10:00:00Z"));
        AtomicReference<ControlsConfig> controls = new AtomicReference<>(CONTROLS);
        RiskReminder reminder = new RiskReminder(controls::get, now::get);
        List<String> said = said(() -> {
            reminder.remind();
            reminder.remind();
            now.set(Instant.parse("2026-11-23T10:00:00Z"));
            reminder.remind();
            reminder.remind();
            controls.set(new ControlsConfig(
                    List.of(Profile.HIPAA),
                    List.of(new AcceptedRisk("session.idle", "kiosk", LocalDate.parse("2026-12-01"))),
                    List.of()));
            reminder.remind();
        });
        assertThat(said)
                .satisfiesExactly(
                        line -> assertThat(line)
                                .startsWith("WARN risk.ending: session.idle is accepted until 2026-11-22;"),
                        line -> assertThat(line)
                                .startsWith(
                                        "ERROR risk.past: session.idle was accepted until 2026-11-22, which is over;"),
                        line -> assertThat(line)
                                .startsWith("WARN risk.ending: session.idle is accepted until 2026-12-01;"));
    }

    @Test
    void what_is_not_covered_is_said_once_of_a_configuration() {
        AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-22T10:00:00Z"));
        Control open = new Control(
                Profile.PCI_DSS_4,
                "8.4.2",
                "second factor",
                null,
                "there is none",
                "",
                Control.Figure.STANDARD,
                Control.Source.OPEN,
                null,
                null);
        ControlsConfig controls = new ControlsConfig(List.of(Profile.PCI_DSS_4), List.of(), List.of(open));
        RiskReminder reminder = new RiskReminder(() -> controls, now::get);
        assertThat(said(() -> {
                    reminder.remind();
                    now.set(Instant.parse("2026-11-23T10:00:00Z"));
                    reminder.remind();
                }))
                .containsExactly("WARN controls.open: PCI DSS 4.0.1, 8.4.2 (pci-dss-4) is not covered: second factor:"
                        + " there is none");
    }

    private static List<String> said(Runnable what) {
        Logger logger = (Logger) LoggerFactory.getLogger(RiskReminder.class);
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        logger.addAppender(log);
        try {
            what.run();
        } finally {
            logger.detachAppender(log);
        }
        return log.list.stream()
                .map(event -> event.getLevel() + " " + event.getFormattedMessage())
                .toList();
    }
}
