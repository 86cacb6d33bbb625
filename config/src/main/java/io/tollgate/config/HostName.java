package io.tollgate.config;

import java.util.regex.Pattern;

/** The grammar of host names (RFC 1123 section 2.1, and underscores, which inside networks use). */
final class HostName {

    private static final Pattern LABELS = Pattern.compile(
            "[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?(?:\\.[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?)*");
    private static final Pattern DIGITS_AND_DOTS = Pattern.compile("[0-9.]+");

    private HostName() {}

    /** A name, an IPv4 address or an IPv6 address without brackets. What looks like an IPv4 address must be one. */
    static boolean isAddressOrName(String text) {
        return AddressText.parse(text) != null
                || (text.length() <= 253
                        && LABELS.matcher(text).matches()
                        && !DIGITS_AND_DOTS.matcher(text).matches());
    }
}
