package io.tollgate.proxy.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoop;
import io.tollgate.filters.chain.Arrival;
import io.tollgate.filters.http.ClientAddress;
import io.tollgate.filters.http.HeaderFields;
import io.tollgate.filters.http.RequestHead;
import io.tollgate.filters.http.Response;
import io.tollgate.filters.http.ResponseHead;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A client's connection of HTTP/1.1: one exchange after the other, each message read only when asked for.
 *
 * <p>Auto-read is off. A head is taken alone; what follows it stays where it is until the exchange asks for its body, and
 * what follows that until the answer is complete. Confined to one event loop.
 */
final class HttpConnection implements Downstream, Drainable {
    private enum State {
        /** Between requests, or in the middle of a head. */
        HEAD,
        /** An exchange is under way. */
        EXCHANGE,
        /** Nothing is read as a request any more. */
        CLOSING
    }

    private final Supplier<ProxyKernel> kernels;
    private final Arrival arrival;
    private final ClientAddress peer;
    private final LoopScope scope;
    private final ChannelHandlerContext context;
    private final AnswerWriter writer;
    private final RequestIntake intake = new RequestIntake();
    private final BodyIntake body = new BodyIntake();
    private final ConnectionDeadlines deadlines;
    private ProxyKernel kernel;
    private final InputBytes in = new InputBytes();
    private State state = State.HEAD;
    private @Nullable ExchangeHandler exchange;
    private boolean isPersistent;
    private boolean isProcessing;
    private boolean isReadPending;
    private boolean isInputEnded;
    private boolean isDraining;

    HttpConnection(Supplier<ProxyKernel> kernels, Arrival arrival, LoopScope scope, ChannelHandlerContext context) {
        this.kernels = kernels;
        this.kernel = kernels.get();
        this.arrival = arrival;
        this.peer = Peers.direct(context.channel(), arrival);
        this.scope = scope;
        this.context = context;
        this.writer = new AnswerWriter(context, scope.heads());
        this.deadlines = new ConnectionDeadlines(scope.deadlines(), kernel.limits(), this);
    }

    /** Starts to listen to the client. */
    void start() {
        scope.opened(this);
        deadlines.awaitingHead();
        advance();
    }

    /** Bytes have come. */
    void read(ByteBuf bytes) {
        if (state == State.CLOSING) {
            bytes.release();
            return;
        }
        in.add(bytes, context.alloc());
        process();
    }

    /** No more will come unless it is asked for. */
    void readComplete() {
        isReadPending = false;
        advance();
    }

    /**
     * The client sends no more (a FIN). What it sent whole is still answered: old clients close their side after a request
     * (RFC 9112 section 9.6). Whether it is there at all shows when an answer is written; until then it is waited for
     * within bounds.
     */
    void inputEnded() {
        isInputEnded = true;
        if (exchange != null) {
            deadlines.inputEnded();
        }
        advance();
    }

    /** The client's TLS says that it is done: nothing can be written to it any more (RFC 5246 section 7.2.1). */
    void saidGoodbye() {
        if (state != State.CLOSING) {
            context.close();
        }
    }

    void writabilityChanged() {
        deadlines.writabilityChanged(context.channel());
        ExchangeHandler current = exchange;
        if (!context.channel().isWritable()) {
            return;
        }
        if (current != null) {
            current.writable();
        } else {
            context.channel().eventLoop().execute(this::advance);
        }
    }

    /** The connection is closed, by whomever. */
    void closed() {
        ExchangeHandler current = exchange;
        exchange = null;
        if (current != null && body.isUntilClose() && in.isThere()) {
            current.bodyArrived(in.takeAll()); // The last words in a tunnel, which its upstream had no room for.
        }
        close();
        if (current != null) {
            current.gone();
        }
    }

    /** Does what can be done with the bytes that are there. */
    private void process() {
        if (isProcessing) {
            return;
        }
        isProcessing = true;
        try {
            boolean hasMore = true;
            while (hasMore) {
                hasMore = switch (state) {
                    // Who takes no answers gets no more of them: what waits for a client is bounded.
                    case HEAD -> context.channel().isWritable() && readHead();
                    case EXCHANGE -> readBody();
                    case CLOSING -> false;
                };
            }
        } catch (BadMessageException e) {
            refuse(e);
        } finally {
            isProcessing = false;
        }
        ExchangeHandler current = exchange;
        if (current != null) {
            current.bodyPaused();
        }
        writer.flush();
        in.tidy();
    }

    /** Goes on with what is there, then asks for more where more is wanted. */
    private void advance() {
        process();
        boolean wantsMore = switch (state) {
            case HEAD -> context.channel().isWritable();
            case EXCHANGE -> body.isWanted() || (body.isComplete() && !in.isThere());
            case CLOSING -> false;
        };
        if (!wantsMore || !context.channel().isActive()) {
            return;
        }
        if (isInputEnded) {
            endOfInput();
        } else if (!isReadPending) {
            isReadPending = true;
            context.read();
        }
    }

    /** More is wanted than will ever come: all is answered, or the rest of a message is missing, or a tunnel ends. */
    private void endOfInput() {
        boolean isWaiting = state == State.EXCHANGE && !body.isWanted();
        if (!isWaiting) {
            context.close();
        }
    }

    private boolean readHead() throws BadMessageException {
        RequestHead read = intake.read(in.bytes());
        if (read != null) {
            begin(read);
        } else if (intake.hasBegun()) {
            deadlines.headBegan();
        }
        return read != null;
    }

    private void begin(RequestHead read) throws BadMessageException {
        deadlines.headEnded();
        kernel = kernels.get();
        isPersistent = false;
        TargetForm form = TargetForm.read(read, arrival.scheme());
        RequestMeta request = RequestMeta.read(form.head(), form.authority());
        writer.answering(read.method(), read.minorVersion());
        isPersistent = request.isKeepAlive();
        body.start(request);
        ExchangeHandler next = new ExchangeHandler(kernel, this, scope, request);
        state = State.EXCHANGE;
        exchange = next;
        next.start(form.head(), peer, arrival);
    }

    private boolean readBody() {
        ExchangeHandler current = exchange;
        if (current == null || !body.isWanted()) {
            return false;
        }
        try {
            ByteBuf piece = body.next(in.bytes(), context.alloc());
            if (piece != null) {
                deadlines.bodyBrought(piece.readableBytes());
                current.bodyArrived(piece);
            }
            if (exchange == current && body.takeEnd()) {
                deadlines.bodyPaused();
                current.bodyEnded(body.trailers());
            }
            return piece != null && (body.isWanted() || exchange != current);
        } catch (BadMessageException e) {
            isPersistent = false;
            body.broke();
            deadlines.bodyPaused();
            current.bodyBroke(e);
            return false;
        }
    }

    /** A deadline passed while the client was waited for. */
    void tooSlow() {
        ExchangeHandler current = exchange;
        if (state == State.HEAD && in.isThere()) {
            refuse(new BadMessageException(408, "request.head.slow", "the head did not come in time"));
        } else if (state == State.HEAD) {
            state = State.CLOSING;
            context.close();
        } else if (isInputEnded) {
            context.close();
        } else if (current != null && body.isWanted()) {
            body.unwant();
            isPersistent = false;
            deadlines.bodyPaused();
            current.bodyBroke(new BadMessageException(408, "request.body.slow", "the body did not come in time"));
        } else {
            deadlines.bodyPaused();
        }
    }

    /** What can't be read as a request is answered and nothing after it is looked at. */
    @Override
    public void refuse(Response response) {
        isPersistent = false;
        ByteBuf page = Unpooled.wrappedBuffer(response.body());
        writer.head(Answers.head(response, kernel.clock()), page.readableBytes(), false);
        writer.body(page);
        finish();
    }

    private void refuse(BadMessageException cause) {
        refuse(kernel.rescue().ofHead(cause).response());
    }

    /** The client takes nothing of what waits for it. */
    void cutSlowReader() {
        ExchangeHandler current = exchange;
        if (current != null) {
            current.cut("downstream.slow");
        } else {
            context.close();
        }
    }

    /**
     * From now on the connection closes after its exchange, or at once where it rests. One that was used just now does not: a
     * request may be on its way, and is answered by one that says that it was the last.
     */
    @Override
    public void drain() {
        isDraining = true;
        if (state != State.HEAD || in.isThere()) {
            return;
        }
        if (deadlines.isResting()) {
            state = State.CLOSING;
            context.close();
        } else {
            deadlines.awaitingLastRequest();
        }
    }

    private void finish() {
        exchange = null;
        body.unwant();
        if (isPersistent) { // Where it ends, the answer has said so, or the end began in the middle of it.
            state = State.HEAD;
            deadlines.awaitingRequest();
            if (isDraining || scope.isDraining()) {
                deadlines.awaitingLastRequest();
            }
            if (!isProcessing) {
                advance();
            }
            return;
        }
        writer.flush();
        state = State.CLOSING;
        deadlines.close();
        LingeringClose.begin(context, scope.deadlines(), kernel.limits());
    }

    private void close() {
        state = State.CLOSING;
        scope.closed(this);
        deadlines.close();
        writer.close();
        in.close();
    }

    // The client's side of the exchange

    @Override
    public EventLoop loop() {
        return context.channel().eventLoop();
    }

    @Override
    public ByteBufAllocator alloc() {
        return context.alloc();
    }

    @Override
    public boolean isWritable() {
        return context.channel().isWritable();
    }

    @Override
    public void requestBody() {
        if (state != State.EXCHANGE || !body.want()) {
            return;
        }
        if (body.takeContinue() && !in.isThere()) {
            writer.interim(100, HeaderFields.EMPTY);
        }
        deadlines.bodyWanted(body.isUntilClose());
        if (!isProcessing) {
            advance();
        }
    }

    @Override
    public void interim(int status, HeaderFields fields) {
        writer.interim(status, fields);
    }

    @Override
    public void head(ResponseHead head, long framing) {
        if (head.status() == 101) {
            writer.tunnel(head);
            isPersistent = false;
            body.tunnelled();
            return;
        }
        long written = writer.framing(head.status(), framing);
        isPersistent &= !isInputEnded || in.isThere();
        isPersistent &= written != BodyFraming.UNTIL_CLOSE
                && !isDraining
                && !scope.isDraining()
                && body.isAtItsEnd(in.bytes(), context.alloc());
        writer.head(head, written, isPersistent);
    }

    @Override
    public void body(ByteBuf piece) {
        if (isInputEnded) {
            deadlines.inputEnded();
        }
        writer.body(piece);
    }

    @Override
    public void end(HeaderFields trailers) {
        writer.end(trailers);
        if (!isProcessing) {
            writer.flush();
        }
        isPersistent &= body.isComplete();
        finish();
    }

    @Override
    public void flush() {
        if (!isProcessing) {
            writer.flush();
        }
    }

    @Override
    public void cut() {
        exchange = null;
        close();
        LingeringClose.reset(context);
    }
}
