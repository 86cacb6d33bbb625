package io.tollgate.proxy.http;

import io.netty.buffer.ByteBuf;
import io.tollgate.filters.http.RequestHead;
import org.jspecify.annotations.Nullable;

/** Takes one request head after the other out of a client's bytes. Confined to one event loop. */
final class RequestIntake {
    private final HeadScanner scanner = new HeadScanner(HeadLimits.REQUEST, true);
    private boolean hasSkippedLine;
    private boolean hasBegun;

    /** Whether part of a head is there. */
    boolean hasBegun() {
        return hasBegun;
    }

    /** Takes a head; null where it has not come whole. What can't become one is refused as soon as that is seen. */
    @Nullable
    RequestHead read(ByteBuf in) throws BadMessageException {
        skipEmptyLine(in);
        if (!in.isReadable()) {
            return null;
        }
        hasBegun = true;
        byte first = in.getByte(in.readerIndex());
        if (!Bytes.isToken(first) && first != '\r') {
            throw BadMessageException.request("line", "the request does not start with a method");
        }
        int length = scanner.scan(in);
        if (length < 0) {
            return null;
        }
        byte[] bytes = new byte[length];
        in.readBytes(bytes);
        int lines = scanner.lines();
        scanner.reset();
        hasSkippedLine = false;
        hasBegun = false;
        return RequestHeads.read(bytes, lines);
    }

    /** One empty line before a request is what some old clients send after a body (RFC 9112 section 2.2). */
    private void skipEmptyLine(ByteBuf in) {
        int at = in.readerIndex();
        if (!hasSkippedLine && in.readableBytes() >= 2 && in.getByte(at) == '\r' && in.getByte(at + 1) == '\n') {
            in.skipBytes(2);
            hasSkippedLine = true;
        }
    }
}
