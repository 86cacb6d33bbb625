package io.tollgate.filters.audit;

import org.jspecify.annotations.Nullable;

/** Builds one flat JSON object on one line (RFC 8259), members in the order they are put. Confined to one thread. */
public final class JsonLine {
    private static final char[] HEX = "0123456789abcdef".toCharArray();

    private final StringBuilder text = new StringBuilder(256);

    /** Opens the object. */
    public JsonLine() {
        text.append('{');
    }

    /** Puts a string; null leaves the member out. */
    public JsonLine put(String name, @Nullable String value) {
        if (value != null) {
            member(name);
            quote(value);
        }
        return this;
    }

    /** Puts a number. */
    public JsonLine put(String name, long value) {
        member(name);
        text.append(value);
        return this;
    }

    /** The object so far, not closed. */
    public String open() {
        return text.toString();
    }

    /** The object, closed; nothing may be put afterwards. */
    public String close() {
        return text.append('}').toString();
    }

    private void member(String name) {
        if (text.length() > 1) {
            text.append(',');
        }
        quote(name);
        text.append(':');
    }

    /** Everything a terminal or a line reader could take for more than text is escaped. */
    private void quote(String value) {
        text.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                text.append('\\').append(c);
            } else if (c < ' ' || (c >= 0x7f && c < 0xa0) || isOdd(c)) {
                text.append("\\u")
                        .append(HEX[c >> 12 & 15])
                        .append(HEX[c >> 8 & 15])
                        .append(HEX[c >> 4 & 15])
                        .append(HEX[c & 15]);
            } else {
                text.append(c);
            }
        }
        text.append('"');
    }

    /** Line and direction changers, and halves of surrogate pairs, which UTF-8 can't carry alone. */
    private static boolean isOdd(char c) {
        return c == 0x2028
                || c == 0x2029
                || (c >= 0x200b && c <= 0x200f)
                || (c >= 0x202a && c <= 0x202e)
                || (c >= 0x2066 && c <= 0x2069)
                || c == 0xfeff
                || Character.isSurrogate(c);
    }
}
