package io.tollgate.proxy.listener;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.concurrent.ImmediateExecutor;
import io.tollgate.proxy.listener.Listener.Face;
import io.tollgate.proxy.tls.ServerTls;
import io.tollgate.proxy.tls.TlsHandler;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ClosedChannelException;

/**
 * A connection to a listener that has no socket: the same handlers, counted nowhere, and everything of it, handshakes too, is
 * done on the thread that calls. Confined to one thread.
 */
public final class MemoryConnection implements AutoCloseable {
    private static final int PORT = 443;

    private final EmbeddedChannel channel = new EmbeddedChannel();

    /** A connection that meets this; without TLS there is nothing to meet. Throws where its TLS is closed. */
    public MemoryConnection(Face face, ServerTls tls) throws ClosedChannelException {
        InetSocketAddress here = new InetSocketAddress(InetAddress.getLoopbackAddress(), PORT);
        TlsHandler handler = tls.newHandler(ImmediateExecutor.INSTANCE);
        if (handler == null) {
            throw new ClosedChannelException();
        }
        channel.pipeline()
                .addLast(handler)
                .addLast(new HandshakeGate(
                        handler,
                        new ListenerCounts(),
                        (ctx, details) -> face.handlers()
                                .install(ctx.pipeline(), new Connection(face.name(), here, here, details)),
                        why -> {}));
    }

    /** Brings bytes and takes what is answered by now. */
    public byte[] exchange(byte[] bytes) {
        channel.writeInbound(Unpooled.wrappedBuffer(bytes));
        channel.runPendingTasks();
        ByteArrayOutputStream answered = new ByteArrayOutputStream();
        for (ByteBuf piece = channel.readOutbound(); piece != null; piece = channel.readOutbound()) {
            try {
                answered.writeBytes(ByteBufUtil.getBytes(piece));
            } finally {
                piece.release();
            }
        }
        return answered.toByteArray();
    }

    /** Whether the server's side has it open still. */
    public boolean isOpen() {
        return channel.isOpen();
    }

    @Override
    public void close() {
        channel.finishAndReleaseAll();
    }
}
