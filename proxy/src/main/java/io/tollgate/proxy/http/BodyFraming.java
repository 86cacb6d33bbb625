package io.tollgate.proxy.http;

import io.tollgate.filters.http.HeaderFields;
import io.tollgate.filters.http.RequestHead;

/**
 * How the length of a body is told (RFC 9112 section 6): a number of bytes, or one of the constants. Stateless.
 */
public final class BodyFraming {
    /** No body at all. */
    public static final long NONE = 0;

    /** In chunks, the last of which is empty. */
    public static final long CHUNKED = -1;

    /** All that comes until the connection closes. */
    public static final long UNTIL_CLOSE = -2;

    /** Digits a length may have: none near an overflow. */
    private static final int MAX_DIGITS = 18;

    private BodyFraming() {}

    /** The framing of a request; refuses whatever leaves a doubt (RFC 9112 section 6.3). */
    public static long ofRequest(RequestHead head) throws BadMessageException {
        HeaderFields fields = head.fields();
        int coding = fields.find("transfer-encoding", 0);
        int length = fields.find("content-length", 0);
        if (coding >= 0) {
            if (length >= 0) {
                throw BadMessageException.request("length.both", "both Content-Length and Transfer-Encoding");
            }
            if (head.minorVersion() == 0) {
                throw BadMessageException.request("coding.version", "Transfer-Encoding in HTTP/1.0");
            }
            if (fields.find("transfer-encoding", coding + 1) >= 0) {
                throw BadMessageException.request("coding.repeated", "more than one Transfer-Encoding");
            }
            if (!fields.hasValue(coding, "chunked")) {
                throw coding(fields.value(coding));
            }
            return CHUNKED;
        }
        if (length < 0) {
            return NONE;
        }
        if (fields.find("content-length", length + 1) >= 0) {
            throw BadMessageException.request("length.repeated", "more than one Content-Length");
        }
        long bytes = number(fields, length);
        if (bytes < 0) {
            throw BadMessageException.request("length", "Content-Length is not a number of bytes");
        }
        return bytes;
    }

    /** A coding that exists but that we don't do is a 501 (RFC 9112 section 6.1); anything else is malformed. */
    private static BadMessageException coding(String value) {
        for (String known : new String[] {"gzip", "x-gzip", "deflate", "compress", "x-compress"}) {
            if (value.equalsIgnoreCase(known + ", chunked") || value.equalsIgnoreCase(known + ",chunked")) {
                return new BadMessageException(501, "request.coding", "a transfer coding other than chunked");
            }
        }
        return BadMessageException.request("coding", "Transfer-Encoding is not chunked");
    }

    /**
     * The framing of an answer; refuses what leaves a doubt.
     *
     * @param isHead whether the request was a HEAD, whose answer has no body whatever its fields say
     */
    public static long ofAnswer(AnswerHead head, boolean isHead) throws BadMessageException {
        HeaderFields fields = head.fields();
        int coding = fields.find("transfer-encoding", 0);
        int length = fields.find("content-length", 0);
        if (isHead || head.status() == 204 || head.status() == 304 || head.status() < 200) {
            return NONE;
        }
        if (coding >= 0) {
            if (length >= 0) {
                throw BadMessageException.response("length.both", "both Content-Length and Transfer-Encoding");
            }
            boolean isPlain = head.minorVersion() == 1
                    && fields.find("transfer-encoding", coding + 1) < 0
                    && fields.hasValue(coding, "chunked");
            if (!isPlain) {
                throw BadMessageException.response("coding", "a Transfer-Encoding other than chunked once");
            }
            return CHUNKED;
        }
        if (length < 0) {
            return UNTIL_CLOSE;
        }
        long bytes = number(fields, length);
        if (bytes < 0 || fields.find("content-length", length + 1) >= 0) {
            throw BadMessageException.response("length", "Content-Length is repeated or not a number of bytes");
        }
        return bytes;
    }

    /** Whether field {@code i} is a number of bytes. */
    static boolean isLength(HeaderFields fields, int i) {
        return number(fields, i) >= 0;
    }

    private static long number(HeaderFields fields, int i) {
        int start = fields.valueStart(i);
        int end = fields.valueEnd(i);
        if (end == start || end - start > MAX_DIGITS) {
            return -1;
        }
        long value = 0;
        for (int at = start; at < end; at++) {
            int digit = fields.bytes()[at] - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            value = value * 10 + digit;
        }
        return value;
    }
}
