package io.tollgate.filters.accesslog;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Lines of JSON (RFC 8259) as bytes of UTF-8, one flat object each, members in the order they are put. Makes no garbage
 * once it is as large as it gets. For one thread at a time.
 */
final class Lines {
    /** The lines of about a hundred requests; from here on they are handed on, with room left in an array of 32 KiB. */
    private static final int ENOUGH = 30 * 1024;

    private static final byte[] HEX = ascii("0123456789abcdef");

    private byte[] bytes = new byte[2 * 1024];
    private int length;
    /** Where the last whole line ends: what was begun and not ended is no line. */
    private int whole;

    private int count;
    private long second = Long.MIN_VALUE;
    private byte[] secondText = new byte[0];

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** What stands before the value of a member that is not the first: {@code ,"name":}. */
    static byte[] member(String name) {
        return ascii(",\"" + name + "\":");
    }

    /** How many lines there are. */
    int count() {
        return count;
    }

    /** The lines, as far as {@link #length}; not to be kept. */
    byte[] bytes() {
        return bytes;
    }

    int length() {
        return whole;
    }

    boolean isEnough() {
        return whole >= ENOUGH;
    }

    /** Forgets them. */
    void clear() {
        length = 0;
        whole = 0;
        count = 0;
    }

    /** Begins a line with when it was; one that was not ended is forgotten. */
    Lines begin(Instant time) {
        length = whole;
        put(BEGIN);
        time(time);
        return put((byte) '"');
    }

    private static final byte[] BEGIN = ascii("{\"time\":\"");

    /** As {@link Instant#toString} writes it: no more digits than there are, in threes. */
    private void time(Instant time) {
        long now = time.getEpochSecond();
        if (now != second) {
            String text = DateTimeFormatter.ISO_INSTANT.format(Instant.ofEpochSecond(now));
            secondText = ascii(text.substring(0, text.length() - 1));
            second = now;
        }
        put(secondText);
        int nanos = time.getNano();
        if (nanos != 0) {
            put((byte) '.');
            int digits = nanos % 1_000_000 == 0 ? 3 : nanos % 1_000 == 0 ? 6 : 9;
            int rest = digits == 3 ? nanos / 1_000_000 : digits == 6 ? nanos / 1_000 : nanos;
            reserve(digits);
            for (int i = length + digits - 1; i >= length; i--) {
                bytes[i] = (byte) ('0' + rest % 10);
                rest /= 10;
            }
            length += digits;
        }
        put((byte) 'Z');
    }

    /** Puts a string; null leaves the member out. */
    Lines put(byte[] member, @Nullable String value) {
        if (value != null) {
            put(member);
            quote(value);
        }
        return this;
    }

    /** Puts a string that is known to be ISO-8859-1. */
    Lines putLatin1(byte[] member, String value) {
        put(member);
        if (!isQuotedAsPlain(value)) {
            quote(value);
        }
        return this;
    }

    /** Puts a number. */
    Lines put(byte[] member, long value) {
        put(member);
        reserve(20);
        long rest = value;
        if (rest < 0) {
            bytes[length++] = '-';
            rest = -rest;
        }
        int digits = 1;
        for (long over = rest / 10; over > 0; over /= 10) {
            digits++;
        }
        for (int i = length + digits - 1; i >= length; i--) {
            bytes[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        length += digits;
        return this;
    }

    /** Ends the line. */
    void end() {
        put((byte) '}');
        put((byte) '\n');
        whole = length;
        count++;
    }

    private void put(byte[] text) {
        reserve(text.length);
        System.arraycopy(text, 0, bytes, length, text.length);
        length += text.length;
    }

    private Lines put(byte b) {
        reserve(1);
        bytes[length++] = b;
        return this;
    }

    private void reserve(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(length + more, 2 * bytes.length));
        }
    }

    /** Everything a terminal or a line reader could take for more than text is escaped. */
    private void quote(String value) {
        reserve(6 * value.length() + 2);
        byte[] to = bytes;
        int at = length;
        to[at++] = '"';
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c >= ' ' && c < 0x7f) {
                if (c == '"' || c == '\\') {
                    to[at++] = '\\';
                }
                to[at++] = (byte) c;
            } else {
                at = isEscaped(c) ? escape(to, at, c) : encode(to, at, c);
            }
        }
        to[at++] = '"';
        length = at;
    }

    /** What is ISO-8859-1 is copied as a whole and looked at afterwards: nearly always it is plain. */
    @SuppressWarnings("deprecation") // Drops high bytes, which there are none of; there is no faster copy.
    private boolean isQuotedAsPlain(String value) {
        reserve(value.length() + 2);
        byte[] to = bytes;
        int start = length + 1;
        int end = start + value.length();
        value.getBytes(0, value.length(), to, start);
        for (int i = start; i < end; i++) {
            byte b = to[i];
            if (b < ' ' || b == '"' || b == '\\' || b == 0x7f) {
                return false;
            }
        }
        to[length] = '"';
        to[end] = '"';
        length = end + 1;
        return true;
    }

    private static int escape(byte[] to, int at, char c) {
        to[at] = '\\';
        to[at + 1] = 'u';
        to[at + 2] = HEX[c >> 12 & 15];
        to[at + 3] = HEX[c >> 8 & 15];
        to[at + 4] = HEX[c >> 4 & 15];
        to[at + 5] = HEX[c & 15];
        return at + 6;
    }

    private static int encode(byte[] to, int at, char c) {
        if (c < 0x800) {
            to[at] = (byte) (0xc0 | c >> 6);
            to[at + 1] = (byte) (0x80 | (c & 0x3f));
            return at + 2;
        }
        to[at] = (byte) (0xe0 | c >> 12);
        to[at + 1] = (byte) (0x80 | (c >> 6 & 0x3f));
        to[at + 2] = (byte) (0x80 | (c & 0x3f));
        return at + 3;
    }

    /** Controls, line and direction changers, and halves of surrogate pairs, which UTF-8 can't carry alone. */
    private static boolean isEscaped(char c) {
        return c < 0xa0
                || c == 0x2028
                || c == 0x2029
                || (c >= 0x200b && c <= 0x200f)
                || (c >= 0x202a && c <= 0x202e)
                || (c >= 0x2066 && c <= 0x2069)
                || c == 0xfeff
                || Character.isSurrogate(c);
    }
}
