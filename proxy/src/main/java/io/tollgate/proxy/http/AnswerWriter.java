package io.tollgate.proxy.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.tollgate.filters.http.HeaderFields;
import io.tollgate.filters.http.ResponseHead;
import org.jspecify.annotations.Nullable;

/** Writes one answer after the other as bytes of HTTP/1.1, framed as its client can read it. Confined to one event loop. */
final class AnswerWriter {
    private final ChannelHandlerContext context;
    private final MessageWriter writer;
    private boolean isHeadRequest;
    private boolean isOldClient;

    AnswerWriter(ChannelHandlerContext context) {
        this.context = context;
        this.writer = new MessageWriter(context, context.alloc());
    }

    /** What comes next answers a request with this method and minor version. */
    void answering(String method, int minorVersion) {
        isHeadRequest = method.equals("HEAD");
        isOldClient = minorVersion == 0;
    }

    /** An interim answer, flushed: nothing of it frames, ends or proves anything. A client of HTTP/1.0 knows none. */
    void interim(int status, HeaderFields fields) {
        if (isOldClient) {
            return;
        }
        ByteBuf out = context.alloc().buffer(256);
        HeadWriter.status(out, status, ReasonPhrases.of(status));
        for (int i = 0; i < fields.count(); i++) {
            if (Trailers.mayPass(fields, i)) {
                HeadWriter.field(out, fields, i);
            }
        }
        HeadWriter.end(out);
        context.writeAndFlush(out, context.voidPromise());
    }

    /** How an answer's body is framed for this client (RFC 9112 section 6). */
    long framing(int status, long framing) {
        if (isHeadRequest || status == 204 || status == 304) {
            return BodyFraming.NONE;
        }
        if (framing >= 0) {
            return framing;
        }
        return isOldClient ? BodyFraming.UNTIL_CLOSE : BodyFraming.CHUNKED;
    }

    /** Begins an answer framed as {@link #framing} said, after which the connection is used again or not. */
    void head(ResponseHead head, long framing, boolean isPersistent) {
        head(head, framing, isPersistent ? (isOldClient ? "keep-alive" : null) : "close");
    }

    /** Begins the answer that turns the connection into a tunnel. */
    void tunnel(ResponseHead head) {
        head(head, BodyFraming.UNTIL_CLOSE, "Upgrade");
    }

    private void head(ResponseHead head, long framing, @Nullable String connection) {
        HeaderFields original = head.original();
        int room = (int) Math.min(Math.max(0, framing), MessageWriter.COPIED);
        ByteBuf out = context.alloc().buffer(original.bytes().length + 512 + room);
        HeadWriter.status(out, head.status(), head.reasonPhrase());
        HeadWriter.fields(out, head);
        if (framing == BodyFraming.CHUNKED) {
            HeadWriter.field(out, "Transfer-Encoding", "chunked");
        }
        if (connection != null) {
            HeadWriter.field(out, "Connection", connection);
        }
        HeadWriter.end(out);
        writer.begin(out, framing);
    }

    /** A piece of the body; its reference is taken over. */
    void body(ByteBuf piece) {
        writer.body(piece);
    }

    /** Completes the answer; not flushed. */
    void end(HeaderFields trailers) {
        writer.end(trailers);
    }

    void flush() {
        writer.flush();
    }

    /** Drops what was not written. */
    void close() {
        writer.close();
    }
}
