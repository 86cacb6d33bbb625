package io.tollgate.proxy.upstream;

import io.netty.buffer.ByteBuf;
import io.tollgate.filters.access.Permit;
import io.tollgate.filters.chain.BodyTooLargeException;
import io.tollgate.filters.chain.Exchange;
import io.tollgate.filters.http.HeaderFields;
import io.tollgate.filters.http.StrippedHeaders;
import io.tollgate.proxy.http.AnswerHead;
import io.tollgate.proxy.http.BadMessageException;
import io.tollgate.proxy.http.Forwarder.Answering;
import io.tollgate.proxy.http.Forwarder.Forwarding;
import io.tollgate.proxy.http.MessageWriter;
import io.tollgate.proxy.http.RequestMeta;
import io.tollgate.proxy.http.UpstreamException;
import io.tollgate.proxy.upstream.UpstreamConnection.User;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One permitted request on its way to an application and the answer on its way back; a tunnel where the application agrees
 * to one. Each side is read only while the other has room. Confined to one event loop.
 *
 * <p>A request of which a byte was written may have been acted on: it is not tried again unless it is declared safe.
 */
final class UpstreamExchange implements Forwarding, UpstreamPool.Taker, User {
    private final EndpointChoice choice;
    private final UpstreamHeaders headers;
    private final StrippedHeaders stripped;
    private final Exchange exchange;
    private final Permit permit;
    private final RequestMeta request;
    private final Answering client;
    private final long maxBody;
    private @Nullable UpstreamConnection connection;
    private long sent;
    private boolean isRequestComplete;
    private boolean isAnswered;
    private boolean isInterim;
    private boolean isTunnel;
    private boolean isOver;

    UpstreamExchange(
            EndpointChoice choice,
            UpstreamHeaders headers,
            StrippedHeaders stripped,
            Exchange exchange,
            Permit permit,
            RequestMeta request,
            Answering client,
            long maxBody) {
        this.choice = choice;
        this.headers = headers;
        this.stripped = stripped;
        this.exchange = exchange;
        this.permit = permit;
        this.request = request;
        this.client = client;
        this.maxBody = maxBody;
    }

    @Override
    public void start() {
        if (request.framing() > maxBody) {
            fail(new BodyTooLargeException(maxBody));
        } else {
            acquire(choice.next(), null);
        }
    }

    private void acquire(@Nullable UpstreamPool pool, @Nullable UpstreamException failure) {
        if (pool != null) {
            pool.acquire(this);
        } else {
            fail(failure == null ? choice.none() : failure);
        }
    }

    @Override
    public boolean isCancelled() {
        return isOver;
    }

    @Override
    public void refused(UpstreamException cause) {
        if (cause.status() == 503) {
            fail(cause); // Too many requests for it say nothing against an endpoint.
            return;
        }
        choice.failed(cause);
        // Not even a connection was made.
        acquire(choice.elsewhere(), new UpstreamException(cause.status(), cause.code(), text(cause), 1));
    }

    private static String text(UpstreamException cause) {
        return String.valueOf(cause.getMessage());
    }

    @Override
    public void acquired(UpstreamConnection taken) {
        connection = taken;
        ByteBuf head;
        try {
            head = headers.write(choice.heads(), exchange, permit, request, stripped)
                    .copy(taken.alloc(), roomForBody());
        } catch (RuntimeException e) {
            connection = null;
            taken.done(false);
            fail(e);
            return;
        }
        taken.begin(this, head, request.framing(), permit.method().equals("HEAD"));
        taken.read();
        if (request.hasBody()) {
            client.requestBody();
        } else {
            complete(HeaderFields.EMPTY);
        }
    }

    /** A small body of known length goes behind the head, in one write with it. */
    private int roomForBody() {
        return (int) Math.min(Math.max(0, request.framing()), MessageWriter.COPIED);
    }

    // The request's body

    @Override
    public void bodyArrived(ByteBuf piece) {
        UpstreamConnection upstream = connection;
        if (upstream == null || isOver) {
            piece.release();
            return;
        }
        sent += piece.readableBytes();
        if (sent > maxBody && !isTunnel) {
            piece.release();
            fail(new BodyTooLargeException(maxBody));
            return;
        }
        upstream.body(piece);
        requestMore(upstream);
    }

    private void requestMore(UpstreamConnection upstream) {
        if (upstream.isWritable()) {
            client.requestBody();
        } else {
            upstream.expectProgress();
        }
    }

    @Override
    public void bodyEnded(HeaderFields trailers) {
        if (!isOver) {
            complete(trailers);
        }
    }

    private void complete(HeaderFields trailers) {
        UpstreamConnection upstream = connection;
        if (upstream == null) {
            return;
        }
        isRequestComplete = true;
        upstream.end(isAnyStripped(trailers) ? HeaderFields.EMPTY : trailers);
        if (!isAnswered) {
            upstream.expectProgress();
        }
    }

    /** A name that may not come before the body may not come after it either. */
    private boolean isAnyStripped(HeaderFields trailers) {
        for (int i = 0; i < trailers.count(); i++) {
            if (stripped.isStripped(trailers, i)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void bodyPaused() {
        UpstreamConnection upstream = connection;
        if (upstream != null) {
            upstream.flush();
        }
    }

    @Override
    public void writable() {
        UpstreamConnection upstream = connection;
        if (upstream != null && !isRequestComplete) {
            upstream.expectNothing();
            client.requestBody();
        }
    }

    @Override
    public boolean isSending() {
        return !isRequestComplete;
    }

    // The answer

    @Override
    public void answered(AnswerHead head, long framing) {
        if (head.isInterim()) {
            if (head.status() != 100) {
                isInterim = true;
                client.interim(head);
            }
            return;
        }
        boolean isSwitching = head.status() == 101;
        if (isSwitching && !isTunnelAgreed(head)) {
            broke(new BadMessageException(502, "upstream.answer.upgrade", "101 without a request for it"));
            return;
        }
        isAnswered = true;
        choice.answered();
        UpstreamConnection upstream = connection;
        if (upstream != null && isRequestComplete) {
            upstream.expectNothing();
        }
        isTunnel = isSwitching;
        isRequestComplete &= !isSwitching;
        client.head(head, framing);
        if (isTunnel && !isOver) {
            client.flush();
            client.requestBody();
        }
    }

    private boolean isTunnelAgreed(AnswerHead head) {
        String protocol = head.fields().first("upgrade");
        String accept = request.webSocketAccept();
        return request.isWebSocket()
                && protocol != null
                && protocol.toLowerCase(Locale.ROOT).equals("websocket")
                && (accept == null || accept.equals(head.fields().first("sec-websocket-accept")));
    }

    @Override
    public void body(ByteBuf piece) {
        if (isOver) {
            piece.release();
        } else {
            client.body(piece);
        }
    }

    @Override
    public void ended(HeaderFields trailers) {
        if (isOver) {
            return;
        }
        isOver = true;
        UpstreamConnection upstream = connection;
        connection = null;
        if (upstream != null) {
            upstream.done(isRequestComplete && !isTunnel && !UpstreamHeaders.isBodyUnusual(permit, request));
        }
        choice.leave();
        client.end(trailers);
    }

    @Override
    public void paused() {
        if (isOver) {
            return;
        }
        client.flush();
        UpstreamConnection upstream = connection;
        if (upstream != null && (!isAnswered || client.isWritable())) {
            upstream.read();
        }
    }

    @Override
    public void clientWritable() {
        UpstreamConnection upstream = connection;
        if (upstream != null && isAnswered) {
            upstream.read();
        }
    }

    // Ends

    @Override
    public void broke(Exception cause) {
        if (isOver) {
            return;
        }
        if (!isAnswered && cause instanceof UpstreamException failure) {
            choice.failed(failure);
            boolean isLost = failure.status() == 502 && !request.hasBody() && !isInterim;
            UpstreamPool pool = isLost && choice.isSafe() ? choice.again() : null;
            if (pool != null) {
                repeat(pool);
                return;
            }
        }
        fail(cause);
    }

    /** What the application has not acted on is sent again, where nothing of its body has been taken. */
    @Override
    public void unprocessed(UpstreamException cause) {
        if (isOver) {
            return;
        }
        UpstreamPool pool = isAnswered || request.hasBody() ? null : choice.again();
        if (pool != null) {
            repeat(pool);
        } else {
            broke(cause);
        }
    }

    private void repeat(UpstreamPool pool) {
        UpstreamConnection lost = connection;
        connection = null;
        isRequestComplete = false;
        if (lost != null) {
            lost.reset();
        }
        pool.acquire(this);
    }

    private void fail(Throwable cause) {
        if (isOver) {
            return;
        }
        cancel();
        client.failed(cause);
    }

    @Override
    public void cancel() {
        if (isOver) {
            return;
        }
        isOver = true;
        choice.leave();
        UpstreamConnection upstream = connection;
        connection = null;
        if (upstream != null && isTunnel) {
            upstream.closeAfterWrites();
        } else if (upstream != null) {
            upstream.reset();
        }
    }
}
