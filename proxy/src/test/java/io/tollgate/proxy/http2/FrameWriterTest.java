package io.tollgate.proxy.http2;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http2.DefaultHttp2FrameReader;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.Http2EventAdapter;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import io.tollgate.filters.http.HeaderFields;
import io.tollgate.filters.http.ResponseHead;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is written, read by Netty's reader. */
final class FrameWriterTest {
    private final EmbeddedChannel channel = new EmbeddedChannel(new ChannelInboundHandlerAdapter());
    private final ChannelHandlerContext context = channel.pipeline().firstContext();
    private final FrameWriter writer = new FrameWriter();
    private final List<String> frames = new ArrayList<>();
    private int writes;

    @AfterEach
    void closed() {
        channel.finishAndReleaseAll();
    }

    private ChannelFuture head(int stream, boolean isLast, String value) {
        Http2Headers fields = AnswerSection.of(
                new ResponseHead(200, "OK", HeaderFields.of("Content-Type", "text/plain", "X", value)));
        return writer.writeHeaders(context, stream, fields, 0, isLast, context.newPromise());
    }

    private ChannelFuture data(int stream, int length, boolean isLast) {
        ByteBuf data = Unpooled.buffer(length).writeZero(length);
        return writer.writeData(context, stream, data, 0, isLast, context.newPromise());
    }

    private void read() throws Http2Exception {
        writer.emit(context);
        channel.flush();
        ByteBuf all = Unpooled.buffer();
        for (ByteBuf next = channel.readOutbound(); next != null; next = channel.readOutbound()) {
            writes++;
            all.writeBytes(next);
            next.release();
        }
        DefaultHttp2FrameReader reader = new DefaultHttp2FrameReader(new DefaultHttp2HeadersDecoder(false, 100_000));
        while (all.isReadable()) {
            reader.readFrame(context, all, new Seen());
        }
    }

    private final class Seen extends Http2EventAdapter {
        @Override
        public int onDataRead(ChannelHandlerContext ctx, int streamId, ByteBuf data, int padding, boolean isLast) {
            frames.add("data " + streamId + " " + data.readableBytes() + (isLast ? " end" : ""));
            return 0;
        }

        @Override
        public void onHeadersRead(
                ChannelHandlerContext ctx, int streamId, Http2Headers headers, int padding, boolean isLast) {
            frames.add("head " + streamId + " " + headers.get("x").length() + (isLast ? " end" : ""));
        }

        @Override
        public void onRstStreamRead(ChannelHandlerContext ctx, int streamId, long errorCode) {
            frames.add("reset " + streamId);
        }
    }

    @Test
    void a_small_answer_is_one_write() throws Http2Exception {
        ChannelFuture head = head(3, false, "a");
        ChannelFuture data = data(3, 100, true);
        assertThat(head.isSuccess()).isTrue();
        assertThat(data.isDone()).isFalse();
        read();

        assertThat(frames).containsExactly("head 3 1", "data 3 100 end");
        assertThat(writes).isOne();
        assertThat(data.isSuccess()).isTrue();
    }

    @Test
    void heads_of_several_streams_wait_for_the_first_frame_that_is_none() throws Http2Exception {
        head(1, false, "a");
        head(3, false, "bc");
        data(1, 10, true);
        data(3, 20, true);
        read();

        assertThat(frames).containsExactly("head 1 1", "head 3 2", "data 1 10 end", "data 3 20 end");
        assertThat(writes).isEqualTo(2);
    }

    @Test
    void a_head_alone_goes_out_at_the_flush() throws Http2Exception {
        head(1, false, "a");
        read();

        assertThat(frames).containsExactly("head 1 1");
        assertThat(writer.emit(context)).isFalse();
    }

    @Test
    void a_head_that_ends_its_stream_waits_for_nothing() {
        ChannelFuture head = head(1, true, "a");
        channel.flush();

        assertThat(head.isSuccess()).isTrue();
        assertThat(writer.emit(context)).isFalse();
    }

    @Test
    void a_section_larger_than_a_frame_is_continued() throws Http2Exception {
        head(1, false, "a".repeat(40_000));
        head(3, true, "b");
        read();

        assertThat(frames).containsExactly("head 1 40000", "head 3 1 end");
    }

    @Test
    void large_data_goes_in_frames_that_are_not_copied() throws Http2Exception {
        head(1, false, "a");
        data(1, 40_000, true);
        read();

        assertThat(frames).containsExactly("head 1 1", "data 1 16384", "data 1 16384", "data 1 7232 end");
        assertThat(writes).isEqualTo(6);
    }

    @Test
    void an_empty_end_is_a_frame() throws Http2Exception {
        data(1, 0, true);
        read();

        assertThat(frames).containsExactly("data 1 0 end");
    }

    @Test
    void other_frames_keep_their_place() throws Http2Exception {
        head(1, false, "a");
        writer.writeRstStream(context, 1, 8, context.newPromise());
        head(3, false, "b");
        read();

        assertThat(frames).containsExactly("head 1 1", "reset 1", "head 3 1");
    }

    @Test
    void nothing_waits_once_it_is_closed() {
        head(1, false, "a");
        writer.close();
        head(3, false, "b");

        assertThat(writer.emit(context)).isFalse();
    }
}
