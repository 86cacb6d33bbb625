package io.tollgate.proxy.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.tollgate.proxy.GatewayRig;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** grpc-java's client and server with a whole gateway between them. */
@Timeout(60)
final class GrpcIT {
    @TempDir
    Path folder;

    private EchoServer server;
    private GatewayRig rig;
    private ManagedChannel channel;

    @BeforeEach
    void start() throws Exception {
        server = new EchoServer();
        rig = GatewayRig.start(folder, """
            apps:
              echo:
                upstream: h2c://127.0.0.1:%d
                public: ["POST /echo.Echo/*"]
            """.formatted(server.port()));
        channel = NettyChannelBuilder.forAddress("localhost", rig.port())
                .sslContext(GrpcSslContexts.configure(SslContextBuilder.forClient(), SslProvider.JDK)
                        .trustManager(folder.resolve("certs/ca.crt").toFile())
                        .build())
                .maxInboundMessageSize(64 << 20)
                .build();
    }

    @AfterEach
    void stop() throws Exception {
        channel.shutdownNow();
        channel.awaitTermination(5, TimeUnit.SECONDS);
        rig.close();
        server.close();
    }

    @Test
    void a_unary_call_passes_with_its_metadata_and_its_status() throws Exception {
        Metadata headers = new Metadata();
        headers.put(EchoServer.NOTE, "on the way");
        headers.put(EchoServer.DETAIL, new byte[] {0, (byte) 0xff});
        Call call = new Call(channel, EchoServer.UNARY, headers).say("hello").end();
        assertThat(call.text()).isEqualTo("hello");
        assertThat(call.status().getCode()).isEqualTo(Status.Code.OK);
        assertThat(call.trailers().get(EchoServer.NOTE)).isEqualTo("at the end");
        assertThat(server.headers.get().get(EchoServer.NOTE)).isEqualTo("on the way");
        assertThat(server.headers.get().get(EchoServer.DETAIL)).containsExactly(0, 0xff);
    }

    @Test
    void a_failure_passes_as_it_is_in_an_answer_of_trailers_alone() throws Exception {
        Call call = new Call(channel, EchoServer.FAIL, new Metadata()).say("x").end();
        assertThat(call.status().getCode()).isEqualTo(Status.Code.FAILED_PRECONDITION);
        assertThat(call.status().getDescription()).isEqualTo("no: ä");
        assertThat(call.trailers().get(EchoServer.NOTE)).isEqualTo("on the way back");
        assertThat(call.trailers().get(EchoServer.DETAIL)).containsExactly(0, 1, 0xff);
    }

    @Test
    void a_stream_of_the_client_passes() throws Exception {
        Call call = new Call(channel, EchoServer.COLLECT, new Metadata());
        for (int i = 0; i < 1000; i++) {
            call.say(new byte[1000]);
        }
        assertThat(call.end().text()).isEqualTo("1000000");
        assertThat(call.status().isOk()).isTrue();
    }

    @Test
    void a_stream_of_the_server_passes() throws Exception {
        Call call =
                new Call(channel, EchoServer.COUNT, new Metadata()).say("5000").end();
        for (int i = 0; i < 5000; i++) {
            assertThat(call.text()).isEqualTo(String.valueOf(i));
        }
        assertThat(call.status().isOk()).isTrue();
    }

    @Test
    void both_may_stream_in_turn() throws Exception {
        Call call = new Call(channel, EchoServer.CHAT, new Metadata());
        for (int i = 0; i < 200; i++) {
            call.say("ping " + i);
            assertThat(call.text()).isEqualTo("ping " + i);
        }
        assertThat(call.end().status().isOk()).isTrue();
    }

    @Test
    void messages_of_megabytes_pass_both_ways() throws Exception {
        byte[] big = new byte[20 << 20];
        Arrays.fill(big, (byte) 7);
        Call call = new Call(channel, EchoServer.UNARY, new Metadata()).say(big).end();
        assertThat(call.bytes()).isEqualTo(big);
        assertThat(call.status().isOk()).isTrue();
    }

    @Test
    void a_client_that_cancels_cancels_upstream() throws Exception {
        Call call = new Call(channel, EchoServer.CHAT, new Metadata()).say("ping");
        assertThat(call.text()).isEqualTo("ping");
        call.cancel();
        assertThat(server.cancelled.await(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void a_server_that_goes_is_a_failure_and_never_an_end() throws Exception {
        Call call = new Call(channel, EchoServer.CHAT, new Metadata()).say("ping");
        assertThat(call.text()).isEqualTo("ping");
        server.close();
        assertThat(call.status().isOk()).isFalse();
        Call next = new Call(channel, EchoServer.UNARY, new Metadata()).say("x").end();
        assertThat(next.status().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
    }

    @Test
    void a_call_that_no_rule_allows_is_refused_before_it_is_sent() throws Exception {
        var other = EchoServer.UNARY.toBuilder()
                .setFullMethodName("other.Other/Unary")
                .build();
        Call call = new Call(channel, other, new Metadata()).say("x").end();
        assertThat(call.status().getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
        assertThat(server.headers.get().keys()).isEmpty();
    }

    @Test
    void many_calls_share_what_there_is() throws Exception {
        Call[] calls = new Call[60];
        for (int i = 0; i < calls.length; i++) {
            calls[i] = new Call(channel, EchoServer.CHAT, new Metadata()).say("call " + i);
        }
        for (int i = 0; i < calls.length; i++) {
            assertThat(calls[i].text()).isEqualTo("call " + i);
            calls[i].say("again".getBytes(StandardCharsets.UTF_8)).end();
            assertThat(calls[i].text()).isEqualTo("again");
            assertThat(calls[i].status().isOk()).isTrue();
        }
    }
}
