package io.tollgate.proxy.http;

import io.netty.buffer.Unpooled;
import io.netty.channel.EventLoop;
import io.tollgate.filters.chain.KeptBody;
import io.tollgate.filters.http.HeaderFields;
import org.jspecify.annotations.Nullable;

/** Gives the exchange that goes on with a kept body the pieces of it, as a client would. Confined to one event loop. */
final class KeptReplay implements BodySource {
    private final KeptBody body;
    private final EventLoop loop;
    private final ExchangeHandler exchange;
    private boolean isBusy;
    private boolean isOver;

    KeptReplay(KeptBody body, EventLoop loop, ExchangeHandler exchange) {
        this.body = body;
        this.loop = loop;
        this.exchange = exchange;
    }

    @Override
    public EventLoop loop() {
        return loop;
    }

    @Override
    public void requestBody() {
        if (isBusy || isOver) {
            return;
        }
        if (body instanceof StoredBody stored) {
            isBusy = true;
            stored.next(loop, this::read, this::failed);
        } else {
            read(null);
        }
    }

    private void read(byte @Nullable [] piece) {
        isBusy = false;
        if (isOver) {
            return;
        }
        if (piece == null) {
            isOver = true;
            exchange.bodyEnded(HeaderFields.EMPTY);
        } else {
            exchange.bodyArrived(Unpooled.wrappedBuffer(piece));
        }
        exchange.bodyPaused();
    }

    private void failed(Throwable cause) {
        if (!isOver) {
            isOver = true;
            exchange.failed(cause);
        }
    }

    /** Nothing more of it goes anywhere. */
    void close() {
        isOver = true;
        body.delete();
    }
}
