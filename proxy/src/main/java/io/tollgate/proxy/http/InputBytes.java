package io.tollgate.proxy.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.ByteToMessageDecoder;

/** Bytes of a connection that were received and not taken yet. Confined to one event loop. */
final class InputBytes {
    private ByteBuf bytes = Unpooled.EMPTY_BUFFER;

    /** What is there, to be taken from. */
    ByteBuf bytes() {
        return bytes;
    }

    boolean isThere() {
        return bytes.isReadable();
    }

    /** More has come, whose reference is taken over. */
    void add(ByteBuf more, ByteBufAllocator alloc) {
        if (bytes.isReadable()) {
            bytes = ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(alloc, bytes, more);
        } else {
            bytes.release();
            bytes = more;
        }
    }

    /** Gives back the memory of what was taken. */
    void tidy() {
        if (!bytes.isReadable()) {
            close();
        }
    }

    /** All of it, whose reference is the caller's now. */
    ByteBuf takeAll() {
        ByteBuf all = bytes;
        bytes = Unpooled.EMPTY_BUFFER;
        return all;
    }

    /** Drops all of it. */
    void close() {
        takeAll().release();
    }
}
