package io.tollgate.proxy.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import io.tollgate.filters.access.Permit;
import io.tollgate.filters.chain.Exchange;
import io.tollgate.filters.http.HeaderFields;

/** Carries permitted requests to an app's upstream and its answers back. Safe for use by any event loop. */
@FunctionalInterface
public interface Forwarder {
    /**
     * Prepares to forward, on the exchange's event loop.
     *
     * @param permit what is forwarded: nothing is without one
     * @param request the request's framing and the rest of what the head says about the connection
     * @param client where the answer goes
     */
    Forwarding forward(Exchange exchange, Permit permit, RequestMeta request, Answering client);

    /** A request under way. Confined to the exchange's event loop. */
    interface Forwarding {
        /** Begins; what comes back may come before this returns. */
        void start();

        /** Sends a piece of the request's body, whose reference is taken over. */
        void bodyArrived(ByteBuf piece);

        /** The request's body is complete. */
        void bodyEnded(HeaderFields trailers);

        /** No more of the body for now: what was written may be flushed. */
        void bodyPaused();

        /** The client has room again. */
        void clientWritable();

        /** The client is gone or the exchange was cut: the upstream must not take the request for complete. */
        void cancel();
    }

    /** The client's side, as the upstream's side sees it. Confined to the exchange's event loop. */
    interface Answering {
        EventLoop loop();

        boolean isWritable();

        /** Asks for one piece more of the request's body. */
        void requestBody();

        void interim(AnswerHead head);

        /** Begins the answer; its body comes in this framing. */
        void head(AnswerHead head, long framing);

        void body(ByteBuf piece);

        void flush();

        void end(HeaderFields trailers);

        /** No answer, or no more of it, will come. */
        void failed(Throwable cause);
    }
}
