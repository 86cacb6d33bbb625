package io.tollgate.proxy;

import io.netty.channel.ReflectiveChannelFactory;
import io.netty.util.concurrent.Ticker;
import io.tollgate.config.AdminConfig;
import io.tollgate.config.GatewayConfig;
import io.tollgate.config.ListenerConfig;
import io.tollgate.config.TlsConfig;
import io.tollgate.filters.accesslog.AccessLog;
import io.tollgate.filters.audit.AuditEvent;
import io.tollgate.filters.chain.Arrival;
import io.tollgate.filters.chain.FilterChain;
import io.tollgate.filters.login.SessionEvents;
import io.tollgate.filters.session.SessionPolicies;
import io.tollgate.filters.session.SessionSweeper;
import io.tollgate.proxy.GatewayStartException.Fault;
import io.tollgate.proxy.control.ControlServer;
import io.tollgate.proxy.http.Broadcast;
import io.tollgate.proxy.http.HttpPipeline;
import io.tollgate.proxy.http.LoopScopes;
import io.tollgate.proxy.http.ProxyKernel;
import io.tollgate.proxy.http2.Http2Pipeline;
import io.tollgate.proxy.listener.ConnectionHandlers;
import io.tollgate.proxy.listener.ConnectionLimit;
import io.tollgate.proxy.listener.Listener;
import io.tollgate.proxy.listener.ListenerProblemException;
import io.tollgate.proxy.listener.RedirectToHttps;
import io.tollgate.proxy.listener.Transport;
import io.tollgate.proxy.tls.HandshakePool;
import io.tollgate.proxy.tls.ServerTls;
import io.tollgate.proxy.tls.TlsProblemException;
import io.tollgate.proxy.upstream.Connector;
import io.tollgate.proxy.upstream.UpstreamForwarder;
import io.tollgate.proxy.upstream.UpstreamMaterial;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running gateway: it opens its listeners when everything behind them is ready, and drains when it is closed. */
public final class Gateway implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);
    private static final List<String> HTTP1 = List.of("http/1.1");
    private static final List<String> HTTP2_FIRST = List.of("h2", "http/1.1");
    private static final Duration DRAIN = Duration.ofSeconds(30);
    private static final int BLOCKING_THREADS = 4;
    private static final int BLOCKING_QUEUE = 10_000;

    private final GatewayConfig config;
    private final Ground ground;
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private final Map<String, Listener> listeners = new LinkedHashMap<>();
    private final LoopScopes scopes;
    private final SessionSweeper sweeper;
    private final ExecutorService blocking;
    private final AtomicBoolean isClosed = new AtomicBoolean();
    private volatile boolean isServing;

    /** Where the control socket of a data directory is. */
    public static Path controlSocket(Path data) {
        return data.resolve("control.sock");
    }

    /** Starts a gateway; returns when it serves. If it can't, everything that was opened is closed again. */
    public static Gateway start(GatewayConfig config, World world) throws GatewayStartException {
        Ground ground = Ground.open(config, world);
        try {
            return new Gateway(config, ground);
        } catch (GatewayStartException | RuntimeException e) {
            ground.close();
            throw e;
        }
    }

    private Gateway(GatewayConfig config, Ground ground) throws GatewayStartException {
        this.config = config;
        this.ground = ground;
        this.scopes = new LoopScopes(Ticker.systemTicker());
        this.blocking = opened(blocking(), ExecutorService::shutdownNow);
        try {
            AccessLog accessLog = opened(new AccessLog(
                    config.data().resolve("access"), ground.world().clock()));
            GatewayAssembly assembly = new GatewayAssembly(config, ground, accessLog, blocking);
            this.sweeper = sweeper(assembly);
            Transport transport = opened(Transport.best(Runtime.getRuntime().availableProcessors()));
            HandshakePool handshakes = opened(new HandshakePool(handshakeThreads()));
            registerOpenExchanges(assembly);
            assemble(assembly, transport, handshakes);
            opened(scheduled(), ScheduledThreadPoolExecutor::shutdownNow);
            opened(ControlServer.open(
                    controlSocket(config.data()),
                    ground.administration(),
                    "local:" + ground.world().uid()));
            recordStart();
            ground.pool().warmUp(ground.world().hasher());
            open();
        } catch (IOException e) {
            closeParts();
            throw new GatewayStartException(Fault.ENVIRONMENT, e);
        } catch (GatewayStartException | RuntimeException e) {
            closeParts();
            throw e;
        }
    }

    private static ThreadPoolExecutor blocking() {
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                BLOCKING_THREADS,
                BLOCKING_THREADS,
                30,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(BLOCKING_QUEUE),
                run -> {
                    Thread thread = new Thread(run, "tollgate-blocking");
                    thread.setDaemon(true);
                    return thread;
                });
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    /** Half of the processors, so that a storm of handshakes leaves the other half to those who are in. */
    private static int handshakeThreads() {
        return Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
    }

    private SessionSweeper sweeper(GatewayAssembly assembly) {
        SessionPolicies policies = host -> assembly.router().table().session(host, config.session());
        return new SessionSweeper(ground.sessions(), policies, ground.world().ticker());
    }

    /** Whoever loses a session, an account or a role loses what they hold open. */
    private void registerOpenExchanges(GatewayAssembly assembly) {
        Broadcast broadcast = new Broadcast(scopes, assembly::isStillPermitted);
        SessionEvents events = new SessionEvents(ground.trail(), ground.users());
        ground.changes().listen(session -> {
            broadcast.changed(session);
            events.changed(session);
        });
        ground.users().listen(broadcast::userChanged);
    }

    private void assemble(GatewayAssembly assembly, Transport transport, HandshakePool handshakes)
            throws GatewayStartException {
        UpstreamForwarder forwarder = new UpstreamForwarder(
                scopes,
                assembly.upstreamHeaders(),
                new Connector(new ReflectiveChannelFactory<>(transport.channel()), handshakes),
                blocking,
                transport.serving(),
                new EndpointReports(ground.metrics(), ground.trail(), blocking));
        forwarder.configured(config.apps(), upstreamMaterial());
        FilterChain chain = assembly.chain();
        ConnectionLimit limit = ConnectionLimit.byFileDescriptors();
        for (ListenerConfig listener : config.listeners()) {
            TlsConfig tls = listener.tls();
            if (tls == null) {
                listeners.put(
                        listener.name(),
                        new Listener(
                                listener.name(),
                                listener.address(),
                                null,
                                listener.proxyProtocolFrom(),
                                redirect(assembly, listener),
                                transport,
                                limit));
            } else {
                ConnectionHandlers handlers = handlers(assembly.kernel(listener, chain, forwarder), false);
                listeners.put(
                        listener.name(),
                        new Listener(
                                listener.name(),
                                listener.address(),
                                tls(tls, listener.http2() ? HTTP2_FIRST : HTTP1, handshakes),
                                listener.proxyProtocolFrom(),
                                handlers,
                                transport,
                                limit));
            }
        }
        AdminConfig admin = config.admin();
        TlsConfig adminTls = config.adminTls();
        if (admin != null && adminTls != null) {
            Admin pages = new Admin(admin, config.session(), ground, () -> isServing, blocking);
            listeners.put(
                    "admin",
                    new Listener(
                            "admin",
                            admin.address(),
                            tls(adminTls, HTTP1, handshakes),
                            handlers(assembly.adminKernel(pages), true),
                            transport,
                            limit));
        }
        gauges(limit, handshakes);
    }

    private UpstreamMaterial upstreamMaterial() throws GatewayStartException {
        try {
            return UpstreamMaterial.load(config.apps(), ground.world().clock());
        } catch (TlsProblemException e) {
            throw new GatewayStartException(Fault.FILE, e);
        }
    }

    private ServerTls tls(TlsConfig tls, List<String> protocols, HandshakePool handshakes)
            throws GatewayStartException {
        try {
            return ServerTls.load(tls, protocols, handshakes, ground.world().clock());
        } catch (TlsProblemException e) {
            throw new GatewayStartException(Fault.FILE, e);
        }
    }

    private RedirectToHttps redirect(GatewayAssembly assembly, ListenerConfig listener) {
        String target = String.valueOf(listener.redirectTo());
        return new RedirectToHttps(
                () -> {
                    Listener to = listeners.get(target);
                    return to == null ? 443 : to.address().getPort();
                },
                host -> assembly.router().table().isKnown(host));
    }

    private ConnectionHandlers handlers(ProxyKernel kernel, boolean isAdmin) {
        HttpPipeline http = new HttpPipeline(() -> kernel, scopes);
        Http2Pipeline http2 = new Http2Pipeline(() -> kernel, scopes);
        return (pipeline, connection) -> {
            boolean isHttp2 =
                    connection.tls() != null && "h2".equals(connection.tls().protocol());
            Arrival arrival = new Arrival(
                    connection.listener(),
                    "https",
                    connection.local().getPort(),
                    isAdmin,
                    isHttp2,
                    connection.remote().getAddress(),
                    connection.tls() == null ? null : connection.tls().clientName());
            if (isHttp2) {
                http2.install(pipeline, arrival);
            } else {
                http.install(pipeline, arrival);
            }
        };
    }

    private void gauges(ConnectionLimit limit, HandshakePool handshakes) {
        ground.metrics().gauge("tollgate.sessions", "Sessions that are live or locked", ground.sessions()::count);
        ground.metrics().gauge("tollgate.connections", "Clients connected", limit::open);
        ground.metrics().gauge("tollgate.handshakes.waiting", "Handshakes not begun", handshakes::waiting);
        ground.metrics().gauge("tollgate.hashing", "Password hashes under way or waiting", ground.pool()::taken);
    }

    private ScheduledThreadPoolExecutor scheduled() {
        ScheduledThreadPoolExecutor clockwork = new ScheduledThreadPoolExecutor(1, run -> {
            Thread thread = new Thread(run, "tollgate-clockwork");
            thread.setDaemon(true);
            return thread;
        });
        clockwork.scheduleWithFixedDelay(guarded(this::everySecond), 200, 500, TimeUnit.MILLISECONDS);
        clockwork.scheduleWithFixedDelay(guarded(ground::purge), 1, 60, TimeUnit.MINUTES);
        return clockwork;
    }

    private void everySecond() {
        sweeper.sweep();
        ground.tick();
    }

    /** A task that throws would never run again. */
    private static Runnable guarded(Runnable task) {
        return () -> {
            try {
                task.run();
            } catch (RuntimeException e) {
                LOG.error("gateway.clockwork: a task failed and is tried again", e);
            }
        };
    }

    private void recordStart() throws GatewayStartException {
        AuditEvent started = new AuditEvent.Administered(
                AuditEvent.Context.NONE,
                "gateway.started",
                "local:" + ground.world().uid(),
                config.file().toString());
        if (!isWritten(started) && config.audit().required()) {
            throw new GatewayStartException(
                    Fault.ENVIRONMENT,
                    "the audit trail in " + Ground.trailDirectory(config.data())
                            + " can't be written; see that the disk is not full",
                    new IOException("the first event was not recorded"));
        }
    }

    private boolean isWritten(AuditEvent event) {
        try {
            ground.trail().append(event).toCompletableFuture().get(5, TimeUnit.SECONDS);
            return true;
        } catch (ExecutionException | TimeoutException e) {
            LOG.error("audit.unavailable: {} was not recorded", event.type(), e);
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void open() throws GatewayStartException {
        try {
            for (Listener listener : listeners.values()) {
                listener.open();
            }
            isServing = true;
        } catch (ListenerProblemException e) {
            listeners.values().forEach(Listener::closeAccepting);
            throw new GatewayStartException(Fault.ENVIRONMENT, e);
        }
    }

    private <T extends AutoCloseable> T opened(T part) {
        opened.push(part);
        return part;
    }

    private <T> T opened(T part, Consumer<T> close) {
        opened.push(() -> close.accept(part));
        return part;
    }

    /** Where it listens, by the names of the listeners; {@code admin} is the admin listener. */
    public Map<String, InetSocketAddress> addresses() {
        Map<String, InetSocketAddress> addresses = new LinkedHashMap<>();
        listeners.forEach((name, listener) -> addresses.put(name, listener.address()));
        return addresses;
    }

    /** What it stands on. */
    public Ground ground() {
        return ground;
    }

    /** Stops accepting, lets what is under way finish for up to 30 s, writes what waits, and closes everything. */
    @Override
    public void close() {
        if (!isClosed.compareAndSet(false, true)) {
            return;
        }
        isServing = false;
        listeners.values().forEach(Listener::closeAccepting);
        scopes.drain();
        List<CompletableFuture<Integer>> drained = new ArrayList<>();
        listeners.values().forEach(listener -> drained.add(listener.drain(DRAIN).toCompletableFuture()));
        await(
                "what was under way",
                CompletableFuture.allOf(drained.toArray(CompletableFuture[]::new)),
                DRAIN.plusSeconds(5));
        await("when people were last there", sweeper.flush().toCompletableFuture(), Duration.ofSeconds(5));
        isWritten(new AuditEvent.Administered(
                AuditEvent.Context.NONE,
                "gateway.stopped",
                "local:" + ground.world().uid(),
                null));
        closeParts();
        ground.close();
    }

    private static void await(String what, CompletableFuture<?> finished, Duration patience) {
        try {
            finished.get(patience.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("gateway.drain: {} was not finished", what, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void closeParts() {
        while (!opened.isEmpty()) {
            AutoCloseable part = opened.pop();
            try {
                part.close();
            } catch (Exception e) {
                LOG.warn("gateway.close: a part did not close cleanly", e);
            }
        }
    }
}
