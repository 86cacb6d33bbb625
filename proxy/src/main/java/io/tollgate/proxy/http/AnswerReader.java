package io.tollgate.proxy.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.tollgate.filters.http.HeaderFields;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Reads the answers on one upstream connection out of its bytes, one for each {@link #begin}. Confined to one event loop.
 */
public final class AnswerReader {
    /** Interim answers before a final one; more is an upstream that never comes to the point. */
    private static final int MAX_INTERIM = 16;

    private final HeadScanner scanner = new HeadScanner(HeadLimits.RESPONSE, false);
    private final BodyDecoder body = BodyDecoder.ofAnswers();
    private boolean isHeadRequest;
    private boolean needsHead;
    private boolean isPersistent;
    private int interims;

    /** Expects the answer to a request. */
    public void begin(boolean toHeadRequest) {
        isHeadRequest = toHeadRequest;
        needsHead = true;
        isPersistent = true;
        interims = 0;
        scanner.reset();
        body.start(BodyFraming.NONE);
    }

    /** Whether the next thing to come is a head: of the final answer or of an interim one. */
    public boolean needsHead() {
        return needsHead;
    }

    /** Takes a head, interim ones too, out of {@code in}; null where it has not come whole. */
    public @Nullable AnswerHead head(ByteBuf in) throws BadMessageException {
        int length = scanner.scan(in);
        if (length < 0) {
            return null;
        }
        if (scanner.lines() == 0) {
            throw BadMessageException.response("line", "the answer starts with an empty line");
        }
        byte[] bytes = new byte[length];
        in.readBytes(bytes);
        AnswerHead head = AnswerHeads.read(bytes, scanner.lines());
        scanner.reset();
        if (head.isInterim()) {
            if (++interims > MAX_INTERIM) {
                throw BadMessageException.response("interim", "more interim answers than there can be reason for");
            }
            return head;
        }
        needsHead = false;
        long framing = head.status() == 101 ? BodyFraming.UNTIL_CLOSE : BodyFraming.ofAnswer(head, isHeadRequest);
        isPersistent = framing != BodyFraming.UNTIL_CLOSE && isKeptAlive(head) && !mayBodyFollow(head);
        body.start(framing);
        return head;
    }

    /** The framing of the answer's body. */
    public long framing() {
        return body.framing();
    }

    /** Takes what has come of the body; null for nothing. */
    public @Nullable ByteBuf body(ByteBuf in, ByteBufAllocator alloc) throws BadMessageException {
        return body.decode(in, alloc);
    }

    /** Whether the answer's last byte was taken. */
    public boolean isComplete() {
        return !needsHead && body.isComplete();
    }

    /** What followed the last chunk. */
    public HeaderFields trailers() {
        return body.trailers();
    }

    /** Whether the upstream means to answer again on this connection (RFC 9112 section 9.3). */
    public boolean isPersistent() {
        return isPersistent;
    }

    /**
     * Whether an application that sends a body where there is none could send one now: it would be taken for the answer to
     * the next request. An answer to HEAD is trusted only where it says that there is nothing to send.
     */
    private boolean mayBodyFollow(AnswerHead head) {
        boolean isBodyless = isHeadRequest || head.status() == 204 || head.status() == 304;
        if (!isBodyless) {
            return false;
        }
        HeaderFields fields = head.fields();
        int length = fields.find("content-length", 0);
        boolean saysNone = length >= 0 && fields.hasValue(length, "0");
        boolean saysSome = fields.has("transfer-encoding") || (length >= 0 && !saysNone);
        return saysSome || (!saysNone && head.status() != 204 && head.status() != 304);
    }

    private static boolean isKeptAlive(AnswerHead head) {
        boolean isKept = head.minorVersion() == 1;
        HeaderFields fields = head.fields();
        for (int i = fields.find("connection", 0); i >= 0; i = fields.find("connection", i + 1)) {
            if (fields.hasValue(i, "keep-alive")) {
                isKept = true;
                continue;
            }
            String options = fields.value(i).toLowerCase(Locale.ROOT);
            if (options.contains("close")) {
                return false;
            }
            isKept |= options.contains("keep-alive");
        }
        return isKept;
    }
}
