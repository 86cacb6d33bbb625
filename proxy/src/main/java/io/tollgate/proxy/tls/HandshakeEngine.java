package io.tollgate.proxy.tls;

import io.netty.util.ReferenceCountUtil;
import io.tollgate.config.ClientCertificates;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * Gives every engine the same delegated tasks: while shaking hands, each handshake record becomes one.
 *
 * <p>Netty's {@code SslHandler} runs such tasks on the executor it is given and goes on when they are done, so handshake
 * cryptography never runs on an event loop that serves traffic, whichever engine it is. What tasks the engine beneath has of its own are
 * done in ours. It is made when the whole ClientHello is there, for what stands in it: a connection that says nothing costs no more than
 * this object.
 *
 * <p>Called by one thread at a time: the event loop, or a task while the event loop waits for it.
 */
final class HandshakeEngine extends FixedEngine {

    private static final byte HANDSHAKE = 22;
    private static final byte APPLICATION_DATA = 23;
    private static final int MOST_HELLO_BYTES = 32 * 1024;
    private static final int MOST_HELLO_RECORDS = 32;

    /** Makes engines that have not begun. */
    interface Source {
        /** One for this client; for one that says something else first, where there is no hello. */
        SSLEngine newEngine(@Nullable ClientHello hello) throws SSLException;
    }

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final Source source;
    private final SSLSession none;
    private final HandshakePool pool;
    private final ClientCertificates.Mode clients;

    private final List<byte[]> hello = new ArrayList<>(1);
    private final AtomicReference<@Nullable Runnable> task = new AtomicReference<>();
    private int helloBytes;
    private int empty;
    private volatile @Nullable String serverName;
    private volatile @Nullable SSLEngine engine;
    private volatile @Nullable SSLException failure;
    private volatile byte @Nullable [] farewell;
    private volatile boolean busy;
    private volatile boolean established;
    private volatile boolean closed;
    private boolean isAbandoned;

    /**
     * @param source makes the engine beneath
     * @param none the session to show before there is one
     * @param pool admits handshakes; runs their tasks by way of {@code SslHandler}
     * @param clients whether clients show a certificate: then their last message costs more than a MAC
     */
    HandshakeEngine(Source source, SSLSession none, HandshakePool pool, ClientCertificates.Mode clients) {
        this.source = source;
        this.none = none;
        this.pool = pool;
        this.clients = clients;
    }

    /** What was agreed on, or null where the handshake has not succeeded. */
    @Nullable
    TlsDetails details() {
        SSLEngine beneath = engine;
        boolean isAsking = clients != ClientCertificates.Mode.NONE;
        TlsDetails found = established && beneath != null ? TlsDetails.of(beneath, serverName, isAsking) : null;
        // An engine would have to resume a session without its certificate: it does not, but who must show one is not
        // to depend on it.
        boolean isNameless = found != null && found.clientName() == null;
        return isNameless && clients == ClientCertificates.Mode.REQUIRED ? null : found;
    }

    /** Whether the handshake succeeded. The word of {@code SslHandler} is not enough: it takes some failures for an end. */
    boolean isEstablished() {
        return established;
    }

    @Override
    public SSLEngineResult unwrap(ByteBuffer src, ByteBuffer[] dsts, int offset, int length) throws SSLException {
        SSLEngine beneath = engine;
        if (established && beneath != null) {
            if (src.hasRemaining() && src.get(src.position()) == HANDSHAKE) {
                throw new SSLException(
                        "renegotiation is refused"); // TLS 1.3 has nothing of this type in the clear here.
            }
            return counted(beneath.unwrap(src, dsts, offset, length));
        }
        if (busy) {
            return new SSLEngineResult(Status.OK, HandshakeStatus.NEED_TASK, 0, 0);
        }
        if (closed && beneath == null) {
            return new SSLEngineResult(Status.CLOSED, HandshakeStatus.NOT_HANDSHAKING, 0, 0);
        }
        byte[] next = record(src);
        if (next == null || !isHeavy(next[0])) {
            return inline(src, dsts, offset, length);
        }
        src.position(src.position() + next.length);
        return offload(next);
    }

    /** Empty records and KeyUpdates: not every engine minds how many of them there are, and it answers each of the latter. */
    private SSLEngineResult counted(SSLEngineResult read) throws SSLException {
        if (read.bytesProduced() > 0) {
            empty = 0;
        } else if (read.bytesConsumed() > 0 && ++empty > RecordReader.MOST_EMPTY) {
            throw new SSLException("records without end that hold nothing");
        }
        return read;
    }

    /** TLS 1.3 hides what kind a record is of; as long as the engine waits for handshake, it can't be a request. */
    private boolean isHeavy(byte type) {
        SSLEngine beneath = engine;
        boolean isAwaited = beneath != null && beneath.getHandshakeStatus() == HandshakeStatus.NEED_UNWRAP;
        return type == HANDSHAKE || (clients != ClientCertificates.Mode.NONE && type == APPLICATION_DATA && isAwaited);
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
            ClientHello message = ClientHello.of(hello);
            serverName = message.serverName();
            SSLEngine beneath = source.newEngine(message);
            adopt(beneath);
            hello.forEach(record -> feed(beneath, record));
        } catch (RefusedHelloException e) {
            farewell = e.record();
            failure = e;
        } catch (SSLException e) {
            failure = e;
        } catch (RuntimeException e) {
            failure = new SSLException("the handshake failed", e);
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
            ByteBuffer scratch = ByteBuffer.allocate(record.length);
            SSLEngineResult result = noted(beneath.unwrap(ByteBuffer.wrap(record), scratch));
            while (result.getHandshakeStatus() == HandshakeStatus.NEED_TASK) {
                runTasks(beneath);
                result = noted(beneath.unwrap(NOTHING.duplicate(), scratch));
            }
        } catch (SSLException e) {
            failure = e;
        } catch (RuntimeException e) {
            failure = new SSLException("the handshake failed", e);
        }
    }

    private static void runTasks(SSLEngine beneath) {
        for (Runnable own = beneath.getDelegatedTask(); own != null; own = beneath.getDelegatedTask()) {
            own.run();
        }
    }

    private SSLEngineResult inline(ByteBuffer src, ByteBuffer[] dsts, int offset, int length) throws SSLException {
        SSLEngine beneath = engine;
        if (beneath == null) {
            if (src.remaining() < ClientHello.RECORD_HEADER) {
                return new SSLEngineResult(Status.BUFFER_UNDERFLOW, HandshakeStatus.NEED_UNWRAP, 0, 0);
            }
            // Something else than a ClientHello comes first: the protocol proper finds the words for it.
            beneath = source.newEngine(null);
            adopt(beneath);
        }
        SSLEngineResult result = noted(beneath.unwrap(src, dsts, offset, length));
        if (result.getHandshakeStatus() == HandshakeStatus.NEED_TASK) {
            SSLEngine ours = beneath;
            later(() -> runTasks(ours), 0);
        }
        return result;
    }

    private synchronized void adopt(SSLEngine beneath) {
        engine = beneath;
        if (isAbandoned) {
            ReferenceCountUtil.release(beneath);
        }
    }

    /** Gives the engine beneath to somebody else, who then has to care for it; null where there is none. */
    synchronized @Nullable SSLEngine handOver() {
        SSLEngine given = isAbandoned ? null : engine;
        isAbandoned = isAbandoned || given != null;
        return given;
    }

    /** Nobody asks any more: what the engine beneath holds outside the heap is given back, even if a task is still to make it. */
    synchronized void abandon() {
        closed = true;
        if (!isAbandoned) {
            isAbandoned = true;
            ReferenceCountUtil.release(engine);
        }
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
        byte[] last = farewell;
        if (last != null && dst.remaining() >= last.length) {
            farewell = null;
            dst.put(last);
            return new SSLEngineResult(Status.OK, HandshakeStatus.NEED_WRAP, 0, last.length);
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
        SSLEngine beneath = engine;
        if (next == null) {
            return established && beneath != null ? beneath.getDelegatedTask() : null;
        }
        return () -> {
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
}
