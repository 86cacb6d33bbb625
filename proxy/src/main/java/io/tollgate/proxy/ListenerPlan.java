package io.tollgate.proxy;

import io.netty.util.concurrent.Ticker;
import io.tollgate.config.AdminConfig;
import io.tollgate.config.Cidr;
import io.tollgate.config.GatewayConfig;
import io.tollgate.config.ListenerConfig;
import io.tollgate.config.TlsConfig;
import io.tollgate.filters.chain.Arrival;
import io.tollgate.filters.http.ClientAddresses;
import io.tollgate.proxy.GatewayStartException.Fault;
import io.tollgate.proxy.Listeners.Wanted;
import io.tollgate.proxy.http.HttpPipeline;
import io.tollgate.proxy.http.LoopScopes;
import io.tollgate.proxy.http.ProxyKernel;
import io.tollgate.proxy.http2.Http2Pipeline;
import io.tollgate.proxy.listener.ConnectionHandlers;
import io.tollgate.proxy.listener.Listener.Face;
import io.tollgate.proxy.listener.RedirectToHttps;
import io.tollgate.proxy.tls.ServerTls;
import io.tollgate.proxy.tls.TlsDetails;
import io.tollgate.proxy.tls.TlsEngines;
import io.tollgate.proxy.tls.TlsProblemException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;

/**
 * What new connections meet at each listener that a configuration names: its certificates, read anew each time, and what is
 * served behind them. Immutable.
 *
 * @param clock says which certificates have expired
 * @param ports the port of a listener that is open, by name
 * @param isKnownHost whether an app answers for a host
 * @param apps the kernel that holds at the time of each request
 * @param admin the same of the admin listener
 */
record ListenerPlan(
        Machinery machinery,
        InstantSource clock,
        ToIntFunction<String> ports,
        Predicate<String> isKnownHost,
        Supplier<ProxyKernel> apps,
        Supplier<ProxyKernel> admin) {
    /** The name of the admin listener. */
    static final String ADMIN = "admin";

    private static final List<String> HTTP1 = List.of("http/1.1");
    private static final List<String> HTTP2_FIRST = List.of("h2", "http/1.1");

    /** Every listener that there is to be; throws if a certificate can't be served. */
    List<Wanted> of(GatewayConfig config) throws GatewayStartException {
        List<Wanted> wanted = new ArrayList<>();
        try {
            add(config, wanted);
            return wanted;
        } catch (GatewayStartException e) {
            wanted.forEach(each -> each.face().close());
            throw e;
        }
    }

    private void add(GatewayConfig config, List<Wanted> wanted) throws GatewayStartException {
        for (ListenerConfig listener : config.listeners()) {
            wanted.add(new Wanted(listener.address(), face(listener)));
        }
        AdminConfig declared = config.admin();
        TlsConfig adminTls = config.adminTls();
        if (declared != null && adminTls != null) {
            ConnectionHandlers handlers = http(admin, machinery.scopes(), List.of(), true);
            wanted.add(new Wanted(declared.address(), new Face(ADMIN, tls(adminTls, HTTP1), List.of(), handlers)));
        }
    }

    private Face face(ListenerConfig listener) throws GatewayStartException {
        TlsConfig tls = listener.tls();
        if (tls != null) {
            return new Face(
                    listener.name(),
                    tls(tls, listener.http2() ? HTTP2_FIRST : HTTP1),
                    listener.proxyProtocolFrom(),
                    http(apps, machinery.scopes(), listener.trustedProxies(), false));
        }
        String target = String.valueOf(listener.redirectTo());
        return new Face(
                listener.name(),
                null,
                listener.proxyProtocolFrom(),
                new RedirectToHttps(() -> ports.applyAsInt(target), isKnownHost));
    }

    private ServerTls tls(TlsConfig tls, List<String> protocols) throws GatewayStartException {
        String absence = TlsEngines.absence(tls.engine());
        if (absence != null) {
            throw new GatewayStartException(
                    Fault.ENVIRONMENT,
                    absence + "; " + TlsEngines.remedy(),
                    new UnsupportedOperationException(tls.engine().word()));
        }
        try {
            return ServerTls.load(tls, protocols, machinery.handshakes(), clock);
        } catch (TlsProblemException e) {
            throw new GatewayStartException(Fault.FILE, e);
        }
    }

    /** The same certificates with another kernel behind them and nothing of the machinery. */
    static List<Face> rehearsed(List<Wanted> wanted, ProxyKernel kernel) {
        // Each of these connections has an event loop of its own, which nobody is to keep afterwards.
        ConnectionHandlers handlers =
                (pipeline, connection) -> http(() -> kernel, new LoopScopes(Ticker.systemTicker()), List.of(), false)
                        .install(pipeline, connection);
        return wanted.stream()
                .map(Wanted::face)
                .filter(face -> face.tls() != null)
                .map(face -> new Face(face.name(), face.tls(), List.of(), handlers))
                .toList();
    }

    private static ConnectionHandlers http(
            Supplier<ProxyKernel> kernels, LoopScopes scopes, List<Cidr> trustedProxies, boolean isAdmin) {
        HttpPipeline http = new HttpPipeline(kernels, scopes);
        Http2Pipeline http2 = new Http2Pipeline(kernels, scopes);
        return (pipeline, connection) -> {
            TlsDetails tls = connection.tls();
            boolean isHttp2 = tls != null && "h2".equals(tls.protocol());
            Arrival arrival = new Arrival(
                    connection.listener(),
                    "https",
                    connection.local().getPort(),
                    isAdmin,
                    isHttp2,
                    ClientAddresses.direct(connection.remote().getAddress()),
                    tls == null ? null : tls.clientName(),
                    trustedProxies);
            if (isHttp2) {
                http2.install(pipeline, arrival);
            } else {
                http.install(pipeline, arrival);
            }
        };
    }
}
