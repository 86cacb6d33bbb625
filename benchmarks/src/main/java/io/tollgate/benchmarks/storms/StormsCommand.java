package io.tollgate.benchmarks.storms;

import io.tollgate.benchmarks.journeys.Volley;
import io.tollgate.benchmarks.load.ClientTls;
import io.tollgate.benchmarks.load.OpenLoop;
import io.tollgate.benchmarks.load.Target;
import io.tollgate.benchmarks.measure.Spent;
import io.tollgate.benchmarks.measure.WarmUp;
import io.tollgate.benchmarks.process.Cores;
import io.tollgate.benchmarks.process.Workspace;
import io.tollgate.benchmarks.site.Site;
import io.tollgate.benchmarks.site.SiteShape;
import io.tollgate.benchmarks.site.SmallApp;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code tollgate bench storms}: whether others feel it when much goes on at once. */
@Command(
        name = "storms",
        header = "Measure other people's requests during a login storm, a reload, a revocation, a failing endpoint.",
        description = {
            "A gateway of its own on one processor, all else on the others. Each storm is measured beside quiet phases"
                    + " of the",
            "same people, in turn; what counts is the ratio of the medians of p99.9. Exit code 1 where one is above 2."
        })
public final class StormsCommand implements Callable<Integer> {
    private static final int DONE = 0;
    private static final int NO = 1;

    /** What issue and contract allow: p99.9 of others within twice the quiet figure. */
    private static final double MOST = 2.0;

    private static final int SESSIONS_OF_EACH = 1_000;
    private static final int VICTIMS_FROM = 2;
    private static final int LOGIN_USERS = 300;
    private static final int APPS = 20;
    private static final int RULES = 1_000;
    private static final String UNCOUNTED = "lockout: { per-network: 1000000/m }\n";

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Option(names = "--rate", paramLabel = "R", description = "Requests a second of the people who are measured (400).")
    private double rate = 400;

    @Option(names = "--connections", paramLabel = "N", description = "How many connections they have (64).")
    private int connections = 64;

    @Option(names = "--seconds", paramLabel = "S", description = "How long each phase is (6).")
    private int seconds = 6;

    @Option(names = "--rounds", paramLabel = "N", description = "How often each storm comes (3).")
    private int rounds = 3;

    @Option(names = "--logins", paramLabel = "R", description = "Logins a second in the login storm (30).")
    private double logins = 30;

    @Option(
            names = "--only",
            paramLabel = "NAME",
            split = ",",
            description = "Of logins, reload, revocation, endpoint-fails, endpoint-gone.")
    private @Nullable List<String> only;

    @Option(names = "--json", paramLabel = "FILE", description = "Write the figures there, too.")
    private @Nullable Path json;

    @Option(names = "--svg", paramLabel = "FILE", description = "Draw the latencies there, too.")
    private @Nullable Path svg;

    @Override
    public Integer call() {
        if (rate <= 0 || connections < 1 || seconds < 1 || rounds < 1 || rounds > 8 || logins <= 0) {
            throw new ParameterException(
                    spec.commandLine(), "numbers above 0, and at most 8 rounds: each takes users with 1,000 sessions");
        }
        Cores cores = Cores.ofThisMachine();
        cores.leaveMeasured();
        StormsReport report = new StormsReport(MOST, command());
        try (Workspace workspace = Workspace.create()) {
            SmallApp first = workspace.keep(SmallApp.start());
            SmallApp second = workspace.keep(SmallApp.start());
            SmallApp other = workspace.keep(SmallApp.start());
            int victims = 2 * rounds;
            SiteShape shape = SiteShape.usual(first.url())
                    .at(List.of(first.url(), second.url()), other.url())
                    .people(LOGIN_USERS, VICTIMS_FROM + victims, (VICTIMS_FROM + victims) * SESSIONS_OF_EACH)
                    .withApps(APPS)
                    .withRules(RULES)
                    .saying(UNCOUNTED);
            Site site = Site.start(workspace, "storms", shape, cores, "");
            Volley volley = workspace.keep(new Volley(site.port(), site.authority()));
            OpenLoop client = workspace.keep(new OpenLoop(new ClientTls(site.authority())));
            List<Storm> storms = storms(site, volley, other, second);
            measure(site, cores, client, storms, report);
        }
        PrintWriter out = spec.commandLine().getOut();
        out.println(report.text());
        out.flush();
        report.write(json, svg);
        return report.isWithin() ? DONE : NO;
    }

    private List<Storm> storms(Site site, Volley volley, SmallApp other, SmallApp second) {
        int from = VICTIMS_FROM + 2 * rounds;
        List<Storm> storms = new ArrayList<>(List.of(
                new LoginStorm(
                        volley, site.accounts().subList(from, site.accounts().size()), logins),
                new ReloadStorm(site),
                new RevocationStorm(site, volley, VICTIMS_FROM, SESSIONS_OF_EACH),
                new EndpointStorm(volley, other, List.of(site.cookie(1)), 50),
                new LossStorm(second)));
        if (only != null) {
            storms.removeIf(storm -> !only.contains(storm.name()));
            if (storms.isEmpty()) {
                throw new ParameterException(spec.commandLine(), "--only: " + only + " names no storm; see --help");
            }
        }
        return storms;
    }

    private void measure(Site site, Cores cores, OpenLoop client, List<Storm> storms, StormsReport report) {
        Target target = new Target("localhost", site.port(), "/invoices/17", site.cookie(0), SmallApp.bodyLength());
        try (OpenLoop.Held people = client.hold(target, connections)) {
            tell("warming up");
            cores.widen(site.pid());
            Spent last = new WarmUp(WarmUp.SHARE, Duration.ofSeconds(2), Duration.ofSeconds(20))
                    .of(site.pid(), step -> warm(people, storms, step));
            cores.narrow(site.pid());
            report.warm(last.compilerShare());
            try (Storms weather = new Storms(people, rate, Duration.ofSeconds(seconds))) {
                for (int round = 1; round <= rounds; round++) {
                    for (Storm storm : storms) {
                        tell(String.format(Locale.ROOT, "round %d of %d: %s", round, rounds, storm.name()));
                        report.add(storm, weather.round(storm));
                    }
                }
            }
        }
    }

    /** What is measured later, and logins, whose hashing has to be compiled, too; what can happen once only is left out. */
    private void warm(OpenLoop.Held people, List<Storm> storms, Duration step) {
        try (Storms weather = new Storms(people, 4 * rate, step)) {
            for (Storm storm : storms) {
                if (storm instanceof LoginStorm) {
                    weather.round(storm);
                    return;
                }
            }
            people.run(4 * rate, Math.max(1, (long) (4 * rate * step.toSeconds())), Duration.ofSeconds(20));
        }
    }

    private void tell(String what) {
        spec.commandLine().getErr().println("storms: " + what);
        spec.commandLine().getErr().flush();
    }

    private String command() {
        return "./tollgate bench "
                + String.join(" ", spec.commandLine().getParseResult().originalArgs());
    }
}
