package io.tollgate.proxy.grpc;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A call of grpc-java's client, for a thread that waits. */
public final class Call {
    private final ClientCall<byte[], byte[]> call;
    private final BlockingQueue<byte[]> messages = new LinkedBlockingQueue<>();
    private final CompletableFuture<Status> status = new CompletableFuture<>();
    private final CompletableFuture<Metadata> trailers = new CompletableFuture<>();

    public Call(Channel channel, MethodDescriptor<byte[], byte[]> method, Metadata headers) {
        call = channel.newCall(method, CallOptions.DEFAULT);
        call.start(
                new ClientCall.Listener<>() {
                    @Override
                    public void onMessage(byte[] message) {
                        messages.add(message);
                        call.request(1);
                    }

                    @Override
                    public void onClose(Status end, Metadata last) {
                        trailers.complete(last);
                        status.complete(end);
                    }
                },
                headers);
        call.request(1);
    }

    public Call say(byte[] message) {
        call.sendMessage(message);
        return this;
    }

    public Call say(String message) {
        return say(message.getBytes(StandardCharsets.UTF_8));
    }

    public Call end() {
        call.halfClose();
        return this;
    }

    public void cancel() {
        call.cancel("enough", null);
    }

    public byte[] bytes() throws Exception {
        byte[] next = messages.poll(20, TimeUnit.SECONDS);
        if (next == null) {
            throw new IllegalStateException("no message; status " + status.getNow(null));
        }
        return next;
    }

    public String text() throws Exception {
        return new String(bytes(), StandardCharsets.UTF_8);
    }

    public Status status() throws Exception {
        return status(20);
    }

    public Status status(int seconds) throws Exception {
        return status.get(seconds, TimeUnit.SECONDS);
    }

    public Metadata trailers() throws Exception {
        return trailers.get(20, TimeUnit.SECONDS);
    }
}
