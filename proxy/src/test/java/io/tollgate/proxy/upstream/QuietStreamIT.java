package io.tollgate.proxy.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.netty.NettyChannelBuilder;
import io.tollgate.config.EndpointUrl;
import io.tollgate.config.UpstreamConfig;
import io.tollgate.proxy.grpc.Call;
import io.tollgate.proxy.grpc.EchoServer;
import io.tollgate.proxy.http.HttpLimits;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Streams on which nobody says anything for a while. */
@Timeout(60)
final class QuietStreamIT {
    private static final HttpLimits SHORT = new HttpLimits(
            Duration.ofSeconds(10),
            Duration.ofSeconds(65),
            Duration.ofSeconds(1),
            Duration.ofSeconds(60),
            1024,
            Duration.ofSeconds(1),
            256 * 1024);

    @Test
    void a_conversation_may_be_quiet_for_longer_than_a_body_may_take() throws Exception {
        try (EchoServer server = new EchoServer();
                Rig rig = Rig.http2(UpstreamConfig.of(EndpointUrl.parse("h2c://127.0.0.1:" + server.port())), SHORT)) {
            ManagedChannel channel = NettyChannelBuilder.forAddress(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), rig.port()))
                    .usePlaintext()
                    .build();
            try {
                Call call = new Call(channel, EchoServer.CHAT, new Metadata()).say("ping");
                assertThat(call.text()).isEqualTo("ping");
                assertThatThrownBy(() -> call.status(3)).isInstanceOf(TimeoutException.class);
                assertThat(call.say("pong").text()).isEqualTo("pong");
                assertThat(call.end().status().getCode()).isEqualTo(Status.Code.OK);
            } finally {
                channel.shutdownNow();
                channel.awaitTermination(5, TimeUnit.SECONDS);
            }
        }
    }
}
