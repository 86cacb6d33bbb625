package io.tollgate.proxy.tls;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.OpenSslCachingX509KeyManagerFactory;
import io.netty.handler.ssl.OpenSslContextOption;
import io.netty.handler.ssl.OpenSslSessionContext;
import io.netty.handler.ssl.ReferenceCountedOpenSslContext;
import io.netty.handler.ssl.ReferenceCountedOpenSslEngine;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.internal.tcnative.SSL;
import io.netty.util.IllegalReferenceCountException;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * TLS by BoringSSL, as native code. Safe for use by any thread.
 *
 * <p>What it holds outside the heap lives as long as this is not closed or a connection needs it. Sessions are resumed by tickets alone, for
 * which there are no keys where clients are asked for certificates.
 */
final class BoringServer implements ServerEngine {

    /**
     * What BoringSSL may say while it reads waits here, and each connection has it for as long as it stands: an alert, an answer to a
     * change of keys. What does not fit (a handshake's first flight) is said when it is asked for more.
     */
    private static final int ASIDE_BYTES = 256;

    private final ServerTerms terms;
    private final ReferenceCountedOpenSslContext context;
    private final @Nullable TicketKeys tickets;
    private final SSLSession none;
    private final AtomicBoolean isClosed = new AtomicBoolean();

    BoringServer(ServerTerms terms) {
        this.terms = terms;
        this.none = noSession();
        this.context = context(terms);
        context.setBioNonApplicationBufferSize(ASIDE_BYTES);
        OpenSslSessionContext sessions = context.sessionContext();
        sessions.setSessionCacheEnabled(false);
        this.tickets = terms.isAskingClients() ? null : new TicketKeys(sessions, terms.clock());
    }

    private static ReferenceCountedOpenSslContext context(ServerTerms terms) {
        ChosenKeys keys = new ChosenKeys(terms.certificates(), ServerCertificate::key, true);
        ClientAuth clients = switch (terms.clients()) {
            case NONE -> ClientAuth.NONE;
            case OPTIONAL -> ClientAuth.OPTIONAL;
            case REQUIRED -> ClientAuth.REQUIRE;
        };
        int certificates = terms.certificates().all().size();
        try {
            return (ReferenceCountedOpenSslContext) SslContextBuilder.forServer(
                            new OpenSslCachingX509KeyManagerFactory(new OneKeyManager(keys), certificates))
                    .sslProvider(SslProvider.OPENSSL_REFCNT)
                    .protocols(terms.versions())
                    .ciphers(terms.suites())
                    .option(OpenSslContextOption.GROUPS, ServerTerms.GROUPS.toArray(String[]::new))
                    .trustManager(terms.trust())
                    .clientAuth(clients)
                    .sessionTimeout(ServerTerms.SESSION_SECONDS)
                    .applicationProtocolConfig(new ApplicationProtocolConfig(
                            Protocol.ALPN,
                            SelectorFailureBehavior.NO_ADVERTISE,
                            SelectedListenerFailureBehavior.ACCEPT,
                            terms.protocols()))
                    .build();
        } catch (SSLException e) {
            throw new IllegalStateException("BoringSSL cannot be set up", e);
        }
    }

    private static SSLSession noSession() {
        try {
            return SSLContext.getDefault().createSSLEngine().getSession();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("TLS cannot be set up on this Java runtime", e);
        }
    }

    /** Null after {@link #close}. */
    @Override
    public @Nullable TlsHandler newHandler(HandshakePool pool, Executor tasks, Duration deadline) {
        try {
            context.retain(); // Until the handshake is over: so long an engine may still have to be made.
        } catch (IllegalReferenceCountException e) {
            return null;
        }
        HandshakeEngine engine = new HandshakeEngine(this::newEngine, none, pool, terms.clients());
        return new BoringHandshake(engine, context, tasks, deadline);
    }

    private SSLEngine newEngine(@Nullable ClientHello hello) throws SSLException {
        if (hello != null && hello.offersNoneOf(terms.protocols())) {
            // BoringSSL below Netty would go on without any.
            throw new RefusedHelloException(
                    RefusedHelloException.NO_APPLICATION_PROTOCOL, "it speaks none of our protocols");
        }
        try {
            context.retain();
        } catch (IllegalReferenceCountException e) {
            throw new SSLException("the client is gone", e);
        }
        try {
            if (tickets != null) {
                tickets.refresh();
            }
            int choice = terms.certificates().choice(hello);
            // Made by way of a handler that is not used, because such an engine takes many records at once.
            SSLEngine engine = context.newHandler(ByteBufAllocator.DEFAULT, ChosenKeys.peerHost(choice), -1)
                    .engine();
            if (tickets == null) { // Without keys of ours it would make its own.
                SSL.setOptions(((ReferenceCountedOpenSslEngine) engine).sslPointer(), SSL.SSL_OP_NO_TICKET);
            }
            return engine;
        } finally {
            context.release();
        }
    }

    /** How many still need what is outside the heap, this one included. */
    int references() {
        return context.refCnt();
    }

    @Override
    public void close() {
        if (isClosed.compareAndSet(false, true)) {
            context.release();
        }
    }
}
