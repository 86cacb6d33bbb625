package io.tollgate.proxy.http;

import io.tollgate.filters.http.HeaderFields;
import java.util.Arrays;

/**
 * Reads the heads that applications answer with, leniently: LF alone, 8-bit text, no reason phrase, folded lines and white
 * space before a colon are mended (RFC 9112 sections 2.2, 4 and 5). What frames the body is still read strictly, by {@link
 * BodyFraming}. Stateless.
 */
final class AnswerHeads {
    /** The letters of the shorter name of the two that frame a body. */
    private static final int SHORTEST_FRAMING = 13;

    private AnswerHeads() {}

    /**
     * Reads a head whose every line is known to end in LF. Writes into {@code bytes}: folds and control characters become
     * blanks.
     *
     * @param bytes exactly the head, its empty line included
     * @param lines lines before the empty one
     */
    static AnswerHead read(byte[] bytes, int lines) throws BadMessageException {
        int lineEnd = lineEnd(bytes, 0);
        int end = trimmedEnd(bytes, 0, lineEnd);
        boolean isStatusLine = end >= 12
                && bytes[0] == 'H'
                && bytes[1] == 'T'
                && bytes[2] == 'T'
                && bytes[3] == 'P'
                && bytes[4] == '/'
                && bytes[5] == '1'
                && bytes[6] == '.'
                && (bytes[7] == '0' || bytes[7] == '1')
                && bytes[8] == ' '
                && (end == 12 || bytes[12] == ' ');
        if (!isStatusLine) {
            throw BadMessageException.response("line", "the answer does not start with a status line of HTTP/1.x");
        }
        int status = status(bytes);
        blankControls(bytes, 9, end);
        String phrase = end <= 13 ? "" : phrase(bytes, 13, end);
        return new AnswerHead(status, phrase, bytes[7] - '0', fields(bytes, lineEnd + 1, lines - 1));
    }

    private static int status(byte[] bytes) throws BadMessageException {
        int status = 0;
        for (int i = 9; i < 12; i++) {
            if (bytes[i] < '0' || bytes[i] > '9') {
                throw BadMessageException.response("status", "the status is not a number");
            }
            status = status * 10 + bytes[i] - '0';
        }
        if (status < 100) {
            throw BadMessageException.response("status", "the status is below 100");
        }
        return status;
    }

    private static String phrase(byte[] bytes, int start, int end) {
        return end - start == 2 && bytes[start] == 'O' && bytes[start + 1] == 'K'
                ? "OK"
                : Bytes.latin1(bytes, start, end);
    }

    /** Indexes fields; lines that are none are left out, folded ones are joined. */
    static HeaderFields fields(byte[] bytes, int start, int lines) throws BadMessageException {
        int[] index = new int[Math.max(0, lines) * HeaderFields.STRIDE];
        int count = 0;
        int at = start;
        for (int i = 0; i < lines; i++) {
            int lineEnd = lineEnd(bytes, at);
            while (i + 1 < lines && Bytes.isBlank(bytes[lineEnd + 1])) {
                unfold(bytes, lineEnd);
                lineEnd = lineEnd(bytes, lineEnd + 1);
                i++;
            }
            if (index(bytes, at, trimmedEnd(bytes, at, lineEnd), index, count)) {
                count++;
            }
            at = lineEnd + 1;
        }
        int[] exact = count == lines ? index : Arrays.copyOf(index, count * HeaderFields.STRIDE);
        return new HeaderFields(bytes, exact, count);
    }

    private static boolean index(byte[] bytes, int start, int end, int[] index, int count) throws BadMessageException {
        int colon = start;
        while (colon < end && Bytes.isToken(bytes[colon])) {
            colon++;
        }
        boolean isField = colon > start && colon < end && bytes[colon] == ':';
        int nameEnd = colon;
        if (!isField) { // White space before the colon, or no field at all.
            while (colon < end && bytes[colon] != ':') {
                colon++;
            }
            nameEnd = trimmedEnd(bytes, start, colon);
            isField = colon < end && nameEnd > start && isToken(bytes, start, nameEnd);
        }
        refuseFraming(bytes, start, nameEnd);
        if (!isField) {
            return false;
        }
        blankControls(bytes, colon + 1, end);
        int valueStart = colon + 1;
        while (valueStart < end && Bytes.isBlank(bytes[valueStart])) {
            valueStart++;
        }
        int slot = count * HeaderFields.STRIDE;
        index[slot] = start;
        index[slot + 1] = nameEnd;
        index[slot + 2] = valueStart;
        index[slot + 3] = Math.max(valueStart, trimmedEnd(bytes, valueStart, end));
        return true;
    }

    /** A line that is nearly a framing field could frame the body for somebody else. */
    private static void refuseFraming(byte[] bytes, int start, int end) throws BadMessageException {
        if (end - start >= SHORTEST_FRAMING
                && (Bytes.looksLike(bytes, start, end, "contentlength", "content-length")
                        || Bytes.looksLike(bytes, start, end, "transferencoding", "transfer-encoding"))) {
            throw BadMessageException.response("look-alike", "a field is named almost like a framing field");
        }
    }

    private static boolean isToken(byte[] bytes, int start, int end) {
        for (int i = start; i < end; i++) {
            if (!Bytes.isToken(bytes[i])) {
                return false;
            }
        }
        return true;
    }

    private static int lineEnd(byte[] bytes, int from) {
        int at = from;
        while (bytes[at] != '\n') {
            at++;
        }
        return at;
    }

    private static void unfold(byte[] bytes, int lineEnd) {
        bytes[lineEnd] = ' ';
        if (bytes[lineEnd - 1] == '\r') {
            bytes[lineEnd - 1] = ' ';
        }
    }

    private static int trimmedEnd(byte[] bytes, int start, int end) {
        int at = end;
        while (at > start && (Bytes.isBlank(bytes[at - 1]) || bytes[at - 1] == '\r')) {
            at--;
        }
        return at;
    }

    private static void blankControls(byte[] bytes, int start, int end) {
        for (int i = start; i < end; i++) {
            if (!Bytes.isText(bytes[i])) {
                bytes[i] = ' ';
            }
        }
    }
}
