package io.tollgate.proxy.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.tollgate.filters.chain.Exchange;
import io.tollgate.filters.chain.ExchangeListener;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** What an operator watches: requests, refusals, faults and what the process uses. Safe for use by any thread. */
public final class Metrics implements ExchangeListener, AutoCloseable {
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Map<String, AppMeters> apps = new ConcurrentHashMap<>();
    private final Map<String, Counter> faults = new ConcurrentHashMap<>();
    private final Map<String, Counter> refusals = new ConcurrentHashMap<>();
    private final AtomicLong lastReload = new AtomicLong();
    private final JvmGcMetrics collections = new JvmGcMetrics();

    /** Meters of the process itself are there from the start. */
    public Metrics() {
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
        collections.bindTo(registry);
        gauge(
                "tollgate.reload.time",
                "When a configuration was last taken over, in seconds since 1970; 0: never",
                lastReload::get);
    }

    /** Shows a number that somebody else keeps. */
    public void gauge(String name, String description, Supplier<Number> value) {
        Gauge.builder(name, value)
                .description(description)
                .strongReference(true)
                .register(registry);
    }

    /** A configuration was taken over, or refused. */
    public void reloaded(boolean isDone, Instant at) {
        Counter.builder("tollgate.reloads")
                .description("Configurations that were to be taken over while the gateway ran")
                .tag("result", isDone ? "done" : "refused")
                .register(registry)
                .increment();
        if (isDone) {
            lastReload.set(at.getEpochSecond());
        }
    }

    /** Meters of one thing that is there for a while, told apart by these names and values in turn. */
    public Meters meters(String... tags) {
        return new Meters(registry, tags);
    }

    /** Meters that go together. Safe for use by any thread. */
    public static final class Meters implements AutoCloseable {
        private final PrometheusMeterRegistry registry;
        private final String[] tags;
        private final List<Meter> registered = new CopyOnWriteArrayList<>();
        /** A counter's number is only looked at from afar: here it is kept. */
        private final List<Supplier<Number>> numbers = new CopyOnWriteArrayList<>();

        private Meters(PrometheusMeterRegistry registry, String[] tags) {
            this.registry = registry;
            this.tags = tags.clone();
        }

        /** Shows a number that somebody else keeps. */
        public Meters gauge(String name, String description, Supplier<Number> value) {
            registered.add(Gauge.builder(name, value)
                    .description(description)
                    .tags(tags)
                    .strongReference(true)
                    .register(registry));
            return this;
        }

        /** Shows a number that only grows. */
        public Meters counter(String name, String description, Supplier<Number> value) {
            numbers.add(value);
            registered.add(FunctionCounter.builder(name, value, of -> of.get().doubleValue())
                    .description(description)
                    .tags(tags)
                    .register(registry));
            return this;
        }

        /** Takes them away. */
        @Override
        public void close() {
            registered.forEach(registry::remove);
        }
    }

    /** Where the audit trail's events are counted. */
    Counter events(String type, String reason) {
        return Counter.builder("tollgate.audit.events")
                .description("Events of the audit trail")
                .tag("type", type)
                .tag("reason", reason)
                .register(registry);
    }

    @Override
    public void ended(Exchange exchange, Outcome outcome) {
        String app = exchange.route().app().name();
        AppMeters known = apps.get(app);
        AppMeters meters = known != null ? known : apps.computeIfAbsent(app, this::app);
        meters.count(exchange.arrival().isHttp2(), outcome);
        String fault = outcome.fault();
        if (fault != null) {
            faults.computeIfAbsent(fault, this::fault).increment();
        }
        String refusal = exchange.refusal();
        if (refusal != null) {
            refusals.computeIfAbsent(refusal, this::refusal).increment();
        }
    }

    /** Everything in the text format of Prometheus. */
    public String scrape() {
        return registry.scrape();
    }

    @Override
    public void close() {
        collections.close();
        registry.close();
    }

    private Counter fault(String code) {
        return Counter.builder("tollgate.faults")
                .description("Exchanges that ended by a fault")
                .tag("code", code)
                .register(registry);
    }

    private Counter refusal(String reason) {
        return Counter.builder("tollgate.refusals")
                .description("Requests refused by a filter")
                .tag("reason", reason)
                .register(registry);
    }

    private AppMeters app(String name) {
        return new AppMeters(registry, name);
    }

    /** The meters of one app, made once: counting allocates nothing. */
    private static final class AppMeters {
        private static final int CLASSES = 6;

        private final Counter[] requests;
        private final Counter[] http2Requests;
        private final Timer duration;
        private final Counter received;
        private final Counter sent;

        AppMeters(PrometheusMeterRegistry registry, String app) {
            requests = requests(registry, app, "HTTP/1");
            http2Requests = requests(registry, app, "HTTP/2");
            duration = Timer.builder("tollgate.request.duration")
                    .description("From the head read to the end of the response")
                    .tag("app", app)
                    .serviceLevelObjectives(
                            Duration.ofMillis(5),
                            Duration.ofMillis(25),
                            Duration.ofMillis(100),
                            Duration.ofMillis(500),
                            Duration.ofSeconds(2),
                            Duration.ofSeconds(10))
                    .register(registry);
            received = Counter.builder("tollgate.request.bytes")
                    .description("Request body bytes received")
                    .tag("app", app)
                    .register(registry);
            sent = Counter.builder("tollgate.response.bytes")
                    .description("Response body bytes sent")
                    .tag("app", app)
                    .register(registry);
        }

        private static Counter[] requests(PrometheusMeterRegistry registry, String app, String protocol) {
            Counter[] counters = new Counter[CLASSES];
            for (int i = 0; i < CLASSES; i++) {
                counters[i] = Counter.builder("tollgate.requests")
                        .description("Requests by class of the status sent; none where the client left first")
                        .tag("app", app)
                        .tag("protocol", protocol)
                        .tag("status", i == 0 ? "none" : i + "xx")
                        .register(registry);
            }
            return counters;
        }

        void count(boolean isHttp2, Outcome outcome) {
            int statusClass = outcome.status() / 100;
            (isHttp2 ? http2Requests : requests)[statusClass < CLASSES ? statusClass : 0].increment();
            duration.record(outcome.nanos(), TimeUnit.NANOSECONDS);
            if (outcome.requestBytes() > 0) {
                received.increment((double) outcome.requestBytes());
            }
            sent.increment((double) outcome.responseBytes());
        }
    }
}
