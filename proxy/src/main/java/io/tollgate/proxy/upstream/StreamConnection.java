package io.tollgate.proxy.upstream;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Headers;
import io.tollgate.filters.http.HeaderFields;
import io.tollgate.proxy.http.AnswerHead;
import io.tollgate.proxy.http.BadMessageException;
import io.tollgate.proxy.http.BodyFraming;
import io.tollgate.proxy.http.Deadlines.Deadline;
import io.tollgate.proxy.http.UpstreamException;
import org.jspecify.annotations.Nullable;

/**
 * One stream of HTTP/2 as the connection of one request. Confined to one event loop.
 *
 * <p>An answer that was not ended is never complete; one that can be read in two ways retires the whole connection.
 */
final class StreamConnection implements UpstreamConnection {
    private static final int MOST_INTERIM = 16;
    private static final int NOT_BEGUN = 0;
    private static final long SILENCE_NANOS = 1_000_000_000;

    private final Http2Link link;
    private final UpstreamPool pool;
    private final Deadline deadline;
    private @Nullable User user;
    private @Nullable Http2Headers waiting;
    private int id = NOT_BEGUN;
    private long beganAt;
    private long remaining;
    private int uncredited;
    private int interims;
    private boolean isHeadRequest;
    private boolean isDirty;
    private boolean needsHead = true;
    private boolean isBounded;
    private boolean isSent;
    private boolean isBeginning;
    private boolean isReceived;
    private boolean isGone;

    StreamConnection(Http2Link link) {
        this.link = link;
        this.pool = link.pool();
        this.deadline = pool.deadlines().open(this::passed);
    }

    @Override
    public ByteBufAllocator alloc() {
        return link.context().alloc();
    }

    // The request

    @Override
    public void begin(User next, ByteBuf head, long framing, boolean toHeadRequest) {
        user = next;
        isHeadRequest = toHeadRequest;
        beganAt = pool.deadlines().now();
        try {
            waiting = Http2Heads.request(head, pool.authority());
        } finally {
            head.release();
        }
        if (waiting == null) {
            broke(new UpstreamException(
                    502, "upstream.websocket", pool.authority() + ": no WebSocket is spoken with an h2c endpoint"));
            return;
        }
        // The application may be the one who speaks first.
        link.context().executor().execute(this::flush);
    }

    @Override
    public boolean isWritable() {
        return id == NOT_BEGUN || link.isWritable(id);
    }

    @Override
    public void body(ByteBuf piece) {
        sendHead(false);
        if (isGone || isSent || !piece.isReadable()) {
            piece.release();
            return;
        }
        isDirty = true;
        link.data(id, piece, false);
    }

    @Override
    public void end(HeaderFields fields) {
        Http2Headers trailers = fields.count() == 0 ? null : Http2Heads.trailers(fields);
        boolean hasTrailers = trailers != null && !trailers.isEmpty();
        boolean isEndedByHead = waiting != null && !hasTrailers;
        sendHead(isEndedByHead);
        if (!isGone && !isSent) {
            isSent = true;
            isDirty = true;
            if (trailers != null && hasTrailers) {
                link.trailers(id, trailers);
            } else {
                link.data(id, Unpooled.EMPTY_BUFFER, true);
            }
        }
        flush();
    }

    @Override
    public void flush() {
        sendHead(false);
        if (isDirty && !isGone) {
            isDirty = false;
            link.flushed();
        }
    }

    private void sendHead(boolean isEnd) {
        Http2Headers head = waiting;
        if (head == null || isGone) {
            return;
        }
        waiting = null;
        isDirty = true;
        int next = link.nextId();
        if (next < 0) {
            notBegun();
        } else {
            id = next;
            isSent = isEnd;
            isBeginning = true;
            link.begin(next, this, head, isEnd);
            isBeginning = false;
        }
    }

    @Override
    public void expectProgress() {
        deadline.in(pool.limits().head().toNanos());
    }

    @Override
    public void expectNothing() {
        deadline.clear();
    }

    void writable() {
        User current = user;
        // Where it begins because a piece of the body is to be sent, the next one, or the end, would overtake that.
        if (current != null && !isBeginning) {
            current.writable();
        }
    }

    // The answer

    /** What has come was taken. */
    @Override
    public void read() {
        int bytes = uncredited;
        if (bytes > 0 && !isGone) {
            uncredited = 0;
            link.credit(id, bytes);
        }
    }

    void headers(Http2Headers headers, boolean isEnd) {
        try {
            if (needsHead) {
                head(headers, isEnd);
            } else if (!isEnd) {
                throw Http2Heads.bad("head", "a second head");
            } else {
                ended(Http2Heads.fields(headers));
            }
        } catch (BadMessageException e) {
            link.retire();
            broke(e);
        }
    }

    private void head(Http2Headers headers, boolean isEnd) throws BadMessageException {
        AnswerHead head = Http2Heads.answer(headers);
        User current = user;
        if (current == null) {
            return;
        }
        if (head.isInterim()) {
            if (isEnd || ++interims > MOST_INTERIM) {
                throw Http2Heads.bad("interim", "more interim answers than there can be reason for, or nothing else");
            }
            current.answered(head, BodyFraming.NONE);
            return;
        }
        long framing = BodyFraming.ofAnswer(head, isHeadRequest);
        needsHead = false;
        isBounded = framing >= 0;
        remaining = Math.max(0, framing);
        if (framing == BodyFraming.UNTIL_CLOSE) {
            framing = BodyFraming.CHUNKED; // As little is known beforehand, and the end is told just as well.
        }
        if (isEnd && remaining > 0) {
            throw Http2Heads.bad("length", "the answer has a length but no body");
        }
        current.answered(head, framing);
        if (isEnd) {
            ended(HeaderFields.EMPTY);
        }
    }

    void data(ByteBuf data, boolean isEnd) {
        int size = data.readableBytes();
        uncredited += size;
        User current = user;
        if (current == null) {
            return;
        }
        remaining -= size;
        boolean isOdd = needsHead || (isBounded && (remaining < 0 || (isEnd && remaining > 0)));
        if (isOdd) {
            link.retire();
            broke(Http2Heads.bad("length", "the body is not what the head says"));
            return;
        }
        if (size > 0) {
            current.body(data.retain());
        }
        if (isEnd) {
            try {
                ended(HeaderFields.EMPTY);
            } catch (BadMessageException e) {
                broke(e);
            }
        }
    }

    private void ended(HeaderFields trailers) throws BadMessageException {
        if (isBounded && remaining > 0) {
            throw Http2Heads.bad("length", "the body is shorter than the head says");
        }
        isReceived = true;
        User current = user;
        if (current != null) {
            current.ended(trailers);
        }
    }

    void paused() {
        User current = user;
        if (current != null) {
            current.paused();
        }
    }

    // Ends

    @Override
    public void done(boolean isReusable) {
        close();
    }

    @Override
    public boolean mayRest() {
        return false;
    }

    @Override
    public void rest(long nanos) {
        close();
    }

    @Override
    public void closeAfterWrites() {
        close();
    }

    @Override
    public void reset() {
        close();
    }

    /** What is not over on both sides is cancelled. */
    @Override
    public void close() {
        if (!isGone && id != NOT_BEGUN && !(isSent && isReceived)) {
            retireIfSilent();
            link.cancel(id);
        }
        leave();
    }

    private @Nullable User leave() {
        User current = user;
        user = null;
        if (!isGone) {
            isGone = true;
            waiting = null;
            deadline.close();
            link.left(id);
            pool.closed(this);
        }
        return current;
    }

    /** Where nothing at all has come since long, whoever comes next should not wait for it, too. */
    private void retireIfSilent() {
        boolean isLong = pool.deadlines().now() - beganAt > SILENCE_NANOS;
        if (isLong && link.heardAt() - beganAt < 0) {
            link.retire();
        }
    }

    private void passed() {
        broke(new UpstreamException(504, "upstream.slow", "no answer in time"));
    }

    private void broke(Exception cause) {
        User current = user;
        user = null;
        close();
        if (current != null) {
            current.broke(cause);
        }
    }

    /** The head could not be sent. */
    void notBegun() {
        unprocessed("the request could not be begun on its connection");
    }

    void malformed(String what) {
        link.retire();
        broke(Http2Heads.bad("http2", what));
    }

    void wasReset(long code) {
        if (code == Http2Error.REFUSED_STREAM.code() && needsHead) {
            unprocessed("it refused the stream");
            return;
        }
        User current = leave();
        if (current != null) {
            current.broke(new UpstreamException(
                    502, "upstream.reset", pool.authority() + ": it reset the stream (" + word(code) + ")"));
        }
    }

    private static String word(long code) {
        Http2Error known = Http2Error.valueOf(code);
        return known == null ? "code " + code : known.toString();
    }

    /** Nothing above {@code last} was acted on. */
    void goAway(int last) {
        if (id > last && needsHead) {
            unprocessed("it went away before it saw the request");
        }
    }

    private void unprocessed(String why) {
        User current = leave();
        if (current != null) {
            current.unprocessed(new UpstreamException(502, "upstream.refused", pool.authority() + ": " + why));
        }
    }

    /** The connection is gone. */
    void lost(@Nullable String cause) {
        boolean isUnsent = id == NOT_BEGUN;
        User current = leave();
        if (current == null) {
            return;
        }
        String when = needsHead ? "before its answer" : "in the middle of its answer";
        UpstreamException lost = new UpstreamException(
                502,
                "upstream.closed",
                (cause == null ? "the connection was closed " : cause + ", and it was closed ") + when);
        if (isUnsent) {
            current.unprocessed(lost);
        } else {
            current.broke(lost);
        }
    }
}
