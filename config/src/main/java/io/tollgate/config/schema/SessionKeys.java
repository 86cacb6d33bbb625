package io.tollgate.config.schema;

import io.tollgate.config.SessionConfig;
import io.tollgate.config.schema.ValueType.TableType;
import java.time.Duration;

/** The keys of {@code session}, for the gateway and for an app. */
public final class SessionKeys {

    private static final SessionConfig DEFAULT = SessionConfig.DEFAULT;

    public static final Key<Duration> IDLE = Key.of(
            "idle",
            Types.duration(SessionConfig.IDLE),
            DEFAULT.idle(),
            "nobody there for this long: the session locks");
    public static final Key<Duration> WARN = Key.of(
            "warn",
            Types.duration(SessionConfig.WARN),
            DEFAULT.warn(),
            "how long before that a person is warned; below idle, and half of it where left out and idle is short");
    public static final Key<Duration> LOCK_FOR = Key.of(
            "lock-for",
            Types.duration(SessionConfig.LOCK_FOR),
            DEFAULT.lockFor(),
            "how long a locked session waits for its user's password");
    public static final Key<Duration> ABSOLUTE = Key.of(
            "absolute",
            Types.duration(SessionConfig.ABSOLUTE),
            DEFAULT.absolute(),
            "how long after the login a session ends in any case");

    public static final TableType TABLE = TableType.of(IDLE, WARN, LOCK_FOR, ABSOLUTE, Key.later("concurrent"));

    private SessionKeys() {}
}
