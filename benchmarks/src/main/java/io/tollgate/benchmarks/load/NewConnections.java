package io.tollgate.benchmarks.load;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpResponseDecoder;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A connection for each request, with a full handshake, closed after the answer. Confined to one event loop. */
final class NewConnections implements Sender {
    /** As many as clients at a storm would have open; what comes on top waits. */
    private static final int AT_ONCE = 512;

    private final Dialer dialer;
    private final Target target;
    private final ByteBuf request;
    private final Tally tally;
    private final Deque<Tally.Ask> waiting = new ArrayDeque<>();
    private final Set<Connection> open = new LinkedHashSet<>();
    private boolean isClosed;

    NewConnections(Dialer dialer, Target target, Tally tally) {
        this.dialer = dialer;
        this.target = target;
        this.tally = tally;
        request = Http1Bytes.of(target);
    }

    @Override
    public void send(Tally.Ask ask) {
        if (isClosed) {
            return;
        }
        if (open.size() >= AT_ONCE) {
            waiting.addLast(ask);
            return;
        }
        Connection connection = new Connection(ask);
        open.add(connection);
        dialer.dial(
                () -> List.of(new HttpResponseDecoder(), connection.reader),
                connection::open,
                cause -> connection.failed(target.url() + " takes no connection: " + cause.getMessage(), cause));
    }

    @Override
    public void close() {
        isClosed = true;
        waiting.clear();
        List.copyOf(open).forEach(Connection::close);
    }

    /** One of them, for one request. */
    private final class Connection implements AnswerReader.Answers {
        private final Tally.Ask ask;
        private final AnswerReader reader = new AnswerReader(target, this);
        private @Nullable Channel channel;
        private boolean isDone;

        Connection(Tally.Ask ask) {
            this.ask = ask;
        }

        void open(Channel opened) {
            channel = opened;
            if (isClosed) {
                close();
                return;
            }
            reader.asked();
            opened.writeAndFlush(request.duplicate());
        }

        @Override
        public void whole(long length) {
            isDone = true;
            close();
            open.remove(this);
            Tally.Ask next = waiting.pollFirst();
            if (next != null) {
                send(next);
            }
            tally.answered(ask, length);
        }

        @Override
        public void failed(String problem, @Nullable Throwable cause) {
            if (!isDone && !isClosed) {
                isDone = true;
                tally.fail(problem, cause);
            }
        }

        void close() {
            isDone = true;
            if (channel != null) {
                channel.close();
            }
        }
    }
}
