package io.tollgate.filters.device;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * The cookie that says which devices a browser is: of this host alone, not for scripts, not over plain HTTP, and kept when
 * the browser closes (RFC 6265bis section 4.1). It opens nothing: who has it still needs the password.
 */
public final class DeviceCookie {
    public static final String NAME = "__Host-tollgate-device";

    /** How long a device stays known without a login there. */
    public static final Duration KEPT = Duration.ofDays(180);

    private static final String ATTRIBUTES = "; Path=/; Secure; HttpOnly; SameSite=Lax";
    /** IMF-fixdate (RFC 9110 section 5.6.7). */
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private DeviceCookie() {}

    /** The value of the Set-Cookie field that hands out this sealed text; old clients know a date only. */
    public static String set(String sealed, Instant now) {
        return NAME + '=' + sealed + "; Max-Age=" + KEPT.toSeconds() + "; Expires=" + DATE.format(now.plus(KEPT))
                + ATTRIBUTES;
    }
}
