package io.tollgate.config.profile;

import io.tollgate.config.profile.Bound.AtLeast;
import io.tollgate.config.profile.Bound.AtMost;
import io.tollgate.config.profile.Bound.Words;

/**
 * The technical safeguards of HIPAA (45 CFR 164 as in force) that a login in front of an application has to do with. The
 * rule gives hardly a figure: those here are what billing services promise the practices they work for.
 */
final class Hipaa {

    private static final String LOGOFF = "164.312(a)(2)(iii)";
    private static final String PERSON = "164.312(d)";
    private static final String PASSWORDS = "164.308(a)(5)(ii)(D)";

    private Hipaa() {}

    static void fill(ProfileTable table) {
        table.means(LOGOFF, "automatic logoff", "session.idle", new AtMost("15m"))
                .means(LOGOFF, "automatic logoff", "session.lock-for", new AtMost("1h"))
                .means(LOGOFF, "automatic logoff", "session.absolute", new AtMost("12h"))
                .means(PERSON, "who it is: guesses until a lockout", "lockout.after", new AtMost("10"))
                .means(
                        PERSON,
                        "who it is: guesses until an administrator",
                        "lockout.until-admin-after",
                        new AtMost("100"))
                .means(
                        PERSON,
                        "who it is: guesses from unknown devices",
                        "lockout.unknown-devices.after",
                        new AtMost("10"))
                .means(PERSON, "who it is: guesses a day", "lockout.per-user", new AtMost("100/d"))
                .means(PASSWORDS, "password management: length", "passwords.min-length", new AtLeast("12"))
                .means(PASSWORDS, "password management: age", "passwords.max-age", new AtMost("180d"))
                .preferring("90d")
                .means(PASSWORDS, "password management: history", "passwords.history", new AtLeast("365d"))
                .asks("164.312(b)", "audit controls", "audit.required", Words.of("true"))
                .means("164.312(e)(2)(ii)", "encryption in transit", "tls.minimum", Words.of("TLSv1.2", "TLSv1.3"))
                .always(
                        "164.312(a)(2)(i)",
                        "unique user identification",
                        "a name of one's own and an id that never changes")
                .always(
                        "164.308(a)(5)(ii)(C)",
                        "log-in monitoring",
                        "logins, failures and lockouts are in the audit trail")
                .always(
                        "164.316(b)(2)(i)",
                        "documentation kept for six years",
                        "nothing of the audit trail is ever deleted")
                .open("164.312(a)(2)(ii)", "emergency access", "there is no break-glass procedure in this release");
    }
}
