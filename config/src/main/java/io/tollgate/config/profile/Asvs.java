package io.tollgate.config.profile;

import io.tollgate.config.profile.Bound.AtLeast;
import io.tollgate.config.profile.Bound.AtMost;
import io.tollgate.config.profile.Bound.Words;

/** What OWASP ASVS 5.0.0 asks at level 2 of what a gateway does for an application. */
final class Asvs {

    private static final String GUESSES = "6.3.1";

    private Asvs() {}

    static void fill(ProfileTable table) {
        table.means("7.3.1", "inactivity", "session.idle", new AtMost("30m"))
                .means("7.3.2", "absolute life of a session", "session.absolute", new AtMost("12h"))
                .means(GUESSES, "guesses until a lockout", "lockout.after", new AtMost("10"))
                .means(GUESSES, "guesses from unknown devices", "lockout.unknown-devices.after", new AtMost("10"))
                .means(GUESSES, "guesses a day", "lockout.per-user", new AtMost("100/d"))
                .asks("6.3.3", "second factor", "second-factor.use", Words.of("required"))
                .asks("6.2.1", "password length", "passwords.min-length", new AtLeast("8"))
                .asks("6.2.5", "no rules on characters", "passwords.composition", Words.of("none"))
                .asks("6.2.10", "no periodic change", "passwords.max-age", Words.of("off"))
                .asks("6.2.12", "breached passwords", "passwords.blocklist", new Bound.Written())
                .asks("3.4.1", "HTTPS only: for a year", "hsts", new AtLeast("365d"))
                .asks("12.1.1", "TLS versions", "tls.minimum", Words.of("TLSv1.2", "TLSv1.3"))
                .asks("16.3.1", "logins are recorded", "audit.required", Words.of("true"))
                .always("6.2.4", "common passwords", "a list of the commonest, 96,000 of them, is refused")
                .always("6.2.9", "long passwords", "up to 1024 characters are taken")
                .always(
                        "6.2.11",
                        "words of the place",
                        "none is made of the names of the person, the apps, hosts and tenants")
                .always("6.2.8", "the whole password", "compared as a whole, after NFC, in any letter case as given")
                .always("6.5.1", "one-time codes", "each is accepted once, recovery codes too")
                .always("7.2.3", "session token", "256 random bits")
                .always("3.3.3", "session cookie", "__Host- with Secure, HttpOnly and SameSite=Lax")
                .open("3.4.1", "HTTPS only: subdomains", "includeSubDomains is not said in this release");
    }
}
