package io.tollgate.benchmarks.load;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;

/** Reads answers of HTTP/1.1 on one connection and says when each is whole, and right. Confined to one event loop. */
final class AnswerReader extends ChannelInboundHandlerAdapter {
    private final Target target;
    private final Answers answers;
    private int status;
    private long length;
    private boolean isWaiting;

    AnswerReader(Target target, Answers answers) {
        this.target = target;
        this.answers = answers;
    }

    /** A request was written. */
    void asked() {
        isWaiting = true;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        try {
            if (message instanceof HttpResponse head) {
                status = head.status().code();
                length = 0;
            }
            if (message instanceof HttpContent content) {
                length += content.content().readableBytes();
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
        if (message instanceof LastHttpContent) {
            whole();
        }
    }

    private void whole() {
        String problem = isWaiting ? target.problem(status, length) : target.url() + " answered what nobody asked";
        isWaiting = false;
        if (problem == null) {
            answers.whole(length);
        } else {
            answers.failed(problem, null);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        answers.failed(target.url() + (isWaiting ? " closed instead of answering" : " closed a connection"), null);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        answers.failed(target.url() + " failed: " + cause.getMessage(), cause);
    }

    /** Who is told. */
    interface Answers {
        /** The answer expected, with so many bytes of body. */
        void whole(long length);

        /** Anything else. */
        void failed(String problem, @Nullable Throwable cause);
    }
}
