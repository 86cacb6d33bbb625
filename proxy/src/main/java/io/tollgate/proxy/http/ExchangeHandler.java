package io.tollgate.proxy.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.EventLoop;
import io.tollgate.filters.access.Permit;
import io.tollgate.filters.chain.AnswerJudge;
import io.tollgate.filters.chain.Arrival;
import io.tollgate.filters.chain.BodyWatch;
import io.tollgate.filters.chain.Exchange;
import io.tollgate.filters.chain.ExchangeListener.Outcome;
import io.tollgate.filters.chain.KeptRequest;
import io.tollgate.filters.chain.Passage;
import io.tollgate.filters.chain.Responder;
import io.tollgate.filters.chain.Verdict.Decision;
import io.tollgate.filters.chain.Verdict.Fail;
import io.tollgate.filters.chain.Verdict.Pass;
import io.tollgate.filters.chain.Verdict.Respond;
import io.tollgate.filters.chain.Verdict.Resume;
import io.tollgate.filters.http.ClientAddress;
import io.tollgate.filters.http.HeaderFields;
import io.tollgate.filters.http.RequestHead;
import io.tollgate.filters.http.Response;
import io.tollgate.filters.http.ResponseHead;
import io.tollgate.filters.routing.Target;
import io.tollgate.proxy.http.Forwarder.Forwarding;
import io.tollgate.proxy.http.Reception.Received;
import io.tollgate.proxy.http.Reception.Received.Admitted;
import io.tollgate.proxy.http.Reception.Received.Refused;
import io.tollgate.proxy.http.Rescue.Rescued;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Takes one exchange from its head to its end: received, judged, answered or forwarded, and told to the listeners once,
 * whatever happens. Knows nothing of the protocol below. Confined to one event loop.
 */
public final class ExchangeHandler implements Forwarder.Answering {
    private final ProxyKernel kernel;
    private final Downstream client;
    private final LoopScope scope;
    private final long startedAt;
    private RequestMeta request;
    private StreamedBody body;

    @Nullable
    ExchangeHandler previous;

    @Nullable
    ExchangeHandler next;

    private @Nullable Exchange exchange;
    private @Nullable KeptReplay replay;
    private @Nullable Forwarding forwarding;
    private @Nullable HeldAnswer held;
    private boolean isHeadWritten;
    private boolean isTunnel;
    private boolean isOver;
    private int status;
    private long responseBytes;
    private @Nullable String fault;

    /**
     * An exchange that {@link #start} begins.
     *
     * @param scope of the loop that {@code client} is confined to
     */
    public ExchangeHandler(ProxyKernel kernel, Downstream client, LoopScope scope, RequestMeta request) {
        this.kernel = kernel;
        this.client = client;
        this.scope = scope;
        this.request = request;
        this.body = new StreamedBody(client, request.framing(), kernel.store());
        this.startedAt = scope.deadlines().now();
    }

    /** The exchange; only asked for once it was received. */
    Exchange exchange() {
        Exchange received = exchange;
        if (received == null) {
            throw new IllegalStateException("the request was not received");
        }
        return received;
    }

    // From head to decision

    /**
     * Receives and judges the request; an answer may be written before this returns.
     *
     * @param peer the other end of the connection, as if nobody stood behind it
     */
    public void start(RequestHead head, ClientAddress peer, Arrival arrival) {
        Received received;
        try {
            received = kernel.reception().receive(head, request.authority(), peer, arrival, body);
        } catch (RuntimeException e) {
            refuse(kernel.rescue().unreceived(e));
            return;
        }
        if (received instanceof Refused refused) {
            refuse(refused.response());
        } else if (received instanceof Admitted admitted) {
            exchange = admitted.exchange();
            scope.exchanges().add(this);
            Decision decision = kernel.chain().judge(admitted.exchange(), client.loop(), this::decidedLate);
            if (decision != null) {
                decided(decision);
            }
        }
    }

    /** Nobody was told of it as an exchange; whatever follows on its connection is not looked at. */
    private void refuse(Response response) {
        isOver = true;
        client.refuse(response);
    }

    /** What had to be waited for is judged once more: the session may have ended in the meantime. */
    private void decidedLate(Exchange judged, Decision decision) {
        if (isOver) {
            if (decision instanceof Resume resume) {
                resume.kept().body().delete();
            }
            return;
        }
        if (decision == Pass.PASS
                && judged.permit() != null
                && !kernel.isStillPermitted().test(judged)) {
            decided(new Fail(new BadMessageException(401, "session.changed", "the session changed meanwhile")));
        } else {
            decided(decision);
        }
        client.flush();
    }

    private void decided(Decision decision) {
        if (decision instanceof Respond respond) {
            respond(respond.response());
        } else if (decision instanceof Fail fail) {
            failed(fail.cause());
        } else if (decision instanceof Resume resume) {
            resume(resume.kept());
        } else if (exchange().route().target() instanceof Target.Own own) {
            answer(own.page());
        } else {
            forward();
        }
    }

    /** From now on it is the request that was kept, received and judged as if it came now. */
    private void resume(KeptRequest kept) {
        Exchange asking = exchange();
        KeptReplay again = new KeptReplay(kept.body(), client.loop(), this);
        replay = again;
        Received received;
        try {
            request = RequestMeta.read(kept.head(), null, kept.body().length(), null);
            body = new StreamedBody(again, request.framing(), kernel.store());
            received = kernel.reception()
                    .receive(kept.head(), request.authority(), asking.client(), asking.arrival(), body);
        } catch (BadMessageException | RuntimeException e) {
            failed(e);
            return;
        }
        if (received instanceof Admitted admitted) {
            admitted.exchange().resumed();
            exchange = admitted.exchange();
            Decision decision = kernel.chain().judge(admitted.exchange(), client.loop(), this::decidedLate);
            if (decision != null) {
                decided(decision);
            }
        } else if (received instanceof Refused refused) {
            respond(refused.response());
        }
    }

    private void answer(String page) {
        Responder responder = kernel.responders().apply(page);
        if (responder == null) {
            failed(new BadMessageException(404, "page.unknown", "no such page"));
            return;
        }
        CompletionStage<Response> answer;
        try {
            answer = responder.respond(exchange());
        } catch (RuntimeException e) {
            failed(e);
            return;
        }
        answer.whenComplete((response, failure) -> client.loop().execute(() -> answered(response, failure)));
    }

    private void answered(@Nullable Response response, @Nullable Throwable failure) {
        if (isOver) {
            return;
        }
        if (response == null) {
            failed(failure == null ? new NullPointerException("a responder said nothing") : failure);
        } else {
            respond(response);
        }
    }

    private void forward() {
        Permit permit = exchange().permit();
        if (permit == null) {
            failed(new IllegalStateException("nothing is forwarded without a permit"));
            return;
        }
        HeldAnswer holding = held();
        Forwarding started;
        try {
            started = kernel.forwarder().forward(exchange(), permit, request, holding == null ? this : holding);
        } catch (RuntimeException e) {
            (holding == null ? this : holding).failed(e);
            return;
        }
        if (holding != null) {
            holding.resumeBy(started::clientWritable);
        }
        BodyWatch watch = exchange().watch();
        Forwarding watched =
                watch == null ? started : new WatchedForwarding(started, watch, this, this::refusedMeanwhile);
        forwarding = watched;
        body.forwardTo(watched);
        watched.start();
    }

    /** Who looks at the answer before it goes on; null where nobody does. */
    private @Nullable HeldAnswer held() {
        Passage passage = exchange().passage();
        AnswerJudge judge = passage == null ? null : passage.judge();
        if (judge != null) {
            held = new HeldAnswer(judge, this, this::replaced);
        }
        return held;
    }

    /** Something else is answered than what the upstream said. */
    private void replaced(Response response) {
        if (!isOver) {
            cancelForwarding();
            respond(response);
            client.flush();
        }
    }

    /** By what was seen of its body: the upstream's side never gets the rest, and the evidence is kept in any case. */
    private void refusedMeanwhile(Respond refusal) {
        cancelForwarding();
        boolean isTooLate = isHeadWritten;
        Decision decision = kernel.chain()
                .refuse(refusal, exchange(), client.loop(), isTooLate ? (judged, kept) -> {} : this::decidedLate);
        if (isTooLate) {
            over(exchange().refusal());
            client.cut();
        } else if (decision != null) {
            decided(decision);
        }
    }

    // What the client does

    /** A piece of the body, whose reference is taken over. */
    public void bodyArrived(ByteBuf piece) {
        if (isOver) {
            piece.release();
            return;
        }
        body.arrived(piece);
    }

    /** The body is complete. */
    public void bodyEnded(HeaderFields trailers) {
        if (isOver) {
            return;
        }
        body.ended(trailers);
    }

    /** No more of the body has come for now. */
    public void bodyPaused() {
        Forwarding current = forwarding;
        if (current != null) {
            current.bodyPaused();
        }
    }

    /** The body can't be read any further. */
    public void bodyBroke(BadMessageException cause) {
        if (isOver) {
            return;
        }
        failed(cause);
    }

    /** The client has room again. */
    public void writable() {
        Forwarding current = forwarding;
        if (current != null) {
            current.clientWritable();
        }
    }

    /** The client has left; in a tunnel that is how it ends. */
    public void gone() {
        abandon(isTunnel ? null : "downstream.gone");
    }

    /** Nobody is there to be answered any more, for this reason; null for none worth telling. */
    public void abandon(@Nullable String code) {
        if (!isOver) {
            cancelForwarding();
            over(code);
        }
    }

    /** Ends what may no longer be, never as if it were complete; an answer that has not begun says why. */
    public void cut(String code) {
        if (isOver) {
            return;
        }
        if (!isHeadWritten) {
            failed(new BadMessageException(401, code, "the session, user or rules changed"));
            return;
        }
        cancelForwarding();
        over(code);
        client.cut();
    }

    // What is answered

    private void respond(Response response) {
        ResponseHead head = Answers.head(response, kernel.clock());
        byte[] bytes = response.body();
        try {
            kernel.amend(exchange(), head);
        } catch (RuntimeException e) {
            kernel.rescue().log("internal.response-filter", e);
            Response plain = Rescue.text(500, "internal.error", exchange().reference());
            head = Answers.head(plain, kernel.clock());
            bytes = plain.body();
        }
        status = head.status();
        isHeadWritten = true;
        client.head(head, bytes.length);
        client.body(Unpooled.wrappedBuffer(bytes));
        responseBytes += bytes.length;
        over(fault);
        client.end(HeaderFields.EMPTY);
    }

    @Override
    public EventLoop loop() {
        return client.loop();
    }

    @Override
    public boolean isWritable() {
        return client.isWritable();
    }

    @Override
    public void requestBody() {
        if (!isOver) {
            body.request();
        }
    }

    @Override
    public void interim(AnswerHead head) {
        if (!isOver) {
            client.interim(head.status(), head.fields());
        }
    }

    @Override
    public void head(AnswerHead answer, long framing) {
        if (isOver) {
            return;
        }
        ResponseHead head =
                Answers.head(answer, framing, exchange().head().method().equals("HEAD"));
        try {
            kernel.amend(exchange(), head);
        } catch (RuntimeException e) {
            failed(e);
            return;
        }
        status = head.status();
        isTunnel = status == 101;
        isHeadWritten = true;
        if (isTunnel) {
            body.tunnelled();
        }
        client.head(head, framing);
    }

    @Override
    public void body(ByteBuf piece) {
        if (isOver) {
            piece.release();
            return;
        }
        responseBytes += piece.readableBytes();
        client.body(piece);
    }

    @Override
    public void flush() {
        if (!isOver) {
            client.flush();
        }
    }

    @Override
    public void end(HeaderFields trailers) {
        if (!isOver) {
            over(null);
            client.end(trailers);
        }
    }

    /** Whatever went wrong: an answer if there is still one to give, else an end that can't be taken for complete. */
    @Override
    public void failed(Throwable cause) {
        if (isOver) {
            return;
        }
        cancelForwarding();
        Rescued rescued = kernel.rescue().of(exchange(), cause);
        fault = rescued.code();
        if (isHeadWritten) {
            over(fault);
            client.cut();
        } else {
            respond(rescued.response());
        }
    }

    private void cancelForwarding() {
        Forwarding current = forwarding;
        forwarding = null;
        HeldAnswer holding = held;
        held = null;
        if (holding != null) {
            holding.cancelled();
        }
        if (current != null) {
            current.cancel();
        }
    }

    private void over(@Nullable String fault) {
        isOver = true;
        forwarding = null;
        body.close();
        KeptReplay kept = replay;
        if (kept != null) {
            kept.close();
        }
        scope.exchanges().remove(this);
        Outcome outcome = new Outcome(
                status, body.bytes(), responseBytes, scope.deadlines().now() - startedAt, fault);
        kernel.ended(exchange(), outcome);
    }
}
