package io.tollgate.proxy.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.concurrent.MockTicker;
import io.netty.util.concurrent.Ticker;
import io.tollgate.filters.chain.Arrival;
import java.nio.charset.StandardCharsets;

/** A client of a connection without a socket. */
final class Client {
    final TestKernel test = new TestKernel();
    final FakeForwarder upstream = new FakeForwarder();
    final MockTicker ticker = Ticker.newMockTicker();
    final LoopScopes scopes = new LoopScopes(ticker);
    private final StringBuilder received = new StringBuilder();
    private EmbeddedChannel channel;

    EmbeddedChannel channel() {
        if (channel == null) {
            channel = EmbeddedChannel.builder().ticker(ticker).build();
            ProxyKernel kernel = test.kernel(upstream);
            new HttpPipeline(() -> kernel, scopes)
                    .install(channel.pipeline(), new Arrival("public", "https", 8443, false));
        }
        return channel;
    }

    Client sends(String bytes) {
        channel().writeInbound(Unpooled.copiedBuffer(bytes, StandardCharsets.ISO_8859_1));
        return this;
    }

    Client sendsByteByByte(String bytes) {
        for (int i = 0; i < bytes.length() && channel().isOpen(); i++) {
            sends(bytes.substring(i, i + 1));
        }
        return this;
    }

    /** Lets this much time pass, in steps. */
    Client waits(long seconds) {
        for (int i = 0; i < seconds * 2; i++) {
            channel();
            ticker.advanceMillis(500);
            channel().runScheduledPendingTasks();
        }
        return this;
    }

    /** All that came back so far. */
    String received() {
        channel().runPendingTasks();
        for (ByteBuf out = channel().readOutbound();
                out != null;
                out = channel().readOutbound()) {
            received.append(out.toString(StandardCharsets.ISO_8859_1));
            out.release();
        }
        return received.toString();
    }

    void close() {
        channel().close();
        received();
    }

    boolean isClosed() {
        return !channel().isOpen();
    }
}
