package io.tollgate.proxy.tls;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * Gives Bouncy Castle's engine the delegated tasks it lacks: while shaking hands, each handshake record becomes a task.
 *
 * <p>Netty's {@code SslHandler} runs such tasks on the executor it is given and goes on when they are done, so handshake
 * cryptography never runs on an event loop that serves traffic. The engine beneath is made when the whole ClientHello is
 * there, for the name found in it: a connection that says nothing costs no more than this object.
 *
 * <p>Called by one thread at a time: the event loop, or a task while the event loop waits for it.
 */
final class HandshakeEngine extends SSLEngine {

    private static final byte HANDSHAKE = 22;
    private static final int MOST_HELLO_BYTES = 32 * 1024;
    private static final int MOST_HELLO_RECORDS = 32;

    private final Function<@Nullable String, SSLEngine> engines;
    private final SSLSession none;
    private final HandshakePool pool;

    private final List<byte[]> hello = new ArrayList<>(1);
    private final AtomicReference<@Nullable Runnable> task = new AtomicReference<>();
    private int helloBytes;
    private volatile @Nullable String serverName;
    private volatile @Nullable SSLEngine engine;
    private volatile @Nullable SSLException failure;
    private volatile boolean busy;
    private volatile boolean established;
    private volatile boolean closed;

    /**
     * @param engines makes the engine beneath for the server name asked for, or null for none
     * @param none the session to show before there is one
     * @param pool admits handshakes; runs their tasks by way of {@code SslHandler}
     */
    HandshakeEngine(Function<@Nullable String, SSLEngine> engines, SSLSession none, HandshakePool pool) {
        this.engines = engines;
        this.none = none;
        this.pool = pool;
    }

    /** The name the client asked for, as far as it can be one; null before the ClientHello. */
    @Nullable
    String serverName() {
        return serverName;
    }

    /** Whether the handshake succeeded. The word of {@code SslHandler} is not enough: it takes some failures for an end. */
    boolean isEstablished() {
        return established;
    }

    @Override
    public SSLEngineResult unwrap(ByteBuffer src, ByteBuffer[] dsts, int offset, int length) throws SSLException {
        SSLEngine beneath = engine;
        if (established && beneath != null) {
            return beneath.unwrap(src, dsts, offset, length);
        }
        if (busy) {
            return new SSLEngineResult(Status.OK, HandshakeStatus.NEED_TASK, 0, 0);
        }
        if (closed && beneath == null) {
            return new SSLEngineResult(Status.CLOSED, HandshakeStatus.NOT_HANDSHAKING, 0, 0);
        }
        byte[] next = record(src);
        if (next == null || next[0] != HANDSHAKE) {
            return inline(src, dsts, offset, length);
        }
        src.position(src.position() + next.length);
        return offload(next);
    }

    /** A whole record, copied and not consumed, or null. */
    private static byte @Nullable [] record(ByteBuffer src) {
        if (src.remaining() < ClientHello.RECORD_HEADER) {
            return null;
        }
        int at = src.position();
        int size = ClientHello.RECORD_HEADER + (src.getShort(at + 3) & 0xFFFF);
        if (src.remaining() < size) {
            return null;
        }
        byte[] bytes = new byte[size];
        src.get(at, bytes, 0, size);
        return bytes;
    }

    private SSLEngineResult offload(byte[] next) throws SSLException {
        SSLEngine beneath = engine;
        if (beneath != null) {
            return later(() -> feed(beneath, next), next.length);
        }
        hello.add(next);
        helloBytes += next.length - ClientHello.RECORD_HEADER;
        int whole = ClientHello.messageLength(hello);
        boolean enough = whole >= 0 && (helloBytes >= whole || whole > MOST_HELLO_BYTES);
        if (!enough && hello.size() < MOST_HELLO_RECORDS) {
            return new SSLEngineResult(Status.OK, HandshakeStatus.NEED_UNWRAP, next.length, 0);
        }
        if (!pool.admit()) {
            closed = true;
            throw new TooManyHandshakesException();
        }
        return later(this::begin, next.length);
    }

    private SSLEngineResult later(Runnable work, int consumed) {
        busy = true;
        task.set(work);
        return new SSLEngineResult(Status.OK, HandshakeStatus.NEED_TASK, consumed, 0);
    }

    private void begin() {
        try {
            if (closed) {
                return; // Gone while it waited: its cryptography is saved.
            }
            String name = ClientHello.serverName(hello);
            SSLEngine beneath = engines.apply(name);
            serverName = name;
            engine = beneath;
            hello.forEach(record -> feed(beneath, record));
        } finally {
            hello.clear();
            pool.leave();
        }
    }

    private void feed(SSLEngine beneath, byte[] record) {
        if (failure != null) {
            return;
        }
        try {
            noted(beneath.unwrap(ByteBuffer.wrap(record), ByteBuffer.allocate(record.length)));
        } catch (SSLException e) {
            failure = e;
        } catch (RuntimeException e) {
            failure = new SSLException("the handshake failed", e);
        }
    }

    private SSLEngineResult inline(ByteBuffer src, ByteBuffer[] dsts, int offset, int length) throws SSLException {
        SSLEngine beneath = engine;
        if (beneath == null) {
            if (src.remaining() < ClientHello.RECORD_HEADER) {
                return new SSLEngineResult(Status.BUFFER_UNDERFLOW, HandshakeStatus.NEED_UNWRAP, 0, 0);
            }
            // Something else than a ClientHello comes first: the protocol proper finds the words for it.
            beneath = engines.apply(null);
            engine = beneath;
        }
        return noted(beneath.unwrap(src, dsts, offset, length));
    }

    private SSLEngineResult noted(SSLEngineResult result) {
        if (result.getHandshakeStatus() == HandshakeStatus.FINISHED) {
            established = true;
        }
        return result;
    }

    @Override
    public SSLEngineResult wrap(ByteBuffer[] srcs, int offset, int length, ByteBuffer dst) throws SSLException {
        SSLEngine beneath = engine;
        if (established && beneath != null) {
            return beneath.wrap(srcs, offset, length, dst);
        }
        SSLException failed = failure;
        if (failed != null) {
            failure = null;
            throw failed;
        }
        if (busy) {
            return new SSLEngineResult(Status.OK, HandshakeStatus.NEED_TASK, 0, 0);
        }
        if (beneath == null) {
            return closed
                    ? new SSLEngineResult(Status.CLOSED, HandshakeStatus.NOT_HANDSHAKING, 0, 0)
                    : new SSLEngineResult(Status.OK, HandshakeStatus.NEED_UNWRAP, 0, 0);
        }
        return noted(beneath.wrap(srcs, offset, length, dst));
    }

    @Override
    public @Nullable Runnable getDelegatedTask() {
        Runnable next = task.getAndSet(null);
        return next == null
                ? null
                : () -> {
                    try {
                        next.run();
                    } finally {
                        busy = false;
                    }
                };
    }

    @Override
    public HandshakeStatus getHandshakeStatus() {
        if (busy) {
            return HandshakeStatus.NEED_TASK;
        }
        if (failure != null) {
            return HandshakeStatus.NEED_WRAP;
        }
        SSLEngine beneath = engine;
        if (beneath == null) {
            return closed ? HandshakeStatus.NOT_HANDSHAKING : HandshakeStatus.NEED_UNWRAP;
        }
        return beneath.getHandshakeStatus();
    }

    @Override
    public void closeInbound() throws SSLException {
        closed = true;
        SSLEngine beneath = engine;
        if (beneath != null) {
            beneath.closeInbound();
        }
    }

    @Override
    public void closeOutbound() {
        closed = true;
        SSLEngine beneath = engine;
        if (beneath != null) {
            beneath.closeOutbound();
        }
    }

    @Override
    public boolean isInboundDone() {
        SSLEngine beneath = engine;
        return beneath == null ? closed : beneath.isInboundDone();
    }

    @Override
    public boolean isOutboundDone() {
        SSLEngine beneath = engine;
        return beneath == null ? closed : beneath.isOutboundDone();
    }

    @Override
    public SSLSession getSession() {
        SSLEngine beneath = engine;
        return beneath == null ? none : beneath.getSession();
    }

    @Override
    public @Nullable SSLSession getHandshakeSession() {
        SSLEngine beneath = engine;
        return beneath == null ? null : beneath.getHandshakeSession();
    }

    @Override
    public @Nullable String getApplicationProtocol() {
        SSLEngine beneath = engine;
        return beneath == null ? null : beneath.getApplicationProtocol();
    }

    @Override
    public void beginHandshake() {
        // The first to speak is the client; renegotiation is refused by the engine beneath.
    }

    @Override
    public boolean getUseClientMode() {
        return false;
    }

    // Settings are made where engines are made (BouncyCastleServer), once for all connections, never here.

    @Override
    public String[] getSupportedCipherSuites() {
        return new String[0];
    }

    @Override
    public String[] getEnabledCipherSuites() {
        return new String[0];
    }

    @Override
    public void setEnabledCipherSuites(String[] suites) {
        throw new UnsupportedOperationException();
    }

    @Override
    public String[] getSupportedProtocols() {
        return new String[0];
    }

    @Override
    public String[] getEnabledProtocols() {
        return new String[0];
    }

    @Override
    public void setEnabledProtocols(String[] protocols) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void setUseClientMode(boolean mode) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void setNeedClientAuth(boolean need) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean getNeedClientAuth() {
        return false;
    }

    @Override
    public void setWantClientAuth(boolean want) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean getWantClientAuth() {
        return false;
    }

    @Override
    public void setEnableSessionCreation(boolean flag) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean getEnableSessionCreation() {
        return true;
    }
}
