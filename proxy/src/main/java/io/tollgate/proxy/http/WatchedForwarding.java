package io.tollgate.proxy.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.tollgate.filters.chain.BodyWatch;
import io.tollgate.filters.chain.Verdict.Respond;
import io.tollgate.filters.http.HeaderFields;
import io.tollgate.proxy.http.Forwarder.Answering;
import io.tollgate.proxy.http.Forwarder.Forwarding;
import java.util.function.Consumer;

/**
 * A request whose body is looked at on its way: what is not decided yet waits, and with it the end of the body. Confined to
 * one event loop.
 */
final class WatchedForwarding implements Forwarding {
    private final Forwarding upstream;
    private final BodyWatch watch;
    private final Answering client;
    private final Consumer<Respond> refused;
    private ByteBuf held = Unpooled.EMPTY_BUFFER;
    private boolean isOver;

    /** Passes to {@code upstream} what {@code watch} has no objection to; {@code refused} must cancel this. */
    WatchedForwarding(Forwarding upstream, BodyWatch watch, Answering client, Consumer<Respond> refused) {
        this.upstream = upstream;
        this.watch = watch;
        this.client = client;
        this.refused = refused;
    }

    @Override
    public void start() {
        upstream.start();
    }

    @Override
    public void bodyArrived(ByteBuf piece) {
        if (isOver) {
            piece.release();
            return;
        }
        int kept = watch.look(piece.nioBuffer());
        if (kept == BodyWatch.REFUSED) {
            piece.release();
            refuse();
            return;
        }
        int passing = held.readableBytes() + piece.readableBytes() - kept;
        if (passing > 0) {
            pass(piece, passing);
        } else {
            hold(piece);
            client.requestBody();
        }
    }

    /** All but what is kept, which is copied, so that it never holds on to a large buffer. */
    private void pass(ByteBuf piece, int passing) {
        ByteBuf all = held.isReadable() ? Unpooled.wrappedBuffer(held, piece) : piece;
        int end = all.readerIndex() + passing;
        held = all.writerIndex() == end
                ? Unpooled.EMPTY_BUFFER
                : Unpooled.copiedBuffer(all.slice(end, all.writerIndex() - end));
        upstream.bodyArrived(all.writerIndex(end));
    }

    private void hold(ByteBuf piece) {
        int size = piece.readableBytes();
        if (!held.isWritable(size)) {
            ByteBuf larger = Unpooled.buffer(2 * (held.readableBytes() + size)).writeBytes(held);
            held.release();
            held = larger;
        }
        held.writeBytes(piece);
        piece.release();
    }

    private void refuse() {
        close();
        refused.accept(watch.refusal());
    }

    @Override
    public void bodyEnded(HeaderFields trailers) {
        if (isOver) {
            return;
        }
        if (watch.end() == BodyWatch.REFUSED) {
            refuse();
            return;
        }
        isOver = true;
        ByteBuf last = held;
        held = Unpooled.EMPTY_BUFFER;
        if (last.isReadable()) {
            upstream.bodyArrived(last);
        }
        upstream.bodyEnded(trailers);
    }

    @Override
    public void bodyPaused() {
        upstream.bodyPaused();
    }

    @Override
    public void clientWritable() {
        upstream.clientWritable();
    }

    @Override
    public void cancel() {
        close();
        upstream.cancel();
    }

    /** Nothing more goes upstream. */
    private void close() {
        isOver = true;
        held.release();
        held = Unpooled.EMPTY_BUFFER;
    }
}
