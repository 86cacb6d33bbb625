package io.tollgate.proxy.listener;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class AcceptGateTest {

    private final ConnectionLimit limit = new ConnectionLimit(1);
    private final ListenerCounts counts = new ListenerCounts();
    private final AcceptGate gate = new AcceptGate(() -> "test", limit, counts);
    private final EmbeddedChannel server = new EmbeddedChannel(gate);

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
    void failing_is_over_when_connections_came_and_none_failed_for_a_while() {
        server.freezeTime();
        server.pipeline().fireExceptionCaught(new IOException("Too many open files"));
        quiet(11);
        assertThat(gate.isTroubled()).as("nobody came").isTrue();
        server.writeInbound(new EmbeddedChannel());
        server.pipeline().fireExceptionCaught(new IOException("Too many open files"));
        quiet(6);
        assertThat(gate.isTroubled()).as("one came, then one failed").isTrue();
        limit.leave();
        server.writeInbound(new EmbeddedChannel());
        assertThat(gate.isTroubled()).as("one came, but it is too early").isTrue();
        quiet(6);
        assertThat(gate.isTroubled()).isFalse();
    }

    private void quiet(int seconds) {
        for (int i = 0; i < seconds; i++) {
            server.advanceTimeBy(1, TimeUnit.SECONDS);
            server.runScheduledPendingTasks();
        }
    }

    @Test
    void the_limit_leaves_descriptors_for_the_rest_of_the_process() {
        assertThat(ConnectionLimit.carried(1_048_576, 100)).isEqualTo(100_000);
        assertThat(ConnectionLimit.carried(65_536, 100)).isEqualTo(32_590);
        assertThat(ConnectionLimit.carried(1_024, 124)).isEqualTo(337);
        assertThat(ConnectionLimit.carried(150, 110)).isEqualTo(15);
        assertThat(ConnectionLimit.carried(100, 110)).isEqualTo(8);
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
