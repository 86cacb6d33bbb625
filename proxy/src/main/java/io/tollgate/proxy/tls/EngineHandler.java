package io.tollgate.proxy.tls;

import io.netty.handler.ssl.SslHandler;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** TLS of a connection by an engine that stays below {@link HandshakeEngine} for good. Confined to one event loop. */
final class EngineHandler extends SslHandler implements TlsHandler {

    private final HandshakeEngine engine;

    EngineHandler(HandshakeEngine engine, Executor tasks, Duration deadline) {
        super(engine, tasks);
        this.engine = engine;
        setHandshakeTimeout(deadline.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public @Nullable TlsDetails details() {
        return engine.details();
    }
}
