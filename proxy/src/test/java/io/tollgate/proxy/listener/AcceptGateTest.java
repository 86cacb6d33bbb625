package io.tollgate.proxy.listener;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class AcceptGateTest {

    private final ConnectionLimit limit = new ConnectionLimit(1);
    private final ListenerCounts counts = new ListenerCounts();
    private final EmbeddedChannel server = new EmbeddedChannel(new AcceptGate(() -> "test", limit, counts));

    @Test
    void when_accepting_fails_it_rests_and_goes_on() {
        server.freezeTime();
        for (int i = 0; i < 3; i++) {
            server.pipeline().fireExceptionCaught(new IOException("accept(..) failed: Too many open files"));
            assertThat(server.config().isAutoRead()).isFalse();
            server.advanceTimeBy(1, TimeUnit.SECONDS);
            server.runScheduledPendingTasks();
            assertThat(server.config().isAutoRead()).isTrue();
        }
        assertThat(server.isOpen()).isTrue();
    }

    @Test
    void a_place_is_given_back_when_its_connection_closes() {
        EmbeddedChannel first = new EmbeddedChannel();
        server.writeInbound(first);
        assertThat(limit.open()).isEqualTo(1);
        EmbeddedChannel second = new EmbeddedChannel();
        server.writeInbound(second);
        assertThat(second.isOpen()).isFalse();
        assertThat(counts.refused()).isEqualTo(1);
        first.close();
        assertThat(limit.open()).isZero();
        server.writeInbound(new EmbeddedChannel());
        assertThat(counts.accepted()).isEqualTo(2);
    }
}
