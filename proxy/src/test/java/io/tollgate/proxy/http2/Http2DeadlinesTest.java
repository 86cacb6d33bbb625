package io.tollgate.proxy.http2;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http2.DefaultHttp2HeadersEncoder;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.ReadOnlyHttp2Headers;
import io.netty.util.AsciiString;
import io.netty.util.concurrent.MockTicker;
import io.netty.util.concurrent.Ticker;
import io.tollgate.filters.chain.Arrival;
import io.tollgate.filters.http.HeaderFields;
import io.tollgate.filters.http.Response;
import io.tollgate.proxy.http.Forwarder.Answering;
import io.tollgate.proxy.http.Forwarder.Forwarding;
import io.tollgate.proxy.http.LoopScopes;
import io.tollgate.proxy.http.ProxyKernel;
import io.tollgate.proxy.http.TestKernel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How long a connection of HTTP/2 and its streams may take for what. */
final class Http2DeadlinesTest {
    private static final int DATA = 0;
    private static final int HEADERS = 1;
    private static final int RST_STREAM = 3;
    private static final int SETTINGS = 4;
    private static final int GOAWAY = 7;
    private static final int WINDOW_UPDATE = 8;
    private static final int CANCEL = 8;
    private static final int CALM = 11;

    private final TestKernel test = new TestKernel();
    private final MockTicker ticker = Ticker.newMockTicker();
    private final LoopScopes scopes = new LoopScopes(ticker);
    private final EmbeddedChannel channel =
            EmbeddedChannel.builder().ticker(ticker).build();
    private final List<String> received = new ArrayList<>();
    private final ByteBuf unread = Unpooled.buffer();
    private int taken;

    /** An upstream that takes what it gets and never answers. */
    private final class Taking implements Forwarding {
        private final Answering client;

        Taking(Answering client) {
            this.client = client;
        }

        @Override
        public void start() {
            client.requestBody();
        }

        @Override
        public void bodyArrived(ByteBuf piece) {
            taken += piece.readableBytes();
            piece.release();
            client.requestBody();
        }

        @Override
        public void bodyEnded(HeaderFields trailers) {}

        @Override
        public void bodyPaused() {}

        @Override
        public void clientWritable() {}

        @Override
        public void cancel() {}
    }

    @BeforeEach
    void connect() {
        test.pages.put("large", exchange -> CompletableFuture.completedFuture(Response.text(200, "x".repeat(100_000))));
        ProxyKernel kernel = test.kernel((exchange, permit, request, client) -> new Taking(client));
        new Http2Pipeline(() -> kernel, scopes)
                .install(channel.pipeline(), new Arrival("public", "https", 8443, false, true, null, null, List.of()));
    }

    @AfterEach
    void close() {
        channel.close();
        frames();
        unread.release();
    }

    private void greet() {
        ByteBuf preface = Unpooled.copiedBuffer("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", StandardCharsets.US_ASCII);
        channel.writeInbound(preface);
        send(SETTINGS, 0, 0);
    }

    private void send(int type, int flags, int stream, byte... payload) {
        ByteBuf frame = Unpooled.buffer();
        frame.writeMedium(payload.length).writeByte(type).writeByte(flags).writeInt(stream);
        channel.writeInbound(frame.writeBytes(payload));
        channel.runPendingTasks();
    }

    private void request(int stream, boolean isEnd, String method, String path) throws Exception {
        Http2Headers headers = ReadOnlyHttp2Headers.clientHeaders(
                false,
                AsciiString.of(method),
                AsciiString.of(path),
                AsciiString.of("https"),
                AsciiString.of("gw.test"));
        ByteBuf section = Unpooled.buffer();
        new DefaultHttp2HeadersEncoder((name, value) -> true).encodeHeaders(stream, headers, section);
        byte[] bytes = new byte[section.readableBytes()];
        section.readBytes(bytes).release();
        send(HEADERS, isEnd ? 5 : 4, stream, bytes);
    }

    private void pass(int seconds) {
        for (int i = 0; i < seconds * 2; i++) {
            ticker.advanceMillis(500);
            channel.runScheduledPendingTasks();
            channel.runPendingTasks();
        }
    }

    /** All frames that came so far, {@code type/stream}, with the code for those that have one. */
    private List<String> frames() {
        for (ByteBuf out = channel.readOutbound(); out != null; out = channel.readOutbound()) {
            unread.writeBytes(out);
            out.release();
        }
        while (unread.readableBytes() >= 9) {
            int length = unread.readUnsignedMedium();
            int type = unread.readByte();
            unread.skipBytes(1);
            int stream = unread.readInt();
            int at = unread.readerIndex();
            String code = type == RST_STREAM ? " " + unread.getInt(at) : "";
            received.add(type + "/" + stream + (type == GOAWAY ? " " + unread.getInt(at + 4) : code));
            unread.skipBytes(length);
        }
        return received;
    }

    @Test
    void who_says_nothing_is_closed_after_ten_seconds() {
        pass(9);
        assertThat(channel.isOpen()).isTrue();
        pass(2);
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void who_is_idle_is_told_goodbye_after_65_seconds_and_pings_do_not_help() {
        greet();
        for (int i = 0; i < 6; i++) {
            pass(10);
            send(6, 0, 0, new byte[8]);
        }
        assertThat(channel.isOpen()).isTrue();
        pass(6);
        assertThat(frames()).contains(GOAWAY + "/0 0");
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void a_field_section_that_does_not_end_is_not_waited_for() {
        greet();
        send(HEADERS, 0, 1, (byte) 0x82);
        for (int i = 0; i < 4; i++) {
            pass(2);
            send(9, 0, 1, (byte) 0x84);
        }
        assertThat(channel.isOpen()).isTrue();
        pass(3);
        assertThat(frames()).contains(GOAWAY + "/0 " + CALM);
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void a_window_that_is_never_opened_ends_its_stream() throws Exception {
        greet();
        request(1, true, "GET", "/.tollgate/large");
        assertThat(frames()).contains(DATA + "/1").doesNotContain(RST_STREAM + "/1 " + CANCEL);
        pass(58);
        assertThat(frames()).doesNotContain(RST_STREAM + "/1 " + CANCEL);
        pass(4);
        assertThat(frames()).contains(RST_STREAM + "/1 " + CANCEL);
        assertThat(channel.isOpen()).as("it is that stream's fault alone").isTrue();
    }

    @Test
    void a_window_that_is_opened_by_little_keeps_its_stream() throws Exception {
        greet();
        request(1, true, "GET", "/.tollgate/large");
        for (int i = 0; i < 4; i++) {
            pass(50);
            send(WINDOW_UPDATE, 0, 1, (byte) 0, (byte) 0, (byte) 4, (byte) 0);
            send(WINDOW_UPDATE, 0, 0, (byte) 0, (byte) 0, (byte) 4, (byte) 0);
        }
        assertThat(frames()).doesNotContain(RST_STREAM + "/1 " + CANCEL);
    }

    @Test
    void a_body_that_does_not_come_is_a_408_on_its_stream_alone() throws Exception {
        greet();
        request(1, false, "POST", "/claims");
        pass(29);
        assertThat(frames()).doesNotContain(HEADERS + "/1");
        pass(2);
        assertThat(test.outcomes).hasSize(1);
        assertThat(test.outcomes.get(0).status()).isEqualTo(408);
        assertThat(test.outcomes.get(0).fault()).isEqualTo("request.body.slow");
        assertThat(frames()).contains(HEADERS + "/1");
        pass(2);
        assertThat(frames()).as("the rest is not wanted").contains(RST_STREAM + "/1 0");
        assertThat(channel.isOpen()).isTrue();
    }

    @Test
    void a_body_that_comes_steadily_has_all_the_time_there_is() throws Exception {
        greet();
        request(1, false, "POST", "/claims");
        for (int i = 0; i < 30; i++) {
            send(DATA, 0, 1, new byte[12_000]);
            pass(10);
        }
        assertThat(taken).isEqualTo(360_000);
        assertThat(test.outcomes).isEmpty();
        assertThat(frames()).contains(WINDOW_UPDATE + "/1", WINDOW_UPDATE + "/0");
    }

    @Test
    void a_body_without_length_that_must_be_empty_is_waited_for_as_long() throws Exception {
        greet();
        Http2Headers headers = ReadOnlyHttp2Headers.clientHeaders(
                false,
                AsciiString.of("POST"),
                AsciiString.of("/claims"),
                AsciiString.of("https"),
                AsciiString.of("gw.test"),
                AsciiString.of("content-length"),
                AsciiString.of("0"));
        ByteBuf section = Unpooled.buffer();
        new DefaultHttp2HeadersEncoder((name, value) -> true).encodeHeaders(1, headers, section);
        byte[] bytes = new byte[section.readableBytes()];
        section.readBytes(bytes).release();
        send(HEADERS, 4, 1, bytes);
        assertThat(test.exchanges).as("nothing goes anywhere before its end").isEmpty();
        pass(31);
        assertThat(frames()).contains(HEADERS + "/1");
        assertThat(test.exchanges).isEmpty();
    }
}
