package io.tollgate.proxy.http2;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameListener;
import io.netty.handler.codec.http2.Http2FrameReader;
import io.netty.handler.codec.http2.Http2FrameTypes;
import io.tollgate.proxy.http2.FloodGuard.Kind;

/**
 * Hands Netty's reader one whole frame at a time, and looks at each before: floods end here, whether or not the codec would
 * have told anybody of the frame. Confined to one event loop.
 */
final class FrameIntake implements Http2FrameReader {
    private static final int HEADER = 9;
    private static final int END_STREAM = 0x1;
    private static final int ACK = 0x1;
    private static final int END_HEADERS = 0x4;
    /** CONTINUATION frames of one field section. */
    private static final int MOST_CONTINUATIONS = 16;

    private final Http2FrameReader reader;
    private final FloodGuard guard;
    private boolean isInSection;
    private boolean isSectionLast;
    private boolean isSection;
    private boolean isMidway;
    private int continuations;

    FrameIntake(Http2FrameReader reader, FloodGuard guard) {
        this.reader = reader;
        this.guard = guard;
    }

    /** Whether a field section, or a frame that is not DATA, has begun to come and is not complete. */
    boolean isMidway() {
        return isInSection || isMidway;
    }

    /** Whether the frame that came last belonged to a field section. */
    boolean isSection() {
        return isSection;
    }

    /** Whether the field section that came last ended its stream. */
    boolean isSectionLast() {
        return isSectionLast;
    }

    @Override
    public void readFrame(ChannelHandlerContext ctx, ByteBuf in, Http2FrameListener listener) throws Http2Exception {
        isMidway = false;
        while (in.isReadable()) {
            int at = in.readerIndex();
            if (in.readableBytes() < HEADER) {
                isMidway = true;
                return;
            }
            int length = in.getUnsignedMedium(at);
            int type = in.getByte(at + 3);
            if (length > reader.configuration().frameSizePolicy().maxFrameSize()) {
                throw Http2Exception.connectionError(Http2Error.FRAME_SIZE_ERROR, "a frame is too large");
            }
            if (in.readableBytes() < HEADER + length) {
                isMidway = type != Http2FrameTypes.DATA;
                return;
            }
            check(type, in.getUnsignedByte(at + 4), length);
            read(ctx, in, at + HEADER + length, listener);
        }
    }

    private void read(ChannelHandlerContext ctx, ByteBuf in, int end, Http2FrameListener listener)
            throws Http2Exception {
        int last = in.writerIndex();
        in.writerIndex(end);
        try {
            reader.readFrame(ctx, in, listener);
        } finally {
            in.readerIndex(end);
            in.writerIndex(last);
        }
    }

    private void check(int type, int flags, int length) throws Http2Exception {
        isSection = type == Http2FrameTypes.HEADERS || type == Http2FrameTypes.CONTINUATION;
        switch (type) {
            case Http2FrameTypes.DATA -> {
                if (length == 0 && (flags & END_STREAM) == 0) {
                    guard.count(Kind.EMPTY);
                }
            }
            case Http2FrameTypes.HEADERS, Http2FrameTypes.CONTINUATION -> checkSection(type, flags, length);
            case Http2FrameTypes.PRIORITY -> guard.count(Kind.PRIORITY);
            case Http2FrameTypes.RST_STREAM -> guard.count(Kind.RESET);
            case Http2FrameTypes.SETTINGS -> guard.count((flags & ACK) == 0 ? Kind.SETTINGS : Kind.EMPTY);
            case Http2FrameTypes.PING -> guard.count(Kind.PING);
            case Http2FrameTypes.WINDOW_UPDATE -> guard.count(Kind.WINDOW_UPDATE);
            default -> guard.count(Kind.EMPTY);
        }
    }

    private void checkSection(int type, int flags, int length) throws Http2Exception {
        if (type == Http2FrameTypes.HEADERS) {
            continuations = 0;
            isSectionLast = (flags & END_STREAM) != 0;
        } else if (++continuations > MOST_CONTINUATIONS) {
            throw FloodGuard.tooMuch();
        }
        isInSection = (flags & END_HEADERS) == 0;
        if (length == 0) {
            guard.count(Kind.EMPTY);
        }
    }

    @Override
    public Configuration configuration() {
        return reader.configuration();
    }

    @Override
    public void close() {
        reader.close();
    }
}
