package io.tollgate.filters.http;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Percent-decoding (RFC 3986 section 2.1), once and strictly. Stateless. */
public final class PercentDecoding {
    private PercentDecoding() {}

    /**
     * The bytes that {@code text[start, end)} stands for.
     *
     * @param text ISO-8859-1, byte for byte
     * @return null where a percent sign is not followed by two hex digits, {@code %u} included
     */
    public static byte @Nullable [] bytes(String text, int start, int end, boolean isPlusBlank) {
        byte[] bytes = new byte[end - start];
        int n = 0;
        for (int i = start; i < end; i++) {
            char c = text.charAt(i);
            if (c == '%') {
                int value = octet(text, i + 1, end);
                if (value < 0) {
                    return null;
                }
                bytes[n++] = (byte) value;
                i += 2;
            } else {
                bytes[n++] = (byte) (isPlusBlank && c == '+' ? ' ' : c);
            }
        }
        return n == bytes.length ? bytes : Arrays.copyOf(bytes, n);
    }

    /** As {@link #bytes}, but a percent sign that encodes nothing stands for itself, as lenient readers have it. */
    public static byte[] lenient(String text, boolean isPlusBlank) {
        byte[] bytes = new byte[text.length()];
        int n = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            int value = c == '%' ? octet(text, i + 1, text.length()) : -1;
            bytes[n++] = (byte) (value >= 0 ? value : isPlusBlank && c == '+' ? ' ' : c);
            i += value >= 0 ? 2 : 0;
        }
        return Arrays.copyOf(bytes, n);
    }

    /** The octet that the two hex digits at {@code i} name; -1 where there are none before {@code end}. */
    public static int octet(String text, int i, int end) {
        if (i + 1 >= end) {
            return -1;
        }
        int high = hex(text.charAt(i));
        int low = hex(text.charAt(i + 1));
        return high < 0 || low < 0 ? -1 : high << 4 | low;
    }

    /** The value of a hex digit; -1 for any other character. */
    public static int hex(char c) {
        if (c >= '0' && c <= '9') {
            return c - '0';
        }
        char lower = (char) (c | 0x20);
        return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
    }

    /** The text these bytes encode in UTF-8 (RFC 3629: no overlong form, no surrogate); null where they encode none. */
    public static @Nullable String utf8(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }
}
