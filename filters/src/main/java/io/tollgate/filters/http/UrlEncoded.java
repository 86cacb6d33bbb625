package io.tollgate.filters.http;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code name=value} pairs of a query or an {@code application/x-www-form-urlencoded} body in every way a backend
 * may split them: at {@code &} and {@code ;}, and at {@code &} alone. Stateless.
 */
public final class UrlEncoded {
    private UrlEncoded() {}

    /**
     * Every occurrence under either way of splitting.
     *
     * @param text ISO-8859-1, byte for byte
     * @return null where it can't be decoded: broken percent encoding, {@code %u}, overlong UTF-8
     */
    public static @Nullable List<Parameter> parse(String text) {
        List<Parameter> all = new ArrayList<>();
        boolean isRead = split(text, true, all);
        if (isRead && text.indexOf(';') >= 0) {
            isRead = split(text, false, all);
        }
        return isRead ? all : null;
    }

    private static boolean split(String text, boolean isSplitAtSemicolon, List<Parameter> all) {
        int start = 0;
        for (int i = 0; i <= text.length(); i++) {
            boolean isEnd =
                    i == text.length() || text.charAt(i) == '&' || (isSplitAtSemicolon && text.charAt(i) == ';');
            if (isEnd) {
                Parameter parameter = i == start ? null : pair(text, start, i);
                if (parameter == null && i > start) {
                    return false;
                }
                if (parameter != null
                        && (isSplitAtSemicolon || text.substring(start, i).indexOf(';') >= 0)) {
                    all.add(parameter);
                }
                start = i + 1;
            }
        }
        return true;
    }

    private static @Nullable Parameter pair(String text, int start, int end) {
        int equals = text.indexOf('=', start);
        int nameEnd = equals < 0 || equals >= end ? end : equals;
        byte[] name = PercentDecoding.bytes(text, start, nameEnd, true);
        byte[] value = PercentDecoding.bytes(text, Math.min(nameEnd + 1, end), end, true);
        return name == null || value == null ? null : of(name, value);
    }

    /** A parameter from decoded bytes; null where they hold overlong UTF-8. */
    static @Nullable Parameter of(byte[] name, byte[] value) {
        if (isOverlong(name) || isOverlong(value)) {
            return null;
        }
        String nameText = PercentDecoding.utf8(name);
        String valueText = PercentDecoding.utf8(value);
        return new Parameter(
                nameText == null ? new String(name, StandardCharsets.ISO_8859_1) : nameText,
                valueText == null ? new String(value, StandardCharsets.ISO_8859_1) : valueText,
                nameText != null && valueText != null);
    }

    /** Whether a lenient UTF-8 decoder finds an ASCII or other character in more bytes than it takes (RFC 3629 section 3). */
    private static boolean isOverlong(byte[] bytes) {
        for (int i = 0; i + 1 < bytes.length; i++) {
            int lead = bytes[i] & 0xff;
            int next = bytes[i + 1] & 0xff;
            boolean isContinued = next >= 0x80 && next < 0xc0;
            if (isContinued
                    && (lead == 0xc0
                            || lead == 0xc1
                            || (lead == 0xe0 && next < 0xa0)
                            || (lead == 0xf0 && next < 0x90)
                            || lead >= 0xf8)) {
                return true;
            }
        }
        return false;
    }
}
