package io.tollgate.proxy.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.tollgate.filters.http.HeaderFields;
import io.tollgate.filters.http.RequestHead;
import io.tollgate.proxy.http.Reading.End;
import io.tollgate.proxy.http.Reading.Message;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The codec of this package, used as a connection uses it, over bytes that come in pieces. */
final class CodecReader {
    private final List<Message> messages = new ArrayList<>();
    private final RequestIntake intake = new RequestIntake();
    private final BodyDecoder requestBody = BodyDecoder.ofRequests();
    private final AnswerReader answers = new AnswerReader();
    private final StringBuilder body = new StringBuilder();
    private final ByteBuf in = Unpooled.buffer(1024);
    private final boolean isRequests;
    private @Nullable RequestHead request;
    private @Nullable AnswerHead answer;
    private @Nullable BadMessageException refusal;
    private boolean isClosed;
    private boolean isLast;

    private CodecReader(boolean isRequests) {
        this.isRequests = isRequests;
        answers.begin(false);
    }

    /** Reads requests that come in pieces of these sizes, the rest at once. */
    static Reading requests(byte[] bytes, int... pieces) {
        return new CodecReader(true).all(bytes, pieces);
    }

    /** Reads answers, none of them to HEAD. */
    static Reading answers(byte[] bytes, int... pieces) {
        return new CodecReader(false).all(bytes, pieces);
    }

    private Reading all(byte[] bytes, int... pieces) {
        int at = 0;
        for (int piece : pieces) {
            int n = Math.min(piece, bytes.length - at);
            took(bytes, at, n);
            at += n;
        }
        took(bytes, at, bytes.length - at);
        boolean isInBody = request != null || answer != null;
        boolean isPartial = isInBody || (in.isReadable() && !isClosed);
        End end = refusal != null ? End.REFUSED : isClosed ? End.CLOSED : isPartial ? End.PARTIAL : End.WHOLE;
        in.release();
        return new Reading(messages, end, refusal == null ? "" : refusal.code(), isInBody);
    }

    private void took(byte[] bytes, int start, int count) {
        if (count > 0 && refusal == null && !isClosed) {
            in.writeBytes(bytes, start, count);
            try {
                boolean isMore = true;
                while (isMore && !isClosed) {
                    isMore = isRequests ? request() : answer();
                }
            } catch (BadMessageException e) {
                refusal = e;
            }
        }
    }

    private boolean request() throws BadMessageException {
        RequestHead current = request;
        if (current == null) {
            RequestHead read = intake.read(in);
            if (read == null) {
                return false;
            }
            TargetForm form = TargetForm.read(read, "http");
            RequestMeta meta = RequestMeta.read(form.head(), form.authority());
            isLast = !meta.isKeepAlive();
            requestBody.start(meta.framing());
            request = read;
            body.setLength(0);
            return true;
        }
        int before = in.readableBytes();
        drain(requestBody.decode(in, UnpooledByteBufAllocator.DEFAULT));
        if (requestBody.isComplete()) {
            ended(current.method() + " " + current.target(), current.fields(), requestBody.trailers());
            request = null;
            isClosed = isLast;
            return true;
        }
        return in.readableBytes() < before;
    }

    private boolean answer() throws BadMessageException {
        if (answers.needsHead()) {
            AnswerHead read = answers.head(in);
            if (read == null) {
                return false;
            }
            if (read.isInterim()) {
                ended(Integer.toString(read.status()), read.fields(), HeaderFields.EMPTY);
            } else {
                answer = read;
                body.setLength(0);
            }
            return true;
        }
        AnswerHead current = answer;
        int before = in.readableBytes();
        drain(answers.body(in, UnpooledByteBufAllocator.DEFAULT));
        if (current != null && answers.isComplete()) {
            ended(Integer.toString(current.status()), current.fields(), answers.trailers());
            answer = null;
            isClosed = !answers.isPersistent();
            answers.begin(false);
            return true;
        }
        return in.readableBytes() < before;
    }

    private void drain(@Nullable ByteBuf piece) {
        if (piece != null) {
            body.append(piece.toString(StandardCharsets.ISO_8859_1));
            piece.release();
        }
    }

    private void ended(String line, HeaderFields fields, HeaderFields trailers) {
        messages.add(new Message(line, list(fields), body.toString(), list(trailers)));
        body.setLength(0);
    }

    private static List<String> list(HeaderFields fields) {
        List<String> list = new ArrayList<>();
        for (int i = 0; i < fields.count(); i++) {
            list.add(fields.name(i).toLowerCase(Locale.ROOT) + ": " + fields.value(i));
        }
        return list;
    }
}
