package io.tollgate.proxy.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.tollgate.filters.access.Permit;
import io.tollgate.filters.chain.Exchange;
import io.tollgate.filters.http.HeaderFields;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Takes requests and answers each with its line and body once it is complete, unless told to wait. */
final class FakeForwarder implements Forwarder {
    final List<Sent> sent = new ArrayList<>();
    boolean isEager = true;
    boolean isAnswering = true;

    @Override
    public Forwarding forward(Exchange exchange, Permit permit, RequestMeta request, Answering client) {
        Sent one = new Sent(exchange, permit, request, client);
        sent.add(one);
        return one;
    }

    /** A request as it went upstream. */
    final class Sent implements Forwarding {
        final Exchange exchange;
        final Permit permit;
        final RequestMeta request;
        final Answering client;
        final StringBuilder body = new StringBuilder();
        HeaderFields trailers = HeaderFields.EMPTY;
        boolean isComplete;
        boolean isCancelled;

        Sent(Exchange exchange, Permit permit, RequestMeta request, Answering client) {
            this.exchange = exchange;
            this.permit = permit;
            this.request = request;
            this.client = client;
        }

        @Override
        public void start() {
            if (request.hasBody()) {
                if (isEager) {
                    client.requestBody();
                }
            } else {
                bodyEnded(HeaderFields.EMPTY);
            }
        }

        @Override
        public void bodyArrived(ByteBuf piece) {
            body.append(piece.toString(StandardCharsets.ISO_8859_1));
            piece.release();
            if (isEager) {
                client.requestBody();
            }
        }

        @Override
        public void bodyEnded(HeaderFields fields) {
            isComplete = true;
            trailers = fields;
            if (isAnswering) {
                answer(permit.method() + " " + permit.target() + "[" + body + "]");
            }
        }

        void answer(String text) {
            byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
            client.head(
                    new AnswerHead(200, "OK", 1, HeaderFields.of("Content-Length", "" + bytes.length)), bytes.length);
            client.body(Unpooled.wrappedBuffer(bytes));
            client.end(HeaderFields.EMPTY);
        }

        @Override
        public void bodyPaused() {}

        @Override
        public void clientWritable() {}

        @Override
        public void cancel() {
            isCancelled = true;
        }
    }
}
