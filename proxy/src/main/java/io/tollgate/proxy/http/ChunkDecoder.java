package io.tollgate.proxy.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.tollgate.filters.http.HeaderFields;
import org.jspecify.annotations.Nullable;

/**
 * Takes the data out of a chunked body (RFC 9112 section 7.1). Extensions are read, bounded and dropped; trailers are read
 * as fields. Confined to one event loop.
 */
final class ChunkDecoder {
    private enum State {
        SIZE,
        EXTENSION,
        SIZE_LF,
        DATA,
        DATA_CR,
        DATA_LF,
        TRAILERS,
        COMPLETE
    }

    /** Hex digits a size may have: none near an overflow. */
    private static final int MAX_DIGITS = 15;
    /** Bytes of extensions a body may have: nobody uses them but to hide something. */
    private static final int MAX_EXTENSIONS = 4096;

    /** Data of a chunk from this size on is handed on as it is; smaller pieces are joined. */
    private static final int SLICED = 2048;

    private final boolean isStrict;
    private final HeadScanner trailerScanner;
    private State state = State.SIZE;
    private int digits;
    private long size;
    private int extensionBytes;
    private final ChunkExtension extension = new ChunkExtension();
    private HeaderFields trailers = HeaderFields.EMPTY;

    private ChunkDecoder(boolean isStrict) {
        this.isStrict = isStrict;
        this.trailerScanner =
                new HeadScanner(isStrict ? HeadLimits.REQUEST_TRAILERS : HeadLimits.RESPONSE_TRAILERS, isStrict);
    }

    static ChunkDecoder strict() {
        return new ChunkDecoder(true);
    }

    static ChunkDecoder lenient() {
        return new ChunkDecoder(false);
    }

    void reset() {
        state = State.SIZE;
        digits = 0;
        size = 0;
        extensionBytes = 0;
        trailerScanner.reset();
        trailers = HeaderFields.EMPTY;
    }

    boolean isComplete() {
        return state == State.COMPLETE;
    }

    HeaderFields trailers() {
        return trailers;
    }

    /** Takes what has come, a large chunk or several small ones at a time; null once all is taken. */
    @Nullable
    ByteBuf decode(ByteBuf in, ByteBufAllocator alloc) throws BadMessageException {
        ByteBuf joined = null;
        try {
            while (in.isReadable() && state != State.COMPLETE) {
                if (state == State.DATA) {
                    int n = (int) Math.min(size, in.readableBytes());
                    size -= n;
                    state = size == 0 ? State.DATA_CR : State.DATA;
                    if (joined == null && (n >= SLICED || n == in.readableBytes())) {
                        return in.readRetainedSlice(n);
                    }
                    joined = joined == null ? alloc.buffer(in.readableBytes()) : joined;
                    joined.writeBytes(in, n);
                } else if (state == State.TRAILERS) {
                    if (!trailers(in)) {
                        break;
                    }
                } else {
                    step(in.readByte());
                }
            }
            return joined;
        } catch (BadMessageException e) {
            if (joined != null) {
                joined.release();
            }
            throw e;
        }
    }

    private void step(byte b) throws BadMessageException {
        switch (state) {
            case SIZE -> size(b);
            case EXTENSION -> extension(b);
            case SIZE_LF -> {
                expect(b == '\n', "the line of a chunk's size does not end in CRLF");
                sizeEnded();
            }
            case DATA_CR -> {
                if (b == '\n' && !isStrict) {
                    nextChunk();
                } else {
                    expect(b == '\r', "a chunk is longer than its size");
                    state = State.DATA_LF;
                }
            }
            case DATA_LF -> {
                expect(b == '\n', "a chunk does not end in CRLF");
                nextChunk();
            }
            default -> throw new IllegalStateException(state.name());
        }
    }

    private void size(byte b) throws BadMessageException {
        int digit = Bytes.hex(b);
        if (digit >= 0) {
            expect(++digits <= MAX_DIGITS, "the size of a chunk has too many digits");
            size = size << 4 | digit;
            return;
        }
        expect(digits > 0, "a chunk does not start with its size");
        if (b == '\r') {
            state = State.SIZE_LF;
        } else if (b == ';' || (!isStrict && Bytes.isBlank(b))) {
            extension.reset();
            state = State.EXTENSION;
        } else if (b == '\n' && !isStrict) {
            sizeEnded();
        } else {
            throw bad("the size of a chunk is not a hex number");
        }
    }

    private void extension(byte b) throws BadMessageException {
        expect(++extensionBytes <= MAX_EXTENSIONS, "the chunk extensions of a body are too long");
        if (b == '\r') {
            expect(!isStrict || extension.isWhole(), "a chunk extension is cut short");
            state = State.SIZE_LF;
        } else if (b == '\n' && !isStrict) {
            sizeEnded();
        } else if (isStrict) {
            expect(extension.takes(b), "a chunk extension is not made of tokens");
        } else {
            expect(Bytes.isText(b), "a chunk extension has a control character");
        }
    }

    private void sizeEnded() {
        state = size == 0 ? State.TRAILERS : State.DATA;
    }

    private void nextChunk() {
        digits = 0;
        size = 0;
        state = State.SIZE;
    }

    /** Trailers stay in {@code in} until their end has come; the scanner bounds them. */
    private boolean trailers(ByteBuf in) throws BadMessageException {
        int length = trailerScanner.scan(in);
        if (length < 0) {
            return false;
        }
        ended(in, length);
        return true;
    }

    private void ended(ByteBuf in, int length) throws BadMessageException {
        state = State.COMPLETE;
        if (trailerScanner.lines() == 0) {
            in.skipBytes(length);
            return;
        }
        byte[] bytes = new byte[length];
        in.readBytes(bytes);
        trailers = isStrict
                ? RequestHeads.fields(bytes, 0, trailerScanner.lines())
                : AnswerHeads.fields(bytes, 0, trailerScanner.lines());
        if (isStrict) {
            Trailers.check(trailers);
        }
    }

    private void expect(boolean isSo, String otherwise) throws BadMessageException {
        if (!isSo) {
            throw bad(otherwise);
        }
    }

    private BadMessageException bad(String message) {
        return isStrict
                ? BadMessageException.request("chunk", message)
                : BadMessageException.response("chunk", message);
    }
}
