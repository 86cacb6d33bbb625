package io.tollgate.proxy.http2;

import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.Http2Headers;

/** Netty's HPACK decoder, made to fill {@link FieldBlock}s and to leave all judgement to us. */
final class FieldBlocks extends DefaultHttp2HeadersDecoder {
    /**
     * By HPACK's way of counting, 32 bytes a field included (RFC 9113 section 6.5.2): somewhat more than is taken, so that
     * what is too large for us is answered by us.
     */
    static final long MAX_LIST = 48 * 1024;

    FieldBlocks() {
        super(false, false, MAX_LIST);
    }

    @Override
    protected Http2Headers newHeaders() {
        return new FieldBlock();
    }
}
