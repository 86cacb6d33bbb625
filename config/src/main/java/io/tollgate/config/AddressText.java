package io.tollgate.config;

import org.jspecify.annotations.Nullable;

/** Reads IPv4 and IPv6 addresses from text without ever asking a name server (RFC 4291 section 2.2). */
public final class AddressText {

    private AddressText() {}

    /** The 4 or 16 bytes of an address, or null where the text is none. Zone ids and octal or short forms are none. */
    public static byte @Nullable [] parse(String text) {
        return text.indexOf(':') >= 0 ? six(text) : four(text);
    }

    private static byte @Nullable [] four(String text) {
        String[] parts = text.split("\\.", -1);
        if (parts.length != 4) {
            return null;
        }
        byte[] address = new byte[4];
        for (int i = 0; i < 4; i++) {
            String part = parts[i];
            boolean number = !part.isEmpty()
                    && part.length() <= 3
                    && part.chars().allMatch(c -> c >= '0' && c <= '9')
                    && (part.length() == 1 || part.charAt(0) != '0');
            int value = number ? Integer.parseInt(part) : 256;
            if (value > 255) {
                return null;
            }
            address[i] = (byte) value;
        }
        return address;
    }

    private static byte @Nullable [] six(String text) {
        int gap = text.indexOf("::");
        if (gap >= 0 && text.indexOf("::", gap + 1) >= 0) {
            return null;
        }
        byte[] head = groups(gap < 0 ? text : text.substring(0, gap), gap < 0);
        byte[] tail = gap < 0 ? new byte[0] : groups(text.substring(gap + 2), true);
        if (head == null || tail == null) {
            return null;
        }
        int length = head.length + tail.length;
        if (gap < 0 ? length != 16 : length > 14) {
            return null;
        }
        byte[] address = new byte[16];
        System.arraycopy(head, 0, address, 0, head.length);
        System.arraycopy(tail, 0, address, 16 - tail.length, tail.length);
        return address;
    }

    /** The bytes of groups between colons; the last may be an IPv4 address where it ends the whole. */
    private static byte @Nullable [] groups(String text, boolean last) {
        if (text.isEmpty()) {
            return new byte[0];
        }
        String[] parts = text.split(":", -1);
        byte[] four = last && parts[parts.length - 1].indexOf('.') >= 0 ? four(parts[parts.length - 1]) : null;
        int count = four == null ? parts.length : parts.length - 1;
        if (count > 8) {
            return null;
        }
        byte[] bytes = new byte[count * 2 + (four == null ? 0 : 4)];
        for (int i = 0; i < count; i++) {
            int group = group(parts[i]);
            if (group < 0) {
                return null;
            }
            bytes[i * 2] = (byte) (group >> 8);
            bytes[i * 2 + 1] = (byte) group;
        }
        if (four != null) {
            System.arraycopy(four, 0, bytes, count * 2, 4);
        }
        return bytes;
    }

    private static int group(String digits) {
        if (digits.isEmpty() || digits.length() > 4) {
            return -1;
        }
        int value = 0;
        for (int i = 0; i < digits.length(); i++) {
            char c = digits.charAt(i);
            int digit = c < 128 ? Character.digit(c, 16) : -1;
            if (digit < 0) {
                return -1;
            }
            value = value * 16 + digit;
        }
        return value;
    }
}
