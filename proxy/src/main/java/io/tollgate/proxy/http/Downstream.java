package io.tollgate.proxy.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.tollgate.filters.http.HeaderFields;
import io.tollgate.filters.http.Response;
import io.tollgate.filters.http.ResponseHead;

/**
 * The client's side of one exchange, whatever is below it: bytes of HTTP/1.1 or a stream of HTTP/2. Confined to one event
 * loop. What arrives is told to the {@link ExchangeHandler}.
 */
public interface Downstream extends BodySource {
    ByteBufAllocator alloc();

    /** Whether there is room for more of the answer; the handler is told when there is again. */
    boolean isWritable();

    /** Sends an interim answer (RFC 9110 section 15.2); dropped for a client that knows none. */
    void interim(int status, HeaderFields fields);

    /**
     * Begins the answer. With a 101 both bodies turn into the bytes of a tunnel.
     *
     * @param framing how the length of the body that follows is known, see {@link BodyFraming}; {@link BodyFraming#NONE}
     *     where no body follows whatever the fields say
     */
    void head(ResponseHead head, long framing);

    /** Sends a piece of the body, whose reference is taken over. */
    void body(ByteBuf piece);

    /** Completes the answer and flushes it. */
    void end(HeaderFields trailers);

    void flush();

    /** Answers a request that was not received as one, and looks at nothing that follows it. */
    void refuse(Response response);

    /** Ends it at once, so that the client can't take what it got for all. */
    void cut();
}
