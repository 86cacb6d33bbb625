package io.tollgate.config.reader;

import io.tollgate.config.SessionConfig;
import io.tollgate.config.schema.DurationText;
import io.tollgate.config.schema.Key;
import io.tollgate.config.schema.SessionKeys;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Reads {@code session}: the gateway's over the defaults, an app's over the gateway's. */
final class SessionReader {

    private SessionReader() {}

    static SessionConfig gateway(Section section) {
        return read(section, SessionConfig.DEFAULT, null);
    }

    /** What an app leaves out is the gateway's, and what it gives may only be tighter. */
    static SessionConfig app(Section section, SessionConfig gateway) {
        return read(section, gateway, "an app");
    }

    /** The same of a tenant. */
    static SessionConfig tenant(Section section, SessionConfig gateway) {
        return read(section, gateway, "a tenant");
    }

    private static SessionConfig read(Section section, SessionConfig outer, @Nullable String tightener) {
        Duration idle = value(section, SessionKeys.IDLE, outer.idle(), tightener);
        return new SessionConfig(
                idle,
                warn(section, idle, outer.warn()),
                value(section, SessionKeys.LOCK_FOR, outer.lockFor(), tightener),
                value(section, SessionKeys.ABSOLUTE, outer.absolute(), tightener));
    }

    private static Duration value(Section section, Key<Duration> key, Duration outer, @Nullable String tightener) {
        Placed<Duration> given = section.placed(key);
        if (given == null) {
            return outer;
        }
        if (tightener != null && given.value().compareTo(outer) > 0) {
            given.problem(
                    "is looser than the gateway's own " + DurationText.format(outer),
                    tightener + " may only tighten: give at most that");
            return outer;
        }
        return given.value();
    }

    private static Duration warn(Section section, Duration idle, Duration outer) {
        Placed<Duration> given = section.placed(SessionKeys.WARN);
        Duration warn = given == null ? outer : given.value();
        if (warn.compareTo(idle) < 0) {
            return warn;
        }
        if (given != null) {
            given.problem("is not below idle, which is " + DurationText.format(idle), "warn later, or lock later");
        }
        return idle.dividedBy(2);
    }
}
