package io.tollgate.proxy.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.tollgate.filters.http.HeaderFields;
import io.tollgate.filters.http.ResponseHead;
import org.jspecify.annotations.Nullable;

/** Writes one answer after the other as bytes of HTTP/1.1, framed as its client can read it. Confined to one event loop. */
final class AnswerWriter {
    /** Room behind a head for the first chunk of a body, where that is a small one. */
    private static final int CHUNK = 512;

    private final ChannelHandlerContext context;
    private final MessageWriter writer;
    private final HeadBuffer heads;
    private boolean isHeadRequest;
    private boolean isOldClient;

    /** Writes to what stands before this context, heads put together in a buffer of its event loop. */
    AnswerWriter(ChannelHandlerContext context, HeadBuffer heads) {
        this.context = context;
        this.heads = heads;
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
        HeadBuffer out = heads.begin();
        HeadWriter.status(out, status, ReasonPhrases.of(status));
        for (int i = 0; i < fields.count(); i++) {
            if (Trailers.mayPass(fields, i)) {
                out.field(fields, i);
            }
        }
        context.writeAndFlush(out.line().copy(context.alloc(), 0), context.voidPromise());
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
        HeadBuffer out = HeadWriter.answer(heads.begin(), head, framing, connection);
        int room = framing == BodyFraming.CHUNKED ? CHUNK : (int) Math.min(Math.max(0, framing), MessageWriter.COPIED);
        writer.begin(out.copy(context.alloc(), room), framing);
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
