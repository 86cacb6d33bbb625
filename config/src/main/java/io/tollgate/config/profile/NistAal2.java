package io.tollgate.config.profile;

import io.tollgate.config.profile.Bound.AtLeast;
import io.tollgate.config.profile.Bound.AtMost;
import io.tollgate.config.profile.Bound.Words;

/** What NIST SP 800-63B-4 asks of authentication at level 2; a password alone has to be longer than one beside a factor. */
final class NistAal2 {

    private static final String FACTORS = "2.2";
    private static final String SESSION = "2.2.3";
    private static final String GUESSES = "3.2.2";
    private static final String PASSWORDS = "3.1.1.2";

    private NistAal2() {}

    static void fill(ProfileTable table) {
        boolean isOnly = table.isOnlyFactor();
        table.asks(SESSION, "inactivity", "session.idle", new AtMost("1h"))
                .asks(SESSION, "overall timeout", "session.absolute", new AtMost("24h"))
                .asks(GUESSES, "consecutive failures", "lockout.until-admin-after", new AtMost("100"))
                .asks(
                        GUESSES,
                        "consecutive failures, unknown devices together",
                        "lockout.unknown-devices.until-admin-after",
                        new AtMost("100"))
                .means(GUESSES, "failures a day, all networks together", "lockout.per-user", new AtMost("100/d"))
                .asks(
                        PASSWORDS,
                        isOnly ? "password length, as the only factor" : "password length, beside a second factor",
                        "passwords.min-length",
                        new AtLeast(isOnly ? "15" : "8"))
                .asks(PASSWORDS, "no rules on characters", "passwords.composition", Words.of("none"))
                .asks(PASSWORDS, "no periodic change", "passwords.max-age", Words.of("off"))
                .asks(FACTORS, "second factor", "second-factor.use", Words.of("required"))
                .means(FACTORS, "both factors at each login", "second-factor.remember", Words.of("off"))
                .means("5.1", "no fallback from HTTPS", "tls.minimum", Words.of("TLSv1.2", "TLSv1.3"))
                .always(PASSWORDS, "whole password, Unicode normalised", "compared as a whole, after NFC")
                .always(PASSWORDS, "long passwords", "up to 1024 characters are taken")
                .always(
                        PASSWORDS,
                        "blocklist",
                        "common passwords and a person's own names are refused, and the reason is told")
                .always("3.1.4", "one-time codes", "each is accepted once, and wrong ones are counted on their own")
                .always(PASSWORDS, "salted hash", "Argon2id with 128 bits of salt, and its cost beside the hash")
                .always("5.1", "session secret", "256 random bits, replaced at every login and unlock")
                .always("5.1.1", "session cookie", "__Host- with Secure, HttpOnly and SameSite=Lax")
                .alwaysWith(
                        "networks",
                        GUESSES,
                        "consecutive failures from declared networks",
                        "bounded by lockout.unknown-devices.until-admin-after, too");
    }
}
