package io.tollgate.filters.login;

import io.tollgate.filters.http.Cookies;
import io.tollgate.filters.http.HeaderFields;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a browser is given to show again with the answer to a challenge, before anybody knows who is there: what was signed in
 * one browser is of no use in another. Stateless; it says nothing of anybody and is gone in a day.
 */
final class BrowserBond {
    static final String NAME = "__Host-tollgate-passkey";

    private static final int LENGTH = 22; // 128 bits in base64url
    private static final long KEPT_SECONDS = Duration.ofDays(1).toSeconds();

    private BrowserBond() {}

    /** What the browser shows; null where that is nothing of ours, or two of them. */
    static @Nullable String shown(HeaderFields fields) {
        long place = Cookies.locate(fields, NAME);
        if (place == Cookies.NONE || place == Cookies.SEVERAL) {
            return null;
        }
        int start = (int) (place >>> 32);
        int end = (int) place;
        if (end - start != LENGTH) {
            return null;
        }
        String shown = new String(fields.bytes(), start, LENGTH, StandardCharsets.US_ASCII);
        return shown.chars().allMatch(BrowserBond::isOurs) ? shown : null;
    }

    private static boolean isOurs(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
    }

    /** The value of Set-Cookie. */
    static String set(String bond) {
        return NAME + "=" + bond + "; Path=/; Max-Age=" + KEPT_SECONDS + "; Secure; HttpOnly; SameSite=Strict";
    }
}
