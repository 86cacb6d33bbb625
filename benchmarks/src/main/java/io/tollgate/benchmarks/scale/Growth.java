package io.tollgate.benchmarks.scale;

import io.tollgate.benchmarks.journeys.Volley;
import io.tollgate.benchmarks.load.ClientTls;
import io.tollgate.benchmarks.load.OpenLoop;
import io.tollgate.benchmarks.load.Target;
import io.tollgate.benchmarks.measure.Memory;
import io.tollgate.benchmarks.measure.WarmUp;
import io.tollgate.benchmarks.process.Cores;
import io.tollgate.benchmarks.process.Workspace;
import io.tollgate.benchmarks.site.OpenFiles;
import io.tollgate.benchmarks.site.Site;
import io.tollgate.benchmarks.site.SiteShape;
import io.tollgate.benchmarks.site.SmallApp;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** Makes one thing larger, step by step, and measures a gateway at each size. Confined to one thread. */
final class Growth {
    private static final int USERS = 10_000;
    private static final double RATE = 1_200;
    private static final Duration MEASURED = Duration.ofSeconds(5);
    private static final Duration STEP = Duration.ofSeconds(2);
    private static final Duration LONGEST_WARM_UP = Duration.ofSeconds(12);
    private static final Duration LOGIN_TIME = Duration.ofSeconds(30);
    private static final double LOGIN_WATCH_RATE = 400;
    private static final double MINUTE = 60;

    private final Cores cores;
    private final Consumer<String> told;
    private final OpenFiles files;

    Growth(Cores cores, OpenFiles files, Consumer<String> told) {
        this.cores = cores;
        this.files = files;
        this.told = told;
    }

    /** A gateway of its own for each size. */
    void grow(Dimension dimension, List<Integer> sizes, ScaleReport report) {
        for (int size : sizes) {
            told.accept(String.format(Locale.ROOT, "%s: %,d", dimension.label(), size));
            at(shape(dimension, size), (site, client) -> {
                String path = dimension == Dimension.APPS && size > 1 ? "/app" + (size - 1) + "/page" : "/invoices/17";
                try (Busy busy = new Busy(client, site, path)) {
                    warm(site, busy);
                    Busy.Cost cost = busy.ask(RATE, MEASURED);
                    report.add(point(dimension, size, site, cost));
                }
            });
        }
    }

    /** One gateway, on which connections pile up. */
    void connect(List<Integer> sizes, ScaleReport report) {
        at(shape(Dimension.CONNECTIONS, 0), (site, client) -> {
            try (Busy busy = new Busy(client, site, "/invoices/17")) {
                warm(site, busy);
                int before = OpenFiles.sockets(site.pid());
                for (int size : sizes) {
                    int count = Math.min(size, files.clients() - 100);
                    told.accept(String.format(Locale.ROOT, "connections: %,d", count));
                    pile(site, client, busy, count, before, report);
                }
            }
        });
    }

    private void pile(Site site, OpenLoop client, Busy busy, int count, int before, ScaleReport report) {
        if (count == 0) {
            report.add(point(Dimension.CONNECTIONS, 0, site, busy.ask(RATE, MEASURED)));
            return;
        }
        Target target = new Target("localhost", site.port(), "/invoices/17", site.cookie(1), SmallApp.bodyLength());
        try (OpenLoop.Held idle = client.hold(target, count)) {
            int there = OpenFiles.sockets(site.pid()) - before;
            // At once: the gateway closes a connection that was idle for 65 s.
            Memory memory = Memory.ofJvm(site.pid());
            long resident = Resident.bytes(site.pid());
            Busy.Cost cost = busy.ask(RATE, MEASURED);
            report.opened(count, there, idle.openedInSeconds());
            report.add(new Point(
                    Dimension.CONNECTIONS,
                    Math.min(count, there),
                    site.begun(),
                    memory,
                    resident,
                    cost.cpuMicros(),
                    cost.p99()));
        }
    }

    /** Logins beside people who are in. */
    void logIn(int perMinute, ScaleReport report) {
        SiteShape shape = shape(Dimension.LOGINS, perMinute).saying("lockout: { per-network: 1000000/m }\n");
        at(shape, (site, client) -> {
            try (Busy busy = new Busy(client, site, "/invoices/17");
                    Volley volley = new Volley(site.port(), site.authority())) {
                warm(site, busy);
                volley.logins(site.accounts(), 8, Duration.ofSeconds(8)); // so that hashing is compiled, too
                told.accept("logins: none");
                Busy.Cost quiet = busy.ask(LOGIN_WATCH_RATE, MEASURED);
                told.accept("logins: " + perMinute + " a minute");
                CompletableFuture<Volley.Result> logins = CompletableFuture.supplyAsync(
                        () -> volley.logins(site.accounts(), perMinute / MINUTE, LOGIN_TIME));
                Busy.Cost beside = busy.ask(LOGIN_WATCH_RATE, LOGIN_TIME);
                report.logins(new ScaleReport.Logins(perMinute, logins.join(), quiet, beside));
            }
        });
    }

    private static Point point(Dimension dimension, int size, Site site, Busy.Cost cost) {
        Memory memory = Memory.ofJvm(site.pid());
        return new Point(
                dimension, size, site.begun(), memory, Resident.bytes(site.pid()), cost.cpuMicros(), cost.p99());
    }

    private static SiteShape shape(Dimension dimension, int size) {
        SiteShape usual = SiteShape.usual("http://127.0.0.1:1").people(USERS, USERS, 1_000);
        return switch (dimension) {
            case SESSIONS -> usual.people(USERS, USERS, size);
            case RULES -> usual.withRules(size);
            case APPS -> usual.withApps(size);
            case CONNECTIONS, LOGINS -> usual;
        };
    }

    private void warm(Site site, Busy busy) {
        cores.widen(site.pid());
        new WarmUp(WarmUp.SHARE, STEP, LONGEST_WARM_UP).of(site.pid(), step -> busy.ask(2 * RATE, step));
        cores.narrow(site.pid());
    }

    private void at(SiteShape shape, Measuring measuring) {
        try (Workspace workspace = Workspace.create()) {
            SmallApp app = workspace.keep(SmallApp.start());
            Site site = Site.start(workspace, "site", shape.at(List.of(app.url()), app.url()), cores, "");
            OpenLoop client = workspace.keep(new OpenLoop(new ClientTls(site.authority())));
            measuring.of(site, client);
        }
    }

    /** What is done with a gateway that runs. */
    @FunctionalInterface
    private interface Measuring {
        void of(Site site, OpenLoop client);
    }
}
