package io.tollgate.proxy.tls;

import java.time.Duration;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** TLS by one implementation, with the certificates and the terms of one listener. Safe for use by any thread. */
sealed interface ServerEngine extends AutoCloseable permits BouncyCastleServer, JdkServer, BoringServer {

    /**
     * The handler of one new connection; null where there can be none because of {@link #close}.
     *
     * @param pool admits handshakes
     * @param tasks runs their cryptography
     * @param deadline a handshake that takes longer is ended
     */
    @Nullable
    TlsHandler newHandler(HandshakePool pool, Executor tasks, Duration deadline);

    /** Gives back what is not the garbage collector's; connections that stand keep what they need. */
    @Override
    void close();
}
