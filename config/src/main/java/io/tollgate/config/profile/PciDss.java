package io.tollgate.config.profile;

import io.tollgate.config.profile.Bound.AtLeast;
import io.tollgate.config.profile.Bound.AtMost;
import io.tollgate.config.profile.Bound.Words;

/** What PCI DSS 4.0.1 asks of logins, sessions, transport and records. */
final class PciDss {

    private static final String LOCKOUT = "8.3.4";

    private PciDss() {}

    static void fill(ProfileTable table) {
        table.asks("8.2.8", "idle session", "session.idle", new AtMost("15m"))
                .asks(LOCKOUT, "invalid attempts until a lockout", "lockout.after", new AtMost("10"))
                .asks(LOCKOUT, "how long a lockout lasts", "lockout.first", new AtLeast("30m"))
                .asks(LOCKOUT, "how long a lockout lasts", "lockout.longest", new AtLeast("30m"))
                .asks(
                        LOCKOUT,
                        "invalid attempts from unknown devices",
                        "lockout.unknown-devices.after",
                        new AtMost("10"))
                .asks(LOCKOUT, "how long that lockout lasts", "lockout.unknown-devices.for", new AtLeast("30m"))
                .asks(
                        LOCKOUT,
                        "invalid attempts from declared networks, after x factor",
                        "networks.*.factor",
                        new AtMost("10"))
                .asks("8.3.6", "password length", "passwords.min-length", new AtLeast("12"))
                .asks("8.3.6", "password characters", "passwords.composition", Words.of("letters-and-digits"))
                .asks("8.3.7", "password history", "passwords.history", new AtLeast("4"))
                .asks("8.4.2", "second factor", "second-factor.use", Words.of("required"))
                .means("8.5.1", "both factors at each login", "second-factor.remember", Words.of("off"))
                .asks("10.2.1", "audit logs are active", "audit.required", Words.of("true"))
                .means("4.2.1", "strong cryptography in transit", "tls.minimum", Words.of("TLSv1.2", "TLSv1.3"))
                .always("8.2.1", "unique user ids", "a name of one's own and an id that never changes")
                .always("8.3.2", "passwords unreadable", "only hashes of passwords are stored")
                .always(
                        "8.3.5",
                        "first and reset passwords",
                        "changed at the next login, unless --keep was given with them")
                .always("10.5.1", "audit logs kept for twelve months", "nothing of the audit trail is ever deleted")
                .open("8.2.6", "accounts unused for 90 days", "none is disabled by itself in this release")
                .always(
                        "8.5.1",
                        "codes are not replayed",
                        "each is accepted once, and a session begins after both factors");
        if (table.isOnlyFactor()) {
            table.asks("8.3.9", "password age, as the only factor", "passwords.max-age", new AtMost("90d"));
        } else {
            table.always("8.3.9", "password age", "is asked for only where a password is the only factor");
        }
    }
}
