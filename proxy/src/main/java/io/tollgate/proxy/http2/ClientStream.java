package io.tollgate.proxy.http2;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Stream;
import io.tollgate.filters.http.HeaderFields;
import io.tollgate.filters.http.RequestHead;
import io.tollgate.filters.http.Response;
import io.tollgate.filters.http.ResponseHead;
import io.tollgate.proxy.http.Answers;
import io.tollgate.proxy.http.BadMessageException;
import io.tollgate.proxy.http.BodyFraming;
import io.tollgate.proxy.http.Downstream;
import io.tollgate.proxy.http.ExchangeHandler;
import io.tollgate.proxy.http.HeadLimits;
import io.tollgate.proxy.http.ProxyKernel;
import io.tollgate.proxy.http2.RequestFields.MalformedException;
import io.tollgate.proxy.http2.RequestFields.Request;
import org.jspecify.annotations.Nullable;

/** One stream of a client's connection: the client's side of one exchange. Confined to one event loop. */
final class ClientStream implements Downstream, StreamBody.To, StreamAnswer.Progress, StreamPace.Waiting {
    private final ClientConnection connection;
    private final Http2Stream stream;
    private final ProxyKernel kernel;
    private final StreamBody body = new StreamBody(this);
    private final StreamAnswer answer;
    private final StreamPace pace;
    private @Nullable ExchangeHandler exchange;
    private @Nullable RequestHead dueHead;
    private boolean isHeadRequest;
    private boolean isContinueDue;
    private boolean isTunnel;
    private boolean isAnswering;
    private boolean isComplete;
    private boolean isMalformed;
    private boolean isClosed;
    private boolean isDirty;
    private boolean isFlushDue;
    private int owed;

    ClientStream(ClientConnection connection, Http2Stream stream, ProxyKernel kernel) {
        this.connection = connection;
        this.stream = stream;
        this.kernel = kernel;
        this.answer = connection.answer(stream, this);
        this.pace = new StreamPace(connection.deadlines(), kernel.limits(), this);
    }

    // What the client sends

    /** Whether the client has said all of a request that was one. */
    boolean isEnded() {
        return body.isEnded() && !isMalformed;
    }

    /** The field section that begins the request. */
    void begin(FieldBlock section, boolean isEnd) throws Http2Exception {
        body.start(-1, false, isEnd);
        isHeadRequest = section.isHead(); // Refusals of one have no body either.
        try {
            Request request =
                    RequestFields.request(section, connection.arrival().scheme(), isEnd, connection.keys());
            begin(request, isEnd);
        } catch (MalformedException e) {
            throw malformed("request.malformed");
        } catch (BadMessageException e) {
            refuse(kernel.rescue().ofHead(e).response());
        }
    }

    /** A field section that is larger than any request's may be. */
    void tooLarge(boolean isEnd) {
        body.start(-1, false, isEnd);
        refuse(kernel.rescue().ofHead(HeadLimits.REQUEST.tooLarge()).response());
    }

    private void begin(Request request, boolean isEnd) {
        RequestHead head = request.head();
        long framing = request.meta().framing();
        isContinueDue = request.meta().isContinueExpected() && !isEnd;
        boolean isLengthDeclared = framing >= 0 && !request.isTunnel();
        body.start(isLengthDeclared ? framing : -1, framing != BodyFraming.NONE, isEnd);
        exchange = new ExchangeHandler(kernel, this, connection.scope(), request.meta());
        if (isLengthDeclared && framing == 0 && !isEnd) {
            dueHead = head; // Nothing goes anywhere before it is known that nothing follows.
            pace.wanted();
        } else {
            start(head);
        }
    }

    private void start(RequestHead head) {
        ExchangeHandler begun = exchange;
        if (begun != null) {
            begun.start(head, connection.peer(), connection.arrival());
        }
    }

    /**
     * A frame of the body.
     *
     * @return how much of its window is given back at once
     */
    int data(ByteBuf data, int padding, boolean isEnd) throws Http2Exception {
        int length = data.readableBytes();
        if (!body.isInLine(length, isEnd)) {
            throw malformed("request.length");
        }
        pace.brought(length);
        boolean isWindowKept = body.add(data, isEnd, alloc()) || isComplete;
        if (isEnd) {
            streamEnded();
        }
        return isWindowKept ? padding : length + padding;
    }

    /** The field section that ends the request. */
    void trailers(FieldBlock section) throws Http2Exception {
        try {
            HeaderFields fields = RequestFields.trailers(section);
            if (isTunnel || !body.isInLine(0, true)) {
                throw malformed("request.length");
            }
            body.end(fields);
        } catch (MalformedException | BadMessageException e) {
            throw malformed("request.trailer");
        }
        streamEnded();
    }

    private void streamEnded() {
        RequestHead due = dueHead;
        if (due != null) {
            dueHead = null;
            pace.stop();
            start(due);
        }
        ExchangeHandler current = exchange;
        if (isTunnel && current != null) {
            // What HTTP/1.1 does by closing the connection.
            exchange = null;
            ByteBuf last = body.rest();
            if (last != null) {
                current.bodyArrived(last);
            }
            current.gone();
            answer.end(HeaderFields.EMPTY);
            flush();
        }
    }

    /** What ends the stream by the client's fault, and with it what went upstream of it. */
    private Http2Exception malformed(String code) {
        isMalformed = true;
        abandon(code);
        return Http2Exception.streamError(stream.id(), Http2Error.PROTOCOL_ERROR, "malformed");
    }

    private void abandon(@Nullable String code) {
        ExchangeHandler current = exchange;
        exchange = null;
        boolean isStarted = dueHead == null;
        dueHead = null;
        if (current != null && isStarted) {
            current.abandon(code);
        }
    }

    /** No more of the body for now. */
    void paused() {
        isDirty = false;
        ExchangeHandler current = exchange;
        if (current != null) {
            current.bodyPaused();
        }
    }

    /** The stream is closed, by whomever. */
    void closed() {
        isClosed = true;
        body.close();
        answer.close();
        pace.close();
        ExchangeHandler current = exchange;
        exchange = null;
        boolean isStarted = dueHead == null;
        dueHead = null;
        if (current != null && isStarted) {
            current.gone();
        }
    }

    /** The client opened the stream's window. */
    void windowOpened() {
        pace.progressed();
    }

    void writable() {
        ExchangeHandler current = exchange;
        if (current != null) {
            current.writable();
        }
    }

    // What the exchange gets of it

    @Override
    public void arrived(ByteBuf piece) {
        ExchangeHandler current = exchange;
        if (current == null) {
            piece.release();
            return;
        }
        owed += piece.readableBytes();
        if (!isDirty) {
            isDirty = true;
            connection.dirty(this);
        }
        current.bodyArrived(piece);
    }

    @Override
    public void ended(HeaderFields trailers) {
        pace.stop();
        ExchangeHandler current = exchange;
        if (current != null) {
            current.bodyEnded(trailers);
        }
    }

    @Override
    public EventLoop loop() {
        return connection.loop();
    }

    @Override
    public ByteBufAllocator alloc() {
        return connection.alloc();
    }

    @Override
    public boolean isWritable() {
        return !isClosed && connection.isWritable(stream);
    }

    /** Upstream took what it had: the client may send as much again. */
    @Override
    public void requestBody() {
        if (isClosed) {
            return;
        }
        if (owed > 0) {
            int bytes = owed;
            owed = 0;
            connection.giveBack(stream, bytes);
        }
        if (isContinueDue) {
            isContinueDue = false;
            answer.interim(100, HeaderFields.EMPTY);
            connection.flushLater();
        }
        body.want();
        if (body.isWanted() && !isTunnel && !isAnswering) {
            pace.wanted();
        }
    }

    // The answer

    @Override
    public void interim(int status, HeaderFields fields) {
        answer.interim(status, fields);
        connection.flushLater();
    }

    @Override
    public void head(ResponseHead head, long framing) {
        int status = head.status();
        if (status == 101) {
            isTunnel = true;
            pace.stop();
            body.tunnelled();
        }
        // From here on both sides speak as they like: a quiet client of a conversation is no slow upload.
        isAnswering = true;
        pace.stop();
        boolean hasNoBody =
                isHeadRequest || status == 204 || status == 304 || (framing == BodyFraming.NONE && status != 101);
        answer.head(head, hasNoBody);
    }

    @Override
    public void body(ByteBuf piece) {
        answer.body(piece);
    }

    @Override
    public void end(HeaderFields trailers) {
        exchange = null;
        body.close();
        pace.stop();
        answer.end(trailers);
        flush();
    }

    @Override
    public void flush() {
        answer.flush();
        if (!isFlushDue && !isClosed) {
            isFlushDue = true;
            connection.flushLater(this);
        }
    }

    /** What was written was flushed: what did not go out waits for the client. */
    void flushed() {
        isFlushDue = false;
        if (answer.isUnderWay() && !isClosed) {
            pace.stalled();
        }
    }

    @Override
    public void refuse(Response response) {
        ResponseHead head = Answers.head(response, kernel.clock());
        answer.head(head, isHeadRequest);
        answer.body(Unpooled.wrappedBuffer(response.body()));
        end(HeaderFields.EMPTY);
    }

    @Override
    public void cut() {
        exchange = null;
        connection.reset(stream, isTunnel ? Http2Error.CANCEL : Http2Error.INTERNAL_ERROR);
    }

    // How it goes

    @Override
    public void given(int bytes) {
        connection.given(bytes);
    }

    @Override
    public void wrote() {
        if (answer.isUnderWay()) {
            pace.progressed();
        } else {
            pace.flowing();
        }
    }

    /** What a client still sends may end by itself, as far as a window goes. */
    @Override
    public void completed() {
        if (!body.isEnded() && !isClosed) {
            isComplete = true;
            pace.linger();
        }
    }

    @Override
    public void tooSlow() {
        if (isComplete) {
            // Nobody needs the rest (RFC 9113 section 8.1).
            connection.reset(stream, Http2Error.NO_ERROR);
            return;
        }
        ExchangeHandler current = exchange;
        BadMessageException cause = new BadMessageException(408, "request.body.slow", "the body did not come in time");
        if (dueHead != null) {
            dueHead = null;
            exchange = null;
            refuse(kernel.rescue().ofHead(cause).response());
        } else if (current != null && body.isWanted()) {
            current.bodyBroke(cause);
        }
    }

    @Override
    public void takesNothing() {
        if (!connection.hasRoom()) {
            pace.stalled(); // The connection as a whole is waited for.
            return;
        }
        abandon("downstream.slow");
        connection.reset(stream, Http2Error.CANCEL);
    }
}
