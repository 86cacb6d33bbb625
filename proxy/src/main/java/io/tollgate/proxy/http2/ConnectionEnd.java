package io.tollgate.proxy.http2;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2Error;
import io.tollgate.proxy.http.Deadlines.Deadline;
import io.tollgate.proxy.http.HttpLimits;
import io.tollgate.proxy.http.LingeringClose;
import io.tollgate.proxy.http.LoopScope;

/**
 * When and how a connection of HTTP/2 ends: idle, drained, too slow with a frame, or taking nothing. Confined to one event
 * loop.
 *
 * <p>A drain says GOAWAY twice (RFC 9113 section 6.8): first that no new stream is welcome, and when the client must have
 * read that, which of them was the last.
 */
final class ConnectionEnd {
    private static final long DRAIN_PING = 0x746f6c6c67617465L;
    private static final long PING_PATIENCE_NANOS = 1_000_000_000L;

    private final Http2Handler handler;
    private final ChannelHandlerContext context;
    private final LoopScope scope;
    private final HttpLimits limits;
    private final Deadline idle;
    private final Deadline frame;
    private final Deadline room;
    private final Deadline pinged;
    private boolean isGreeted;
    private boolean isDraining;
    private boolean isLastTold;
    private boolean isClosing;
    private long roomWanted;

    ConnectionEnd(Http2Handler handler, ChannelHandlerContext context, LoopScope scope, HttpLimits limits) {
        this.handler = handler;
        this.context = context;
        this.scope = scope;
        this.limits = limits;
        this.idle = scope.deadlines().open(this::idlePassed);
        this.frame = scope.deadlines().open(() -> goAway(Http2Error.ENHANCE_YOUR_CALM));
        this.room = scope.deadlines().open(this::roomPassed);
        this.pinged = scope.deadlines().open(this::tellLast);
        idle.in(limits.head().toNanos());
    }

    /** The client's first frame has come: now it may be idle. */
    void greeted() {
        if (!isGreeted) {
            isGreeted = true;
            streamClosed(handler.connection().numActiveStreams());
        }
    }

    /** A stream is there. */
    void busy() {
        idle.clear();
    }

    /** A stream is over, and so many are left. */
    void streamClosed(int left) {
        if (left > 0 || isClosing) {
            return;
        }
        if (isLastTold) {
            finish();
        } else {
            idle.in(limits.idle().toNanos());
        }
    }

    /** Whether a frame or field section has begun that must come to its end in time. */
    void midway(boolean isMidway) {
        if (!isMidway) {
            frame.clear();
        } else if (!frame.isSet()) {
            frame.in(limits.head().toNanos());
        }
    }

    /** While the socket has no room the client must take some of what waits for it. */
    void writabilityChanged() {
        Channel channel = context.channel();
        if (channel.isWritable()) {
            room.clear();
        } else {
            roomWanted = channel.bytesBeforeWritable();
            room.in(limits.stall().toNanos());
        }
    }

    private void roomPassed() {
        Channel channel = context.channel();
        long wanted = channel.bytesBeforeWritable();
        if (!channel.isWritable() && wanted < roomWanted) {
            roomWanted = wanted;
            room.in(limits.stall().toNanos());
        } else if (!channel.isWritable()) {
            LingeringClose.reset(context);
        }
    }

    private void idlePassed() {
        if (isGreeted) {
            goAway(Http2Error.NO_ERROR);
        } else {
            context.close();
        }
    }

    private void goAway(Http2Error why) {
        say(handler.connection().remote().lastStreamCreated(), why);
        finish();
    }

    private void say(int lastStream, Http2Error why) {
        handler.goAway(context, lastStream, why.code(), Unpooled.EMPTY_BUFFER, context.newPromise());
        handler.flush(context);
    }

    /** From now on: finishes what is under way and closes. */
    void drain() {
        if (isDraining || isClosing) {
            return;
        }
        isDraining = true;
        if (!isGreeted) {
            context.close();
            return;
        }
        say(Integer.MAX_VALUE, Http2Error.NO_ERROR);
        handler.encoder().writePing(context, false, DRAIN_PING, context.newPromise());
        handler.flush(context);
        pinged.in(PING_PATIENCE_NANOS);
    }

    void pingAnswered(long data) {
        if (isDraining && data == DRAIN_PING) {
            tellLast();
        }
    }

    private void tellLast() {
        if (isLastTold || isClosing) {
            return;
        }
        pinged.clear();
        isLastTold = true;
        say(handler.connection().remote().lastStreamCreated(), Http2Error.NO_ERROR);
        streamClosed(handler.connection().numActiveStreams());
    }

    private void finish() {
        if (!isClosing) {
            isClosing = true;
            idle.clear();
            frame.clear();
            handler.flush(context);
            LingeringClose.begin(context, scope.deadlines(), limits);
        }
    }

    void close() {
        isClosing = true;
        idle.close();
        frame.close();
        room.close();
        pinged.close();
    }
}
