package io.tollgate.proxy;

import io.tollgate.config.TlsEngine;
import io.tollgate.proxy.listener.Listener;
import io.tollgate.proxy.listener.ListenerCounts;
import io.tollgate.proxy.metrics.Metrics;
import io.tollgate.proxy.tls.ServerTls;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Shows what happens at each listener, and which TLS engine speaks there. Safe for use by any thread. */
final class ListenerMeters {

    private final Metrics metrics;
    private final List<Metrics.Meters> shown = new ArrayList<>();

    ListenerMeters(Metrics metrics) {
        this.metrics = metrics;
    }

    /** These are the listeners from now on. */
    synchronized void show(Collection<Listener> listeners) {
        shown.forEach(Metrics.Meters::close);
        shown.clear();
        for (Listener listener : listeners) {
            shown.add(meters(listener));
        }
    }

    private Metrics.Meters meters(Listener listener) {
        ServerTls tls = listener.tls();
        TlsEngine engine = tls == null ? null : tls.engine();
        ListenerCounts counts = listener.counts();
        Metrics.Meters meters =
                metrics.meters("listener", listener.name(), "engine", engine == null ? "none" : engine.word());
        return meters.counter("tollgate.handshakes.done", "TLS handshakes that succeeded", counts::handshakes)
                .counter(
                        "tollgate.handshakes.failed",
                        "TLS handshakes that failed or took too long",
                        counts::failedHandshakes)
                .counter(
                        "tollgate.handshakes.shed",
                        "TLS handshakes not begun because too many were waiting",
                        counts::shedHandshakes)
                .counter(
                        "tollgate.handshakes.refused",
                        "TLS handshakes that failed over the client's certificate",
                        counts::refusedClients);
    }
}
