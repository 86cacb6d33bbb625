package io.tollgate.filters.access;

/** What decoders make of bytes that are not UTF-8 when they check too little (RFC 3629 section 10). Stateless. */
final class LenientUtf8 {
    private LenientUtf8() {}

    /** Whether some sequence of these bytes would be taken for an ASCII character in a longer form. */
    static boolean isMisread(byte[] bytes) {
        for (int i = 0; i < bytes.length; i++) {
            int lead = bytes[i] & 0xff;
            int following =
                    lead >= 0xfc ? 5 : lead >= 0xf8 ? 4 : lead >= 0xf0 ? 3 : lead >= 0xe0 ? 2 : lead >= 0xc0 ? 1 : 0;
            if (following > 0 && isAscii(bytes, i, following)) {
                return true;
            }
        }
        return false;
    }

    /** Computed without looking whether what follows are continuation bytes, as the most careless do. */
    private static boolean isAscii(byte[] bytes, int at, int following) {
        if (at + following >= bytes.length) {
            return false;
        }
        long value = bytes[at] & (0x3f >> following);
        for (int i = 1; i <= following; i++) {
            value = value << 6 | (bytes[at + i] & 0x3f);
        }
        return value < 0x80;
    }
}
