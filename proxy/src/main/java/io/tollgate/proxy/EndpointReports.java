package io.tollgate.proxy;

import io.tollgate.filters.audit.AuditEvent;
import io.tollgate.filters.audit.AuditTrail;
import io.tollgate.proxy.metrics.Metrics;
import io.tollgate.proxy.upstream.EndpointFigures;
import io.tollgate.proxy.upstream.EndpointListener;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells operators how the endpoints of applications stand: each change is a line in the log and an event of the audit trail,
 * and the figures are metrics as long as an endpoint is in use. Safe for use by any thread.
 */
final class EndpointReports implements EndpointListener {
    private static final Logger LOG = LoggerFactory.getLogger(EndpointReports.class);

    private final Metrics metrics;
    private final AuditTrail trail;
    private final Executor blocking;
    private final Map<EndpointFigures, Metrics.Meters> meters = new ConcurrentHashMap<>();

    /**
     * Reports to these.
     *
     * @param blocking where log lines are written
     */
    EndpointReports(Metrics metrics, AuditTrail trail, Executor blocking) {
        this.metrics = metrics;
        this.trail = trail;
        this.blocking = blocking;
    }

    @Override
    public void opened(EndpointFigures figures) {
        meters.put(
                figures,
                metrics.meters("app", figures.app(), "endpoint", figures.endpoint())
                        .gauge("tollgate.upstream.connections", "Connections to an endpoint", figures::open)
                        .gauge("tollgate.upstream.active", "Requests under way at an endpoint", figures::active)
                        .gauge(
                                "tollgate.upstream.healthy",
                                "1 where requests are sent to an endpoint",
                                () -> figures.isHealthy() ? 1 : 0)
                        .gauge(
                                "tollgate.upstream.breaker",
                                "Circuit breaker of an endpoint: 0 closed, 1 half-open, 2 open",
                                figures::breaker)
                        .counter(
                                "tollgate.upstream.failures",
                                "Failed connections, time-outs and connections closed instead of an answer",
                                figures::failures)
                        .counter(
                                "tollgate.upstream.retries",
                                "Requests sent elsewhere, or once more, after a failure",
                                figures::retries)
                        .counter(
                                "tollgate.upstream.ejections",
                                "How often an endpoint was left out after failures",
                                figures::ejections));
    }

    @Override
    public void retired(EndpointFigures figures) {
        Metrics.Meters gone = meters.remove(figures);
        if (gone != null) {
            gone.close();
        }
    }

    @Override
    public void changed(String app, String endpoint, Change change, String why) {
        // Nothing waits for it: whether requests are refused meanwhile does not depend on this line.
        var written = trail.append(new AuditEvent.Administered(
                new AuditEvent.Context(null, null, null, app, null), change.code(), "gateway", endpoint + ": " + why));
        written.exceptionally(EndpointReports::unwritten);
        try {
            blocking.execute(() -> {
                if (change.isWorse()) {
                    LOG.warn("{} app={} endpoint={}: {}", change.code(), app, endpoint, why);
                } else {
                    LOG.info("{} app={} endpoint={}: {}", change.code(), app, endpoint, why);
                }
            });
        } catch (RejectedExecutionException e) {
            // The trail and the metrics have it; a log that can't keep up costs its lines, never an answer.
        }
    }

    /** The trail tells itself that it can't write. */
    @SuppressWarnings("NullAway") // Void has no other value.
    private static Void unwritten(Throwable failure) {
        return null;
    }
}
