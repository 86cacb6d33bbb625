package io.tollgate.benchmarks.load;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.netty.util.concurrent.Promise;
import io.tollgate.benchmarks.BenchmarkException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Connections of HTTP/1.1 that stay open; a request goes to the one that was idle longest, or waits until one is. Confined to
 * one event loop.
 */
final class KeptConnections implements Sender {
    private static final int OPENING_AT_ONCE = 32;

    private final Dialer dialer;
    private final Target target;
    private final ByteBuf request;
    private final Promise<Void> allOpen;
    private final Deque<Connection> idle = new ArrayDeque<>();
    private final Deque<Tally.Ask> waiting = new ArrayDeque<>();
    private final List<Connection> all = new ArrayList<>();
    private int toDial;
    private int toOpen;
    private boolean isClosed;
    private @Nullable Tally tally;

    private KeptConnections(Dialer dialer, Target target, int count) {
        this.dialer = dialer;
        this.target = target;
        request = Http1Bytes.of(target);
        allOpen = dialer.loop().newPromise();
        toDial = count;
        toOpen = count;
    }

    /** Opens so many; each has asked once when the promise is kept, so that it is one that a person left open. */
    static KeptConnections open(Dialer dialer, Target target, int count) {
        KeptConnections connections = new KeptConnections(dialer, target, count);
        for (int i = 0; i < Math.min(OPENING_AT_ONCE, count); i++) {
            connections.dialNext();
        }
        return connections;
    }

    /** Kept when all are open. */
    Promise<Void> allOpen() {
        return allOpen;
    }

    /** Where answers are counted from now on. */
    void countIn(Tally counter) {
        tally = counter;
        waiting.clear();
    }

    private void dialNext() {
        if (toDial == 0 || isClosed) {
            return;
        }
        toDial--;
        Connection connection = new Connection();
        dialer.dial(
                () -> List.of(new HttpResponseDecoder(), connection.reader),
                connection::open,
                cause -> connection.failed(target.url() + " takes no connection: " + cause.getMessage(), cause));
    }

    @Override
    public void send(Tally.Ask ask) {
        Connection connection = idle.pollFirst();
        if (connection == null) {
            waiting.addLast(ask);
        } else {
            connection.send(ask);
        }
    }

    @Override
    public void close() {
        isClosed = true;
        waiting.clear();
        all.forEach(Connection::close);
    }

    /** One of them. */
    private final class Connection implements AnswerReader.Answers {
        private final AnswerReader reader = new AnswerReader(target, this);
        private Tally.@Nullable Ask current;
        private @Nullable Channel channel;

        void open(Channel opened) {
            channel = opened;
            all.add(this);
            write();
        }

        void send(Tally.Ask ask) {
            current = ask;
            write();
        }

        private void write() {
            if (channel != null) {
                reader.asked();
                channel.writeAndFlush(request.duplicate());
            }
        }

        @Override
        public void whole(long length) {
            Tally.Ask answered = current;
            current = null;
            if (answered == null) {
                toOpen--;
                dialNext();
                if (toOpen == 0) {
                    allOpen.trySuccess(null);
                }
            }
            Tally.Ask next = waiting.pollFirst();
            if (next == null) {
                idle.addLast(this);
            } else {
                send(next);
            }
            if (answered != null && tally != null) {
                tally.answered(answered, length);
            }
        }

        @Override
        public void failed(String problem, @Nullable Throwable cause) {
            if (isClosed) {
                return;
            }
            allOpen.tryFailure(new BenchmarkException(problem));
            if (tally != null) {
                tally.fail(problem, cause);
            }
        }

        void close() {
            if (channel != null) {
                channel.close();
            }
        }
    }
}
