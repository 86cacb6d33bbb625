package io.tollgate.benchmarks.load;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;

/** A request of HTTP/1.1, as it goes over the wire. Stateless. */
final class Http1Bytes {
    private Http1Bytes() {}

    /** To be duplicated for each time it is sent. */
    static ByteBuf of(Target target) {
        StringBuilder text = new StringBuilder(
                "GET " + target.path() + " HTTP/1.1\r\nhost: " + target.host() + ":" + target.port() + "\r\n");
        target.fields()
                .forEach((name, value) ->
                        text.append(name).append(": ").append(value).append("\r\n"));
        byte[] bytes = text.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
        return Unpooled.unreleasableBuffer(Unpooled.wrappedBuffer(bytes));
    }
}
