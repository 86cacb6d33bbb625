package io.tollgate.benchmarks.peers;

import io.tollgate.benchmarks.load.Answered;
import io.tollgate.benchmarks.load.Target;
import io.tollgate.benchmarks.load.Visitor;
import io.tollgate.benchmarks.measure.Medians;
import io.tollgate.benchmarks.measure.Spent;
import io.tollgate.benchmarks.measure.WarmUp;
import io.tollgate.benchmarks.process.Workspace;
import io.tollgate.benchmarks.report.LineChart;
import io.tollgate.benchmarks.site.Site;
import io.tollgate.benchmarks.site.SiteShape;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What becomes of small GETs when there is more of something: connections, rules, sessions. Confined to one thread. */
final class Scaling {
    private static final int USUAL_CONNECTIONS = 32;
    private static final int USERS = 100;
    private static final Duration STEP = Duration.ofSeconds(3);
    private static final Duration WARM_UP = Duration.ofSeconds(60);
    private static final int TURNS = 3;

    private final Stage stage;
    private final Course course;
    private final Loads loads;
    private final PrintWriter progress;

    Scaling(Stage stage, Course course, Loads loads, PrintWriter progress) {
        this.stage = stage;
        this.course = course;
        this.loads = loads;
        this.progress = progress;
    }

    /** GETs a CPU-second over the number of connections, of each of these. */
    LineChart connections(List<Contender> contenders) {
        List<LineChart.Line> lines = new ArrayList<>();
        for (Contender contender : contenders) {
            List<LineChart.Point> points = new ArrayList<>();
            for (int connections : course.connections()) {
                Spent.Meter meter = Spent.of(contender.pid());
                // All connections have to open in it, too.
                Answered answered = loads.small(contender, connections, Duration.ofSeconds(course.seconds() + 1L));
                points.add(new LineChart.Point(
                        connections, answered.requests() / meter.untilNow().cpuSeconds()));
            }
            lines.add(new LineChart.Line(contender.name(), points));
        }
        return new LineChart(
                "Small GETs by the number of connections",
                "kept connections",
                "requests a CPU-second of the proxy",
                true,
                false,
                lines);
    }

    /** The ratio to nginx over the number of access rules. */
    LineChart rules(Contender nginx, Application application) {
        return grown("rules", "access rules of the application", nginx, usual(application), course.rules());
    }

    /** The ratio to nginx over the number of live sessions. */
    LineChart sessions(Contender nginx, Application application) {
        return grown("sessions", "live sessions", nginx, usual(application), course.sessions());
    }

    private static SiteShape usual(Application application) {
        return SiteShape.usual("http://127.0.0.1:" + application.port()).people(USERS, USERS, USERS);
    }

    private LineChart grown(String what, String across, Contender nginx, SiteShape usual, List<Integer> counts) {
        Map<Integer, SiteShape> shapes = new LinkedHashMap<>();
        counts.forEach(count ->
                shapes.put(count, what.equals("rules") ? usual.withRules(count) : usual.people(USERS, USERS, count)));
        List<LineChart.Point> points = new ArrayList<>();
        shapes.forEach((count, shape) -> {
            double ratio = ratio(what + "-" + count, shape, nginx);
            points.add(new LineChart.Point(count, ratio));
            progress.printf("scaling: %,d %s: %.2f of nginx%n", count, what, ratio);
            progress.flush();
        });
        return new LineChart(
                "Small GETs by the number of " + what,
                across,
                "requests a CPU-second, ratio to plain nginx",
                true,
                false,
                List.of(new LineChart.Line("tollgate bouncy-castle", points)));
    }

    /** Of a gateway of this shape, warmed up, in turn with nginx. */
    private double ratio(String name, SiteShape shape, Contender nginx) {
        try (Workspace workspace = Workspace.create();
                Site site = Site.start(workspace, name, shape, stage.cores(), "")) {
            Target target = new Target(Stage.HOST, site.port(), Work.SMALL.path(), site.cookie(0), Work.SMALL.bytes());
            long bytes = new Visitor(site.authority(), Stage.HOST, site.port())
                    .get(target)
                    .bytes();
            new WarmUp(WarmUp.SHARE, STEP, WARM_UP)
                    .of(site.pid(), time -> loads.small(target, USUAL_CONNECTIONS, time, bytes));
            List<Double> ratios = new ArrayList<>();
            for (int turn = 0; turn < TURNS; turn++) {
                Duration time = Duration.ofSeconds(course.seconds());
                Spent.Meter ours = Spent.of(site.pid());
                double own = loads.small(target, USUAL_CONNECTIONS, time, bytes).requests()
                        / ours.untilNow().cpuSeconds();
                Spent.Meter theirs = Spent.of(nginx.pid());
                double base = loads.small(nginx, USUAL_CONNECTIONS, time).requests()
                        / theirs.untilNow().cpuSeconds();
                ratios.add(own / base);
            }
            return Medians.of(ratios);
        }
    }
}
