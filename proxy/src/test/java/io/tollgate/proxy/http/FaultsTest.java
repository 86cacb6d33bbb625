package io.tollgate.proxy.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.codec.DecoderException;
import java.io.IOException;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;

final class FaultsTest {
    @Test
    void what_peers_and_networks_do_is_no_fault_of_ours() {
        assertThat(Faults.isOurs(new IOException("Connection reset by peer"))).isFalse();
        assertThat(Faults.isOurs(new ConnectTimeoutException("late"))).isFalse();
        assertThat(Faults.isOurs(new DecoderException(new SSLException("bad_record_mac"))))
                .isFalse();
    }

    @Test
    void anything_else_is() {
        assertThat(Faults.isOurs(new IllegalStateException("twice"))).isTrue();
        assertThat(Faults.isOurs(new AssertionError("blocked"))).isTrue();
    }
}
