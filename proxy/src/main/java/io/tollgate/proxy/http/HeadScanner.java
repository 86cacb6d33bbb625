package io.tollgate.proxy.http;

import io.netty.buffer.ByteBuf;

/**
 * Finds the end of a head, or of trailers, in bytes that arrive piecemeal; looks at each byte once.
 *
 * <p>Strict, a line ends in CRLF and a lone LF is refused as soon as it is seen (RFC 9112 section 2.2 allows leniency that
 * two parsers need not share). Lenient, LF alone ends a line too. Confined to one event loop; used again after
 * {@link #reset}.
 */
final class HeadScanner {
    private final HeadLimits limits;
    private final boolean isStrict;
    private int scanned;
    private int lineStart;
    private int lines;

    HeadScanner(HeadLimits limits, boolean isStrict) {
        this.limits = limits;
        this.isStrict = isStrict;
    }

    void reset() {
        scanned = 0;
        lineStart = 0;
        lines = 0;
    }

    /** Lines seen, the empty one at the end not counted. */
    int lines() {
        return lines;
    }

    /**
     * Looks at what has come since the last call; {@code in} must start with the same byte each time.
     *
     * @return the length of the head with its empty line; -1 when its end has not come
     */
    int scan(ByteBuf in) throws BadMessageException {
        int base = in.readerIndex();
        int length = in.readableBytes();
        while (scanned < length) {
            int lf = in.indexOf(base + scanned, base + length, (byte) '\n');
            if (lf < 0) {
                scanned = length;
                break;
            }
            int end = lf - base;
            boolean isCrlf = end > lineStart && in.getByte(lf - 1) == '\r';
            if (isStrict && !isCrlf) {
                throw new BadMessageException(400, "request.line-feed", "a line ends in LF without CR");
            }
            scanned = end + 1;
            int content = end - lineStart - (isCrlf ? 1 : 0);
            if (content == 0) {
                check(scanned, 0);
                return scanned;
            }
            check(scanned, content);
            lineStart = scanned;
            if (++lines > limits.fields() + 1) {
                throw limits.tooMany();
            }
        }
        check(scanned, scanned - lineStart);
        return -1;
    }

    private void check(int total, int line) throws BadMessageException {
        if (line > limits.line()) {
            throw limits.tooLong(lines == 0);
        }
        if (total > limits.head()) {
            throw limits.tooLarge();
        }
    }
}
