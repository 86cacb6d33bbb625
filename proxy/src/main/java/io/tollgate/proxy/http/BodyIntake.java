package io.tollgate.proxy.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.tollgate.filters.http.HeaderFields;
import org.jspecify.annotations.Nullable;

/**
 * Takes the body of one request after the other out of a client's bytes, a piece each time that somebody wants one.
 * Confined to one event loop.
 */
final class BodyIntake {
    private final BodyDecoder decoder = BodyDecoder.ofRequests();
    private boolean isWanted;
    private boolean isEndTold;
    private boolean isContinueDue;
    private boolean isTunnel;

    /** Begins with the body of this request. */
    void start(RequestMeta request) {
        isWanted = false;
        isEndTold = false;
        isTunnel = false;
        isContinueDue = request.isContinueExpected() && request.hasBody();
        decoder.start(request.framing());
    }

    /** From now on all that comes are the bytes of a tunnel. */
    void tunnelled() {
        isTunnel = true;
        isEndTold = false;
        decoder.start(BodyFraming.UNTIL_CLOSE);
    }

    /** What follows can't be told apart from the body any more. */
    void broke() {
        isWanted = false;
        decoder.start(BodyFraming.UNTIL_CLOSE);
    }

    boolean isWanted() {
        return isWanted;
    }

    /** Whether somebody asks for what was not asked for yet. */
    boolean want() {
        boolean isNews = !isEndTold && !isWanted;
        isWanted |= isNews;
        return isNews;
    }

    void unwant() {
        isWanted = false;
    }

    /** Whether the client still waits for 100 Continue; asked once. */
    boolean takeContinue() {
        boolean isDue = isContinueDue;
        isContinueDue = false;
        return isDue;
    }

    /** A piece, which nobody wants more than one of; null where none has come. */
    @Nullable
    ByteBuf next(ByteBuf in, ByteBufAllocator alloc) throws BadMessageException {
        ByteBuf piece = decoder.decode(in, alloc);
        if (piece != null) {
            isWanted = false;
        }
        return piece;
    }

    /** Whether the end has come and was not told; it is told now. */
    boolean takeEnd() {
        boolean isDue = decoder.isComplete() && !isEndTold;
        if (isDue) {
            isEndTold = true;
            isWanted = false;
        }
        return isDue;
    }

    HeaderFields trailers() {
        return decoder.trailers();
    }

    /** Whether nothing of it is to come any more. */
    boolean isComplete() {
        return decoder.isComplete();
    }

    /** Whether it ends only with the connection: a tunnel's, or one that broke. */
    boolean isUntilClose() {
        return decoder.framing() == BodyFraming.UNTIL_CLOSE;
    }

    /** Whether all of it was asked for, or what nobody asked for is here already and can be dropped. */
    boolean isAtItsEnd(ByteBuf in, ByteBufAllocator alloc) {
        if (decoder.isComplete()) {
            return true;
        }
        boolean mayDiscard = !isWanted && !isContinueDue && !isTunnel && !isUntilClose();
        return mayDiscard && decoder.discard(in, alloc);
    }
}
