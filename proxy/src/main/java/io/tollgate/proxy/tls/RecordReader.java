package io.tollgate.proxy.tls;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.jspecify.annotations.Nullable;

/**
 * Opens the records that a client sends once the handshake is over (RFC 8446 section 5, RFC 5246 section 6.2).
 *
 * <p>What whole records hold is put back into the buffer in which they came, one after the other: a plaintext is shorter than its
 * record, so nothing is overwritten that was not read. Confined to one event loop.
 */
final class RecordReader {

    /** Takes what was read, in its order. */
    interface Sink {
        /** Some of the application's bytes; they are the sink's. */
        void data(ByteBuf bytes);

        /** The client has changed its key; we have to change ours if it asks for that. */
        void keyUpdated(boolean isAsked);
    }

    private static final int CHANGE_CIPHER_SPEC = 20;
    private static final int ALERT = 21;
    private static final int HANDSHAKE = 22;
    private static final int FATAL = 2;
    private static final int KEY_UPDATE = 24;
    private static final int KEY_UPDATE_BYTES = 5;

    /** Records in a row that carry nothing for the application; with more, somebody wants us to work for nothing. */
    static final int MOST_EMPTY = 32;

    private static final int SMALL = 512;

    private final RecordKeys keys;
    private final RecordScratch scratch;
    private final Sink sink;
    private final int mostRecord;
    private final byte[] message = new byte[KEY_UPDATE_BYTES];
    private RecordProtection protection;
    private @Nullable ByteBuf partial;
    private int messageBytes;
    private int empty;
    private int filled;
    private boolean closed;

    RecordReader(RecordKeys keys, RecordScratch scratch, Sink sink) {
        this.keys = keys;
        this.scratch = scratch;
        this.sink = sink;
        this.protection = keys.opening();
        this.mostRecord = keys.isTls13() ? RecordProtection.MOST_RECORD_13 : RecordProtection.MOST_RECORD_12;
    }

    /**
     * Reads these bytes, which are this object's from now on. What came before a broken record has gone to the sink when this
     * throws.
     */
    void read(ByteBufAllocator allocator, ByteBuf bytes) throws TlsAlertException {
        ByteBuf in = bytes;
        if (bytes.isReadOnly()) {
            in = allocator.directBuffer(bytes.readableBytes()).writeBytes(bytes);
            bytes.release();
        }
        int start = 0;
        filled = 0;
        try {
            if (completed(in)) {
                start = in.readerIndex();
                filled = start;
                records(allocator, in);
            }
        } finally {
            if (filled > start) {
                in.setIndex(start, filled);
                sink.data(in);
            } else {
                in.release();
            }
        }
    }

    /** Whether no record is waiting for its end any more. */
    private boolean completed(ByteBuf in) throws TlsAlertException {
        ByteBuf begun = partial;
        if (begun == null) {
            return true;
        }
        move(in, begun, RecordProtection.HEADER);
        if (begun.readableBytes() < RecordProtection.HEADER) {
            return false;
        }
        int size = size(begun);
        move(in, begun, size);
        if (begun.readableBytes() < size) {
            return false;
        }
        partial = null;
        int start = begun.readerIndex();
        int end = start;
        try {
            end = open(begun, size, start);
        } finally {
            if (end == start) {
                begun.release();
            }
        }
        if (end > start) {
            sink.data(begun.setIndex(start, end));
        }
        return true;
    }

    private static void move(ByteBuf in, ByteBuf begun, int wanted) {
        int missing = Math.min(wanted - begun.readableBytes(), in.readableBytes());
        if (missing > 0) {
            begun.writeBytes(in, missing);
        }
    }

    private void records(ByteBufAllocator allocator, ByteBuf in) throws TlsAlertException {
        while (!closed && in.readableBytes() >= RecordProtection.HEADER) {
            int size = size(in);
            if (in.readableBytes() < size) {
                break;
            }
            filled = open(in, size, filled);
        }
        if (!closed && in.isReadable()) {
            keep(allocator, in);
        }
    }

    private void keep(ByteBufAllocator allocator, ByteBuf in) throws TlsAlertException {
        int there = in.readableBytes();
        // Whoever sends a header only gets no sixteen kilobytes for it.
        int room = there >= SMALL ? size(in) : SMALL;
        partial = allocator.directBuffer(room).writeBytes(in);
    }

    /** How long the record is that begins here, as its header says. */
    private int size(ByteBuf in) throws TlsAlertException {
        int at = in.readerIndex();
        int type = in.getByte(at);
        if (type < CHANGE_CIPHER_SPEC || type > RecordProtection.APPLICATION_DATA || in.getByte(at + 1) != 3) {
            throw new TlsAlertException(TlsAlertException.UNEXPECTED_MESSAGE, "no record");
        }
        if (keys.isTls13() && type != RecordProtection.APPLICATION_DATA) {
            throw new TlsAlertException(TlsAlertException.UNEXPECTED_MESSAGE, "a record that nothing protects");
        }
        int size = RecordProtection.HEADER + in.getUnsignedShort(at + 3);
        if (size > mostRecord) {
            throw new TlsAlertException(TlsAlertException.RECORD_OVERFLOW, "a record too long");
        }
        return size;
    }

    /** Opens one record and writes at this place what it holds for the application; returns the place behind that. */
    private int open(ByteBuf in, int size, int at) throws TlsAlertException {
        in.readBytes(scratch.record, 0, size);
        int held = protection.open(scratch.record, size, scratch.plain);
        int type = protection.type();
        if (messageBytes > 0 && type != HANDSHAKE) {
            throw unexpected("a message cut in two by something else");
        }
        if (type == RecordProtection.APPLICATION_DATA && held > 0) {
            empty = 0;
            in.setBytes(at, scratch.plain, 0, held);
            scratch.forget(held);
            return at + held;
        }
        if (++empty > MOST_EMPTY) {
            throw unexpected("records without end that hold nothing");
        }
        switch (type) {
            case RecordProtection.APPLICATION_DATA -> {}
            case ALERT -> alert(held);
            case HANDSHAKE -> handshake(held);
            default -> throw unexpected("a record of no type that may come now");
        }
        return at;
    }

    private static TlsAlertException unexpected(String what) {
        return new TlsAlertException(TlsAlertException.UNEXPECTED_MESSAGE, what);
    }

    /** RFC 8446 section 6: all but two are the end; in TLS 1.2 there are others that only warn. */
    private void alert(int held) throws TlsAlertException {
        if (held != 2) {
            throw new TlsAlertException(TlsAlertException.DECODE_ERROR, "an alert of " + held + " bytes");
        }
        int level = scratch.plain[0];
        int description = scratch.plain[1] & 0xFF;
        if (description == TlsAlertException.CLOSE_NOTIFY) {
            closed = true;
        } else if (description != TlsAlertException.USER_CANCELED && (keys.isTls13() || level == FATAL)) {
            throw TlsAlertException.received(description);
        }
    }

    /** Of all that may come after a handshake only a KeyUpdate is left for us (RFC 8446 section 4.6). */
    private void handshake(int held) throws TlsAlertException {
        if (!keys.isTls13()) {
            throw new TlsAlertException(TlsAlertException.HANDSHAKE_FAILURE, "a handshake once more, which is refused");
        }
        if (held == 0 || messageBytes + held > KEY_UPDATE_BYTES) {
            throw unexpected("a handshake message of a length that none has now");
        }
        System.arraycopy(scratch.plain, 0, message, messageBytes, held);
        messageBytes += held;
        if (message[0] != KEY_UPDATE) {
            throw unexpected("a handshake message that may not come now");
        }
        if (messageBytes == KEY_UPDATE_BYTES) {
            messageBytes = 0;
            keyUpdate();
        }
    }

    private void keyUpdate() throws TlsAlertException {
        boolean isOneByte = message[1] == 0 && message[2] == 0 && message[3] == 1;
        int asked = message[4];
        if (!isOneByte || asked < 0 || asked > 1) {
            throw new TlsAlertException(
                    TlsAlertException.ILLEGAL_PARAMETER, "a KeyUpdate that asks for what is not there");
        }
        protection = keys.nextOpening();
        sink.keyUpdated(asked == 1);
    }

    /** Whether the client has said that it will send no more. */
    boolean isClosed() {
        return closed;
    }

    /** Lets go of what was not read to its end. */
    void close() {
        closed = true;
        ByteBuf begun = partial;
        partial = null;
        if (begun != null) {
            begun.release();
        }
    }
}
