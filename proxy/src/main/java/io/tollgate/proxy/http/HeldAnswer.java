package io.tollgate.proxy.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import io.tollgate.filters.chain.AnswerJudge;
import io.tollgate.filters.http.HeaderFields;
import io.tollgate.filters.http.Response;
import io.tollgate.proxy.http.Forwarder.Answering;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An upstream's answer that is looked at before its head goes to the client: as much of it as has to be seen is held back, and
 * nothing more is read until that is decided. Confined to one event loop.
 */
final class HeldAnswer implements Answering {
    private final AnswerJudge judge;
    private final Answering client;
    private final Consumer<Response> replaced;
    private final Deque<ByteBuf> held = new ArrayDeque<>();
    private Runnable resumed = () -> {};
    private State state = State.WAITING;
    private @Nullable AnswerHead head;
    private long framing;
    private int size;
    private @Nullable HeaderFields trailers;

    private enum State {
        /** For the head. */
        WAITING,
        /** For enough of the body. */
        GATHERING,
        /** For what the judge says. */
        JUDGED,
        /** What comes goes on. */
        PASSED,
        /** Nothing goes on. */
        OVER
    }

    /** Lets pass to {@code client} what {@code judge} lets pass; {@code replaced} must end the forwarding. */
    HeldAnswer(AnswerJudge judge, Answering client, Consumer<Response> replaced) {
        this.judge = judge;
        this.client = client;
        this.replaced = replaced;
    }

    /** How reading goes on after it was held up. */
    void resumeBy(Runnable reading) {
        resumed = reading;
    }

    @Override
    public EventLoop loop() {
        return client.loop();
    }

    @Override
    public boolean isWritable() {
        return switch (state) {
            case WAITING, GATHERING -> true;
            case JUDGED, OVER -> false;
            case PASSED -> client.isWritable();
        };
    }

    @Override
    public void requestBody() {
        client.requestBody();
    }

    @Override
    public void interim(AnswerHead interim) {
        client.interim(interim);
    }

    @Override
    public void head(AnswerHead answer, long length) {
        head = answer;
        framing = length;
        state = State.GATHERING;
        if (length == 0 || !judge.needsBody(answer.status(), answer.fields())) {
            judged(answer);
        }
    }

    @Override
    public void body(ByteBuf piece) {
        if (state == State.PASSED) {
            client.body(piece);
            return;
        }
        if (state == State.OVER) {
            piece.release();
            return;
        }
        held.add(piece);
        size += piece.readableBytes();
        AnswerHead answer = head;
        if (state == State.GATHERING && size >= AnswerJudge.MOST && answer != null) {
            judged(answer);
        }
    }

    @Override
    public void flush() {
        if (state == State.PASSED) {
            client.flush();
        }
    }

    @Override
    public void end(HeaderFields last) {
        if (state == State.PASSED) {
            client.end(last);
            return;
        }
        trailers = last;
        AnswerHead answer = head;
        if (state == State.GATHERING && answer != null) {
            judged(answer);
        }
    }

    private void judged(AnswerHead answer) {
        state = State.JUDGED;
        CompletionStage<@Nullable Response> verdict;
        try {
            verdict = judge.judge(answer.status(), answer.fields(), start());
        } catch (RuntimeException e) {
            broken(e);
            return;
        }
        verdict.whenComplete((response, failure) -> client.loop().execute(() -> decided(answer, response, failure)));
    }

    private byte[] start() {
        byte[] start = new byte[Math.min(size, AnswerJudge.MOST)];
        int at = 0;
        for (ByteBuf piece : held) {
            int length = Math.min(piece.readableBytes(), start.length - at);
            piece.getBytes(piece.readerIndex(), start, at, length);
            at += length;
        }
        return at == start.length ? start : Arrays.copyOf(start, at);
    }

    private void decided(AnswerHead answer, @Nullable Response response, @Nullable Throwable failure) {
        if (state != State.JUDGED) {
            return;
        }
        if (failure != null) {
            broken(failure);
        } else if (response != null) {
            drop();
            replaced.accept(response);
        } else {
            pass(answer);
        }
    }

    private void broken(Throwable failure) {
        drop();
        client.failed(failure);
    }

    private void pass(AnswerHead answer) {
        state = State.PASSED;
        client.head(answer, framing);
        while (!held.isEmpty() && state == State.PASSED) {
            client.body(held.remove());
        }
        HeaderFields last = trailers;
        if (last != null) {
            client.end(last);
            client.flush();
            return;
        }
        client.flush();
        resumed.run();
    }

    /** Nothing of it goes to the client any more. */
    private void drop() {
        state = State.OVER;
        held.forEach(ByteBuf::release);
        held.clear();
    }

    @Override
    public void failed(Throwable cause) {
        boolean isUnanswered = state == State.WAITING || state == State.GATHERING;
        drop();
        if (isUnanswered) {
            judge.unanswered(false);
        }
        client.failed(cause);
    }

    /** The client is gone, or the exchange was cut. */
    void cancelled() {
        boolean isUnanswered = state == State.WAITING || state == State.GATHERING;
        drop();
        if (isUnanswered) {
            judge.unanswered(true);
        }
    }
}
