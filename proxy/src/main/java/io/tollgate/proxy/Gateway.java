package io.tollgate.proxy;

import io.tollgate.config.GatewayConfig;
import io.tollgate.config.TlsEngine;
import io.tollgate.config.reader.ConfigReader;
import io.tollgate.config.reader.ReadResult;
import io.tollgate.filters.audit.AuditEvent;
import io.tollgate.filters.chain.Exchange;
import io.tollgate.filters.login.SessionEvents;
import io.tollgate.filters.session.Session;
import io.tollgate.filters.session.SessionListener;
import io.tollgate.filters.session.SessionPolicies;
import io.tollgate.filters.session.SessionSweeper;
import io.tollgate.proxy.GatewayStartException.Fault;
import io.tollgate.proxy.control.ControlReply;
import io.tollgate.proxy.control.ControlServer;
import io.tollgate.proxy.http.Broadcast;
import io.tollgate.proxy.http.ProxyKernel;
import io.tollgate.proxy.rehearsal.Rehearsal;
import io.tollgate.proxy.rehearsal.Script;
import io.tollgate.proxy.rehearsal.StandIns;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running gateway: it accepts when everything behind its listeners is ready, takes over another configuration without
 * dropping a request, and drains when it is closed. Safe for use by any thread.
 */
public final class Gateway implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);
    private static final Duration DRAIN = Duration.ofSeconds(30);

    private final Ground ground;
    private final Machinery machinery;
    private final Listeners listeners;
    private final ListenerMeters listenerMeters;
    private final ListenerPlan plan;
    private final Broadcast broadcast;
    private final SessionSweeper sweeper;
    private final Reloads reloads;
    private final RiskReminder risks;
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    /** Held by whoever starts, reloads or ends it. */
    private final ReentrantLock changing = new ReentrantLock();

    private volatile Serving now;
    private volatile boolean isServing;
    private boolean isClosed;

    /** Where the control socket of a data directory is. */
    public static Path controlSocket(Path data) {
        return data.resolve("control.sock");
    }

    /** Starts a gateway that reads the same file again when it is told to; {@link #start(GatewayConfig, World, Function)}. */
    public static Gateway start(GatewayConfig config, World world) throws GatewayStartException {
        return start(config, world, running -> ConfigReader.read(running.file(), name -> null, world.clock()));
    }

    /**
     * Starts a gateway; returns when it serves. If it can't, everything that was opened is closed again.
     *
     * @param source reads what is to be taken over by a reload, given what holds
     */
    public static Gateway start(GatewayConfig config, World world, Function<GatewayConfig, ReadResult> source)
            throws GatewayStartException {
        Ground ground = Ground.open(config, world);
        try {
            return new Gateway(config, ground, source);
        } catch (GatewayStartException | RuntimeException e) {
            ground.close();
            throw e;
        }
    }

    private Gateway(GatewayConfig config, Ground ground, Function<GatewayConfig, ReadResult> source)
            throws GatewayStartException {
        this.ground = ground;
        this.machinery = opened(new Machinery(config.data(), ground));
        this.listeners = new Listeners(machinery.transport(), machinery.limit());
        this.listenerMeters = new ListenerMeters(ground.metrics());
        this.plan = new ListenerPlan(
                machinery,
                ground.world().clock(),
                name -> listeners.port(name, 443),
                host -> now.table().isKnown(host),
                () -> now.apps(),
                () -> now.admin());
        this.broadcast = new Broadcast(machinery.scopes(), this::isStillPermitted);
        SessionPolicies policies =
                host -> now.table().session(host, now.config().session());
        this.sweeper =
                new SessionSweeper(ground.sessions(), policies, ground.world().ticker());
        this.reloads = new Reloads(this, source, ground);
        this.risks =
                new RiskReminder(() -> now.config().controls(), ground.world().clock());
        changing.lock();
        try {
            this.now = assemble(config);
            machinery.upstreams().switched(now.upstreams());
            begin();
        } catch (IOException e) {
            closeParts();
            throw new GatewayStartException(Fault.ENVIRONMENT, e);
        } catch (GatewayStartException | RuntimeException e) {
            closeParts();
            throw e;
        } finally {
            changing.unlock();
        }
    }

    private Serving assemble(GatewayConfig config) throws GatewayStartException {
        return assembly(config).serving();
    }

    private GatewayAssembly assembly(GatewayConfig config) {
        return new GatewayAssembly(config, ground, machinery, this::isStillPermitted, () -> isServing, risks);
    }

    private boolean isStillPermitted(Exchange exchange) {
        return now.access().isStillPermitted(exchange);
    }

    private void begin() throws GatewayStartException, IOException {
        List<Listeners.Wanted> wanted = plan.of(now.config());
        Listeners.Change change = listeners.prepare(wanted);
        opened.push(change::rollback);
        registerOpenExchanges();
        gauges();
        opened(new Clockwork(ground, sweeper, risks));
        requireRecorded("gateway.started", actor(), now.config().audit().required());
        Prelude prelude = prelude(wanted);
        if (prelude != null) {
            prelude.before();
        }
        opened(ControlServer.open(
                controlSocket(now.config().data()), reloads.besides(ground.administration()), actor()));
        change.commit(DRAIN);
        listenerMeters.show(listeners.all());
        isServing = true;
        if (prelude != null) {
            opened(prelude).opened();
        }
    }

    /** Whoever comes first finds code that has run. */
    private @Nullable Prelude prelude(List<Listeners.Wanted> wanted) {
        World world = ground.world();
        return world.rehearsal().isZero()
                ? null
                : new Prelude(
                        () -> rehearsal(wanted),
                        ground.pool(),
                        world.hasher(),
                        world.rehearsal(),
                        () -> machinery.limit().open() > 0);
    }

    private Rehearsal rehearsal(List<Listeners.Wanted> wanted) {
        Script script = Script.of(now.config());
        StandIns standIns = new StandIns(script);
        ProxyKernel kernel = assembly(now.config()).rehearsed(standIns);
        return new Rehearsal(ListenerPlan.rehearsed(wanted, kernel), script, standIns);
    }

    private String actor() {
        return "local:" + ground.world().uid();
    }

    /** Whoever loses a session, an account or a role loses what they hold open. */
    private void registerOpenExchanges() {
        SessionEvents events = new SessionEvents(ground.trail(), ground.users());
        ground.changes().listen(new SessionListener() {
            @Override
            public void changed(Session session) {
                broadcast.changed(session);
                events.changed(session);
            }

            @Override
            public void actsForAnother(Session session) {
                broadcast.changed(session);
            }
        });
        ground.users().listen(sweeper::userChanged);
        ground.users().listen(broadcast::userChanged);
    }

    private void gauges() {
        var metrics = ground.metrics();
        metrics.gauge("tollgate.sessions", "Sessions that are live or locked", ground.sessions()::count);
        metrics.gauge("tollgate.connections", "Clients connected", machinery.limit()::open);
        metrics.gauge("tollgate.handshakes.waiting", "Handshakes not begun", machinery.handshakes()::waiting);
        metrics.gauge("tollgate.buffers.bytes", "Network buffers taken from the system", Machinery::buffers);
        metrics.gauge(
                "tollgate.risks.past",
                "Accepted risks whose last day is over",
                () -> risks.past().size());
        metrics.gauge(
                "tollgate.attacks",
                "Sweeps of names or networks under way",
                () -> ground.budgets().sweeps().size());
        metrics.gauge("tollgate.hashing", "Password hashes under way or waiting", ground.pool()::taken);
    }

    /** What holds. */
    GatewayConfig config() {
        return now.config();
    }

    /** Reads the configuration again and takes it over, or says why not; one at a time. */
    public ControlReply reload(String actor) {
        return reloads.reload(actor);
    }

    /**
     * Takes over another configuration as a whole, or throws and nothing is different. What is under way ends with what it
     * began with, but for what is not permitted any more: that is cut.
     *
     * @param actor who asked for it, for the audit trail
     */
    void reload(GatewayConfig config, String actor) throws GatewayStartException {
        changing.lock();
        try {
            if (isClosed) {
                throw new GatewayStartException(
                        Fault.ENVIRONMENT, "the gateway is stopping; start it again", new IOException("closed"));
            }
            Serving before = now;
            for (Unchangeable unchangeable : Unchangeable.between(before.config(), config)) {
                throw new GatewayStartException(
                        Fault.FILE, unchangeable.toString(), new IllegalArgumentException(unchangeable.key()));
            }
            ground.keys().requireSame(config);
            Serving next = assemble(config);
            Listeners.Change change = listeners.prepare(plan.of(config));
            try {
                boolean isRequired =
                        before.config().audit().required() || config.audit().required();
                requireRecorded("gateway.reloaded", actor, isRequired);
            } catch (GatewayStartException | RuntimeException e) {
                change.rollback();
                throw e;
            }
            switchTo(next, change);
        } finally {
            changing.unlock();
        }
    }

    /** Nothing here can fail: what could was done before. */
    private void switchTo(Serving next, Listeners.Change change) {
        now = next;
        ground.configured(next.config());
        change.commit(DRAIN);
        listenerMeters.show(listeners.all());
        machinery.upstreams().switched(next.upstreams());
        sweeper.policiesChanged();
        risks.remind();
        broadcast.rulesChanged();
    }

    private void requireRecorded(String type, String actor, boolean isRequired) throws GatewayStartException {
        GatewayConfig config = now.config();
        AuditEvent event = new AuditEvent.Administered(
                AuditEvent.Context.NONE, type, actor, config.file().toString());
        if (!isWritten(event) && isRequired) {
            throw new GatewayStartException(
                    Fault.ENVIRONMENT,
                    "the audit trail in " + Ground.trailDirectory(config.data())
                            + " can't be written; see that the disk is not full",
                    new IOException(type + " was not recorded"));
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

    private <T extends AutoCloseable> T opened(T part) {
        opened.push(part);
        return part;
    }

    /** Where it listens, by the names of the listeners; {@code admin} is the admin listener. */
    public Map<String, InetSocketAddress> addresses() {
        return listeners.addresses();
    }

    /** What speaks TLS, by the names of the listeners that speak it. */
    public Map<String, TlsEngine> engines() {
        return listeners.engines();
    }

    /** What it stands on. */
    public Ground ground() {
        return ground;
    }

    /** Stops accepting, lets what is under way finish for up to 30 s, writes what waits, and closes everything. */
    @Override
    public void close() {
        changing.lock();
        try {
            if (isClosed) {
                return;
            }
            isClosed = true;
            end();
        } finally {
            changing.unlock();
        }
    }

    private void end() {
        isServing = false;
        listeners.closeAccepting();
        machinery.scopes().drain();
        await("what was under way", listeners.drain(DRAIN), DRAIN.plusSeconds(5));
        await("when people were last there", sweeper.flush().toCompletableFuture(), Duration.ofSeconds(5));
        isWritten(new AuditEvent.Administered(AuditEvent.Context.NONE, "gateway.stopped", actor(), null));
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
