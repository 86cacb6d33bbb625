package io.tollgate.proxy;

import io.tollgate.config.HostPort;
import io.tollgate.config.TlsEngine;
import io.tollgate.proxy.GatewayStartException.Fault;
import io.tollgate.proxy.listener.ConnectionLimit;
import io.tollgate.proxy.listener.Listener;
import io.tollgate.proxy.listener.ListenerProblemException;
import io.tollgate.proxy.listener.Transport;
import io.tollgate.proxy.tls.ServerTls;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The bound addresses of a gateway, and how they become others: what is new is bound before anything that is old goes, and
 * what stays keeps its connections. Changed by one thread at a time; asked by any.
 */
final class Listeners {
    private final Transport transport;
    private final ConnectionLimit limit;
    private final Set<Listener> leaving = ConcurrentHashMap.newKeySet();
    private volatile Map<String, Listener> open = Map.of();

    /** No listener yet. */
    Listeners(Transport transport, ConnectionLimit limit) {
        this.transport = transport;
        this.limit = limit;
    }

    /** A listener as it is to be. */
    record Wanted(HostPort address, Listener.Face face) {}

    /**
     * Takes every address that is not there yet; clients of those wait. Nothing else is different until it is committed.
     * If one can't be had, those that were taken are given back.
     */
    Change prepare(List<Wanted> wanted) throws GatewayStartException {
        Change change = new Change();
        try {
            for (Wanted each : wanted) {
                change.add(each);
            }
            return change;
        } catch (ListenerProblemException e) {
            abandon(wanted, change);
            throw new GatewayStartException(Fault.ENVIRONMENT, e.getMessage() + change.own(), e);
        } catch (RuntimeException e) {
            abandon(wanted, change);
            throw e;
        }
    }

    private static void abandon(List<Wanted> wanted, Change change) {
        change.rollback();
        wanted.forEach(each -> each.face().close());
    }

    /** A change that can't fail any more. Either committed or rolled back, once. */
    final class Change {
        private final Map<Wanted, Listener> kept = new LinkedHashMap<>();
        private final Map<Wanted, Listener> added = new LinkedHashMap<>();
        private final Map<String, Listener> all = new LinkedHashMap<>();

        private Change() {}

        private @Nullable Wanted tried;

        private void add(Wanted wanted) throws ListenerProblemException {
            Listener same = sameAddress(wanted);
            if (same != null) {
                kept.put(wanted, same);
                all.put(wanted.face().name(), same);
                return;
            }
            tried = wanted;
            Listener listener = new Listener(wanted.address(), wanted.face(), transport, limit);
            listener.bind();
            added.put(wanted, listener);
            all.put(wanted.face().name(), listener);
        }

        /** Where it is this gateway itself that has the port: more to say about what could not be had. */
        private String own() {
            int port = tried == null ? 0 : tried.address().port();
            return open.values().stream()
                    .filter(listener -> port != 0 && listener.configured().port() == port)
                    .findFirst()
                    .map(listener -> " (listener " + listener.name() + " has it as " + listener.configured()
                            + " until the new one is open: move to another port, or restart)")
                    .orElse("");
        }

        /** A listener keeps its address under another name; where the system chose the port, only under its own. */
        private @Nullable Listener sameAddress(Wanted wanted) {
            Listener named = open.get(wanted.face().name());
            if (named != null && named.configured().equals(wanted.address())) {
                return named;
            }
            return open.values().stream()
                    .filter(listener -> wanted.address().port() != 0
                            && listener.configured().equals(wanted.address()))
                    .findFirst()
                    .orElse(null);
        }

        /** Serves by it; what is wanted no more lets what is under way finish for this long. */
        void commit(Duration patience) {
            Set<Listener> gone = new LinkedHashSet<>(open.values());
            gone.removeAll(all.values());
            kept.forEach((wanted, listener) -> listener.changed(wanted.face()));
            open = Collections.unmodifiableMap(all);
            added.values().forEach(Listener::accept);
            for (Listener listener : gone) {
                listener.closeAccepting();
                drain(listener, patience);
            }
        }

        /** Gives back what was taken. */
        void rollback() {
            added.values().forEach(Listener::closeAccepting);
            kept.keySet().forEach(wanted -> wanted.face().close());
            added.keySet().forEach(wanted -> wanted.face().close());
        }
    }

    private CompletableFuture<Integer> drain(Listener listener, Duration patience) {
        leaving.add(listener);
        return listener.drain(patience)
                .whenComplete((late, failure) -> leaving.remove(listener))
                .toCompletableFuture();
    }

    /** Where it listens, by the names of the listeners. */
    Map<String, InetSocketAddress> addresses() {
        Map<String, InetSocketAddress> addresses = new LinkedHashMap<>();
        open.forEach((name, listener) -> addresses.put(name, listener.address()));
        return addresses;
    }

    /** The listeners that are open. */
    Collection<Listener> all() {
        return open.values();
    }

    /** What speaks TLS, by the names of the listeners that speak it. */
    Map<String, TlsEngine> engines() {
        Map<String, TlsEngine> engines = new LinkedHashMap<>();
        open.forEach((name, listener) -> {
            ServerTls tls = listener.tls();
            if (tls != null) {
                engines.put(name, tls.engine());
            }
        });
        return engines;
    }

    /** The port of a listener; {@code otherwise} where there is none of this name. */
    int port(String name, int otherwise) {
        Listener listener = open.get(name);
        return listener == null ? otherwise : listener.address().getPort();
    }

    /** Accepts nobody any more; those there are stay. */
    void closeAccepting() {
        open.values().forEach(Listener::closeAccepting);
    }

    /** Lets what is under way finish everywhere; done when it has, or was cut after this long. */
    CompletableFuture<Void> drain(Duration patience) {
        Set<Listener> all = new LinkedHashSet<>(open.values());
        all.addAll(leaving);
        return CompletableFuture.allOf(
                all.stream().map(listener -> drain(listener, patience)).toArray(CompletableFuture[]::new));
    }
}
