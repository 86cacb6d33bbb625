package io.tollgate.proxy.grpc;

import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.netty.NettyServerBuilder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/** A gRPC server of grpc-java on HTTP/2 in the clear, whose messages are bytes. */
public final class EchoServer implements AutoCloseable {
    public static final MethodDescriptor<byte[], byte[]> UNARY = method("Unary", MethodType.UNARY);
    public static final MethodDescriptor<byte[], byte[]> COLLECT = method("Collect", MethodType.CLIENT_STREAMING);
    public static final MethodDescriptor<byte[], byte[]> COUNT = method("Count", MethodType.SERVER_STREAMING);
    public static final MethodDescriptor<byte[], byte[]> CHAT = method("Chat", MethodType.BIDI_STREAMING);
    public static final MethodDescriptor<byte[], byte[]> FAIL = method("Fail", MethodType.UNARY);
    public static final Metadata.Key<String> NOTE = Metadata.Key.of("x-note", Metadata.ASCII_STRING_MARSHALLER);
    public static final Metadata.Key<byte[]> DETAIL = Metadata.Key.of("x-detail-bin", Metadata.BINARY_BYTE_MARSHALLER);

    final CountDownLatch cancelled = new CountDownLatch(1);
    final AtomicReference<Metadata> headers = new AtomicReference<>(new Metadata());
    private final Server server;

    public EchoServer() throws IOException {
        ServerServiceDefinition service = ServerServiceDefinition.builder("echo.Echo")
                .addMethod(UNARY, handler((call, message) -> {
                    call.sendMessage(message);
                }))
                .addMethod(COLLECT, handler((call, message) -> {}))
                .addMethod(COUNT, handler((call, message) -> {
                    int n = Integer.parseInt(new String(message, StandardCharsets.UTF_8));
                    for (int i = 0; i < n; i++) {
                        call.sendMessage(String.valueOf(i).getBytes(StandardCharsets.UTF_8));
                    }
                }))
                .addMethod(CHAT, handler((call, message) -> call.sendMessage(message)))
                .addMethod(FAIL, (call, metadata) -> {
                    Metadata trailers = new Metadata();
                    trailers.put(NOTE, "on the way back");
                    trailers.put(DETAIL, new byte[] {0, 1, (byte) 0xff});
                    call.close(Status.FAILED_PRECONDITION.withDescription("no: ä"), trailers);
                    return new ServerCall.Listener<>() {};
                })
                .build();
        server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .directExecutor()
                .maxInboundMessageSize(64 << 20)
                .addService(service)
                .build()
                .start();
    }

    /** What is done with a message. */
    private interface OnMessage {
        void on(ServerCall<byte[], byte[]> call, byte[] message);
    }

    private ServerCallHandler<byte[], byte[]> handler(OnMessage each) {
        return (call, metadata) -> {
            headers.set(metadata);
            call.request(1);
            call.sendHeaders(new Metadata());
            return new ServerCall.Listener<>() {
                private long bytes;

                @Override
                public void onMessage(byte[] message) {
                    bytes += message.length;
                    each.on(call, message);
                    call.request(1);
                }

                @Override
                public void onHalfClose() {
                    if (call.getMethodDescriptor().getType() == MethodType.CLIENT_STREAMING) {
                        call.sendMessage(String.valueOf(bytes).getBytes(StandardCharsets.UTF_8));
                    }
                    Metadata trailers = new Metadata();
                    trailers.put(NOTE, "at the end");
                    call.close(Status.OK, trailers);
                }

                @Override
                public void onCancel() {
                    cancelled.countDown();
                }
            };
        };
    }

    public int port() {
        return server.getPort();
    }

    private static MethodDescriptor<byte[], byte[]> method(String name, MethodType type) {
        return MethodDescriptor.<byte[], byte[]>newBuilder()
                .setType(type)
                .setFullMethodName("echo.Echo/" + name)
                .setRequestMarshaller(new Bytes())
                .setResponseMarshaller(new Bytes())
                .build();
    }

    private static final class Bytes implements MethodDescriptor.Marshaller<byte[]> {
        @Override
        public InputStream stream(byte[] value) {
            return new ByteArrayInputStream(value);
        }

        @Override
        public byte[] parse(InputStream stream) {
            try {
                return stream.readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Override
    public void close() {
        server.shutdownNow();
        try {
            server.awaitTermination(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
