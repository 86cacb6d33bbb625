package io.tollgate.proxy.http;

import io.tollgate.filters.http.HeaderFields;
import io.tollgate.filters.http.RequestHead;

/**
 * Reads request heads strictly (RFC 9112 sections 3 and 5): what two parsers could read in two ways is refused. The bytes
 * are kept and indexed, never rebuilt. Stateless.
 */
public final class RequestHeads {
    private static final int MAX_METHOD = 32;

    private RequestHeads() {}

    /**
     * Reads a head whose every line is known to end in CRLF.
     *
     * @param bytes exactly the head, its empty line included
     * @param lines lines before the empty one
     */
    static RequestHead read(byte[] bytes, int lines) throws BadMessageException {
        int methodEnd = tokenEnd(bytes, 0);
        if (methodEnd == 0 || methodEnd > MAX_METHOD || bytes[methodEnd] != ' ') {
            throw BadMessageException.request("line", "the request line does not start with a method and a blank");
        }
        int targetEnd = methodEnd + 1;
        while (Bytes.isTarget(bytes[targetEnd])) {
            targetEnd++;
        }
        if (targetEnd == methodEnd + 1 || bytes[targetEnd] != ' ') {
            throw BadMessageException.request("line", "the request line is not method, target and version");
        }
        int lineEnd = targetEnd + 1;
        while (bytes[lineEnd] != '\r' && bytes[lineEnd] != '\n') {
            lineEnd++;
        }
        int minor = minorVersion(bytes, targetEnd + 1, lineEnd);
        if (bytes[lineEnd + 1] != '\n') {
            throw BadMessageException.request("control", "CR without LF in the request line");
        }
        HeaderFields fields = fields(bytes, lineEnd + 2, lines - 1);
        return new RequestHead(method(bytes, methodEnd), Bytes.latin1(bytes, methodEnd + 1, targetEnd), minor, fields);
    }

    /** Methods that come all the time are not made anew. */
    private static String method(byte[] bytes, int end) {
        if (end == 3 && bytes[0] == 'G' && bytes[1] == 'E' && bytes[2] == 'T') {
            return "GET";
        }
        if (end == 4 && bytes[0] == 'P' && bytes[1] == 'O' && bytes[2] == 'S' && bytes[3] == 'T') {
            return "POST";
        }
        return Bytes.latin1(bytes, 0, end);
    }

    private static int minorVersion(byte[] bytes, int start, int end) throws BadMessageException {
        boolean isVersion = end - start == 8
                && bytes[start] == 'H'
                && bytes[start + 1] == 'T'
                && bytes[start + 2] == 'T'
                && bytes[start + 3] == 'P'
                && bytes[start + 4] == '/'
                && isDigit(bytes[start + 5])
                && bytes[start + 6] == '.'
                && isDigit(bytes[start + 7]);
        if (!isVersion) {
            throw BadMessageException.request("version", "the request line does not end in a version");
        }
        int minor = bytes[start + 7] - '0';
        if (bytes[start + 5] != '1' || minor > 1) {
            throw new BadMessageException(505, "request.version", "neither HTTP/1.0 nor HTTP/1.1");
        }
        return minor;
    }

    /**
     * Indexes field lines, each ending in CRLF, with an empty line after the last.
     *
     * @param start where the first line starts
     * @param count how many lines there are
     */
    static HeaderFields fields(byte[] bytes, int start, int count) throws BadMessageException {
        int[] index = new int[count * HeaderFields.STRIDE];
        int at = start;
        for (int i = 0; i < count; i++) {
            int nameEnd = tokenEnd(bytes, at);
            if (nameEnd == at || bytes[nameEnd] != ':') {
                throw fieldName(bytes, at, nameEnd);
            }
            refuseLookAlikes(bytes, at, nameEnd);
            int valueStart = nameEnd + 1;
            while (Bytes.isBlank(bytes[valueStart])) {
                valueStart++;
            }
            int lineEnd = valueStart;
            while (Bytes.isText(bytes[lineEnd])) {
                lineEnd++;
            }
            if (bytes[lineEnd] != '\r' || bytes[lineEnd + 1] != '\n') {
                throw BadMessageException.request("control", "a field value has a control character");
            }
            int valueEnd = lineEnd;
            while (valueEnd > valueStart && Bytes.isBlank(bytes[valueEnd - 1])) {
                valueEnd--;
            }
            int slot = i * HeaderFields.STRIDE;
            index[slot] = at;
            index[slot + 1] = nameEnd;
            index[slot + 2] = valueStart;
            index[slot + 3] = valueEnd;
            at = lineEnd + 2;
        }
        return new HeaderFields(bytes, index, count);
    }

    private static BadMessageException fieldName(byte[] bytes, int start, int end) {
        int stop = bytes[end];
        if (end == start && Bytes.isBlank(stop)) {
            return BadMessageException.request("fold", "a line starts with white space (obs-fold)");
        }
        return Bytes.isBlank(stop)
                ? BadMessageException.request("field.blank", "white space in or after a field name")
                : BadMessageException.request("field.name", "a field name is empty or not a token");
    }

    /** {@code Content_Length} is Content-Length to an application that folds names into variables. */
    public static void refuseLookAlikes(byte[] bytes, int start, int end) throws BadMessageException {
        int length = end - start;
        if (length >= 13
                && length <= 32
                && (Bytes.looksLike(bytes, start, end, "contentlength", "content-length")
                        || Bytes.looksLike(bytes, start, end, "transferencoding", "transfer-encoding"))) {
            throw BadMessageException.request("field.look-alike", "a field is named almost like a framing field");
        }
    }

    private static int tokenEnd(byte[] bytes, int start) {
        int end = start;
        while (Bytes.isToken(bytes[end])) {
            end++;
        }
        return end;
    }

    private static boolean isDigit(int b) {
        return b >= '0' && b <= '9';
    }
}
