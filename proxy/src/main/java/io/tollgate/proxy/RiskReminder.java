package io.tollgate.proxy;

import io.tollgate.config.AcceptedRisk;
import io.tollgate.config.Control;
import io.tollgate.config.ControlsConfig;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says once a day which accepted risks are past or soon will be, and of a new configuration what it does not cover: a gateway that runs goes on past their last day, but what
 * it runs by is an error from then on, and it could not be started again. Safe for use by any thread.
 */
final class RiskReminder {
    private static final Logger LOG = LoggerFactory.getLogger(RiskReminder.class);

    private final Supplier<ControlsConfig> controls;
    private final InstantSource clock;
    private @Nullable Reminded last;

    /** What was said last. */
    private record Reminded(LocalDate day, ControlsConfig controls) {}

    RiskReminder(Supplier<ControlsConfig> controls, InstantSource clock) {
        this.controls = controls;
        this.clock = clock;
    }

    /** Those whose last day is over. */
    List<AcceptedRisk> past() {
        return controls.get().past(today());
    }

    /** Says it, unless it was said today of the same configuration. */
    synchronized void remind() {
        Reminded now = new Reminded(today(), controls.get());
        if (now.equals(last)) {
            return;
        }
        boolean isNew = last == null || !last.controls().equals(now.controls());
        last = now;
        for (AcceptedRisk risk : now.controls().past(now.day())) {
            LOG.error(
                    "risk.past: {} was accepted until {}, which is over; the gateway runs on, but is not started or"
                            + " reloaded with it again: tighten it, or accept it anew",
                    risk.setting(),
                    risk.until());
        }
        for (AcceptedRisk risk : now.controls().ending(now.day())) {
            LOG.warn(
                    "risk.ending: {} is accepted until {}; after that day it is an error",
                    risk.setting(),
                    risk.until());
        }
        if (isNew) {
            now.controls().open().forEach(RiskReminder::open);
        }
    }

    private static void open(Control control) {
        LOG.warn(
                "controls.open: {} ({}) is not covered: {}: {}",
                control.profile().cite(control.clause()),
                control.profile().word(),
                control.topic(),
                control.value());
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    }
}
