package io.tollgate.proxy.tls;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.NotSslRecordException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Cuts what a client sends during a handshake into records. Confined to one event loop. */
final class HandshakeInput {

    private static final int FIRST_TYPE = 20;
    private static final int LAST_TYPE = 23;
    private static final int HANDSHAKE = 22;

    /** How many records are read in one step. */
    static final int MOST_AT_ONCE = 16;

    private @Nullable ByteBuf bytes;

    /** These are this object's from now on. */
    void add(ByteBufAllocator allocator, ByteBuf more) {
        ByteBuf there = bytes;
        if (there == null) {
            bytes = more;
        } else {
            bytes = allocator
                    .directBuffer(there.readableBytes() + more.readableBytes())
                    .writeBytes(there)
                    .writeBytes(more);
            there.release();
            more.release();
        }
    }

    /** Copies of the whole records that are there; they stay here until {@link #read}. */
    List<byte[]> records() throws NotSslRecordException {
        List<byte[]> records = new ArrayList<>(3);
        ByteBuf in = bytes;
        if (in == null) {
            return records;
        }
        int at = in.readerIndex();
        int end = in.writerIndex();
        while (end - at >= RecordProtection.HEADER && records.size() < MOST_AT_ONCE) {
            int size = size(in, at);
            if (size < 0 && records.isEmpty()) {
                throw new NotSslRecordException("no TLS record");
            }
            if (size < 0 || end - at < size) {
                break; // What is broken behind the handshake's end is for the records that follow to judge.
            }
            byte[] record = new byte[size];
            in.getBytes(at, record);
            records.add(record);
            at += size;
        }
        return records;
    }

    /** How long the record is that begins there; -1 where there is none. */
    private static int size(ByteBuf in, int at) {
        int type = in.getByte(at);
        int size = RecordProtection.HEADER + in.getUnsignedShort(at + 3);
        boolean isRecord = type >= FIRST_TYPE && type <= LAST_TYPE && in.getByte(at + 1) == 3;
        return isRecord && size <= RecordProtection.MOST_RECORD_12 ? size : -1;
    }

    /** Whether this is a record of a handshake that nothing protects. */
    static boolean isPlainHandshake(byte[] record) {
        return record[0] == HANDSHAKE;
    }

    /** Lets go of so many bytes, which have been read. */
    void read(int length) {
        ByteBuf in = bytes;
        if (in == null) {
            return;
        }
        in.skipBytes(length);
        if (!in.isReadable()) {
            in.release();
            bytes = null;
        }
    }

    /** What was not read; it is the caller's. */
    @Nullable
    ByteBuf takeRest() {
        ByteBuf rest = bytes;
        bytes = null;
        return rest;
    }

    void close() {
        ByteBuf rest = takeRest();
        if (rest != null) {
            rest.release();
        }
    }
}
