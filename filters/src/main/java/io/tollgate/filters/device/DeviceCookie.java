package io.tollgate.filters.device;

import java.time.Duration;

/**
 * The cookie that says which devices a browser is: of this host alone, not for scripts, not over plain HTTP, and kept when
 * the browser closes (RFC 6265bis section 4.1). It opens nothing: who has it still needs the password.
 */
public final class DeviceCookie {
    public static final String NAME = "__Host-tollgate-device";

    /** How long a device stays known without a login there. */
    public static final Duration KEPT = Duration.ofDays(180);

    private static final String ATTRIBUTES =
            "; Max-Age=" + KEPT.toSeconds() + "; Path=/; Secure; HttpOnly; SameSite=Lax";

    private DeviceCookie() {}

    /** The value of the Set-Cookie field that hands out this sealed text. */
    public static String set(String sealed) {
        return NAME + '=' + sealed + ATTRIBUTES;
    }
}
