package io.tollgate.filters.applogin;

import io.tollgate.filters.chain.AnswerJudge;
import io.tollgate.filters.http.HeaderFields;
import java.util.Arrays;
import java.util.Locale;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** The beginning of an answer's body as the app wrote it, before it was compressed for the way. Stateless. */
final class AnswerBody {
    private static final int GZIP_HEAD = 10;

    private AnswerBody() {}

    /** What the first bytes say; nothing where they are compressed in a way that can't be undone here. */
    static byte[] plain(HeaderFields fields, byte[] start) {
        String encoding =
                String.join(",", fields.all("content-encoding")).strip().toLowerCase(Locale.ROOT);
        return switch (encoding) {
            case "", "identity" -> start;
            case "gzip", "x-gzip" -> inflated(start, gzipBody(start), true);
            case "deflate" -> {
                byte[] wrapped = inflated(start, 0, false);
                yield wrapped.length > 0 ? wrapped : inflated(start, 0, true);
            }
            default -> AnswerMarkers.NOTHING;
        };
    }

    /** Where the head of a gzip member ends (RFC 1952 section 2.3); the length where it does not. */
    private static int gzipBody(byte[] bytes) {
        if (bytes.length < GZIP_HEAD || (bytes[0] & 0xff) != 0x1f || (bytes[1] & 0xff) != 0x8b) {
            return bytes.length;
        }
        int flags = bytes[3];
        int at = GZIP_HEAD;
        if ((flags & 4) != 0) {
            at = at + 2 > bytes.length ? bytes.length : at + 2 + (bytes[at] & 0xff) + ((bytes[at + 1] & 0xff) << 8);
        }
        for (int name = flags & 24; name != 0 && at < bytes.length; name &= name - 1) {
            while (at < bytes.length && bytes[at] != 0) {
                at++;
            }
            at++;
        }
        return Math.min(bytes.length, (flags & 2) != 0 ? at + 2 : at);
    }

    private static byte[] inflated(byte[] bytes, int from, boolean isRaw) {
        Inflater inflater = new Inflater(isRaw);
        byte[] plain = new byte[AnswerJudge.MOST];
        int length = 0;
        try {
            inflater.setInput(bytes, from, bytes.length - from);
            while (length < plain.length) {
                int more = inflater.inflate(plain, length, plain.length - length);
                if (more == 0) {
                    break;
                }
                length += more;
            }
        } catch (DataFormatException e) {
            // What was read before it broke is what there is.
        } finally {
            inflater.end();
        }
        return Arrays.copyOf(plain, length);
    }
}
