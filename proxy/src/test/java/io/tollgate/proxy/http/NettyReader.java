package io.tollgate.proxy.http;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandler;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.tollgate.proxy.http.Reading.End;
import io.tollgate.proxy.http.Reading.Message;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Netty's decoder of HTTP/1.1 over the same bytes. */
final class NettyReader {
    private final EmbeddedChannel channel = new EmbeddedChannel();

    Reading requests(byte[] bytes) {
        return read(bytes, new HttpRequestDecoder(config()));
    }

    Reading answers(byte[] bytes) {
        return read(bytes, new HttpResponseDecoder(config()));
    }

    private static HttpDecoderConfig config() {
        return new HttpDecoderConfig().setMaxInitialLineLength(65_536).setMaxHeaderSize(65_536);
    }

    private Reading read(byte[] bytes, ChannelHandler decoder) {
        channel.pipeline().addLast(decoder);
        List<Message> messages = new ArrayList<>();
        String why = "";
        String line = null;
        List<String> fields = List.of();
        StringBuilder body = new StringBuilder();
        try {
            channel.writeInbound(Unpooled.wrappedBuffer(bytes));
            for (Object next = channel.readInbound(); next != null; next = channel.readInbound()) {
                if (!(next instanceof HttpObject read)) {
                    ReferenceCountUtil.release(next);
                    line = "tunnel";
                    break;
                }
                if (read.decoderResult().isFailure()) {
                    why = String.valueOf(read.decoderResult().cause());
                    ReferenceCountUtil.release(read);
                    break;
                }
                if (read instanceof HttpMessage head) {
                    line = head instanceof HttpRequest request
                            ? request.method().name() + " " + request.uri()
                            : Integer.toString(((HttpResponse) head).status().code());
                    fields = list(head.headers());
                    body.setLength(0);
                }
                if (read instanceof HttpContent content) {
                    body.append(content.content().toString(StandardCharsets.ISO_8859_1));
                    if (content instanceof LastHttpContent last && line != null) {
                        messages.add(new Message(line, fields, body.toString(), list(last.trailingHeaders())));
                        line = null;
                    }
                }
                ReferenceCountUtil.release(read);
            }
        } finally {
            channel.pipeline().remove(decoder);
            channel.releaseInbound();
        }
        End end = !why.isEmpty() ? End.REFUSED : line != null ? End.PARTIAL : End.WHOLE;
        return new Reading(messages, end, why, line != null);
    }

    private static List<String> list(HttpHeaders headers) {
        List<String> list = new ArrayList<>();
        for (Map.Entry<String, String> field : headers) {
            list.add(field.getKey().toLowerCase(Locale.ROOT) + ": " + field.getValue());
        }
        return list;
    }
}
