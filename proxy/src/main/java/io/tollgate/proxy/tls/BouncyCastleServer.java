package io.tollgate.proxy.tls;

import io.netty.channel.ChannelHandlerContext;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.SingleThreadEventExecutor;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

/**
 * TLS by Bouncy Castle's protocol with the JDK's ciphers, and records of our own once a handshake is over. Safe for use by any
 * thread.
 *
 * <p>The provider is not registered with the Java runtime: no other code changes its behaviour.
 */
final class BouncyCastleServer implements ServerEngine {

    private final HandshakeTerms terms;
    private final Map<EventExecutor, RecordScratch> scratches = new ConcurrentHashMap<>();

    BouncyCastleServer(ServerTerms terms) {
        TunedProviders providers = new TunedProviders(BouncyCastle.PROVIDER);
        this.terms = HandshakeTerms.of(terms, new TunedCrypto(providers, new SecureRandom()), providers.ciphers());
    }

    @Override
    public TlsHandler newHandler(HandshakePool pool, Executor tasks, Duration deadline) {
        return new TlsServerHandler(new HandshakeSteps(terms, pool, tasks), this::scratch, deadline);
    }

    @Override
    public void close() {
        // All of it is on the heap.
    }

    /** As many as there are event loops; what is no thread's for long has its own. */
    private RecordScratch scratch(ChannelHandlerContext ctx) {
        EventExecutor loop = ctx.executor();
        if (!(loop instanceof SingleThreadEventExecutor)) {
            return new RecordScratch();
        }
        RecordScratch known = scratches.get(loop); // To ask for what is there already takes no lock this way.
        return known != null ? known : scratches.computeIfAbsent(loop, it -> new RecordScratch());
    }
}
