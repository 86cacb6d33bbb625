package io.tollgate.benchmarks.peers;

import io.tollgate.benchmarks.gateway.Engine;
import io.tollgate.benchmarks.gateway.GatewayJvm;
import io.tollgate.benchmarks.load.ClientTls;
import io.tollgate.benchmarks.load.OpenLoop;
import io.tollgate.benchmarks.process.Cores;
import io.tollgate.benchmarks.process.Tool;
import io.tollgate.benchmarks.process.Workspace;
import io.tollgate.benchmarks.report.Machine;
import io.tollgate.benchmarks.report.PeersReport;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code tollgate bench peers}: this gateway beside what people would use instead, on this machine. */
@Command(
        name = "peers",
        header = "This gateway beside what people would use instead, on this machine.",
        description = {
            "Starts nginx, nginx with auth_request, HAProxy, Apache with and without a login, Caddy and Spring Cloud"
                    + " Gateway (whichever are installed) and this gateway in each of its engines, gives all the same work"
                    + " in turn, and tells the ratios to plain nginx. Needs nginx, wrk and h2load and two processors."
        })
public final class PeersCommand implements Callable<Integer> {
    @Option(names = "--quick", description = "A look, in less than eight minutes on two processors.")
    private boolean isQuick;

    @Option(names = "--json", paramLabel = "FILE", description = "Write the ratios there, as JSON.")
    private @Nullable Path json;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Where the report goes: Markdown, JSON and plots (benchmarks/target/peers).")
    private @Nullable Path out;

    @Option(names = "--rounds", paramLabel = "N", description = "How often everything is measured (5; quick: 3).")
    private int rounds;

    @Option(names = "--seconds", paramLabel = "N", description = "How long, each time (5; quick: 1).")
    private int seconds;

    @Option(
            names = "--work",
            split = ",",
            paramLabel = "WORK",
            description = "Only this: small, h2, handshake, body-100m, body-64k, idle; comma-separated (all).")
    private List<String> works = List.of();

    @Option(
            names = "--peer",
            split = ",",
            paramLabel = "PEER",
            description = "Only these beside nginx: tollgate, nginx-auth-request, haproxy, apache, apache-auth-form,"
                    + " caddy, spring-cloud-gateway; comma-separated (all).")
    private List<String> peers = List.of();

    @Option(
            names = "--engine",
            split = ",",
            paramLabel = "ENGINE",
            description = "Tollgate only with these: bouncy-castle, boringssl, jdk; comma-separated (all).")
    private List<String> engines = List.of();

    private final Map<String, String> plots = new LinkedHashMap<>();
    private long start;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() {
        start = System.nanoTime();
        List<Work> chosen = chosen();
        Course course = isQuick ? Course.quick(chosen, rounds, seconds) : Course.full(chosen, rounds, seconds);
        List<Peer> all = candidates();
        Cores cores = Cores.ofThisMachine();
        for (Map.Entry<String, String> tool : Map.of(
                        "nginx", "nginx", "wrk", "wrk", "h2load", "nghttp2-client", "taskset", "util-linux")
                .entrySet()) {
            Tool.need(tool.getKey(), tool.getValue());
        }
        GatewayJvm jvm = GatewayJvm.ofLauncher();
        cores.leaveMeasured();
        PrintWriter told = spec.commandLine().getErr();
        try (Workspace workspace = Workspace.create()) {
            Stage stage = Stage.set(workspace, cores, jvm, told);
            try (OpenLoop openLoop = new OpenLoop(new ClientTls(stage.authority()))) {
                compared(stage, course, all, openLoop, told);
            }
        }
        return 0;
    }

    private void compared(Stage stage, Course course, List<Peer> all, OpenLoop openLoop, PrintWriter told) {
        plots.clear();
        Application application = Application.start(stage);
        Map<String, String> skipped = new LinkedHashMap<>();
        List<Contender> contenders = new ArrayList<>();
        for (Peer peer : all) {
            String name = peer.engine() == null
                    ? peer.name()
                    : peer.name() + " " + peer.engine().word();
            String obstacle = peer.obstacle(stage, application);
            if (obstacle == null) {
                contenders.add(peer.start(stage, application));
                told.println("started: " + name);
            } else {
                skipped.put(name, obstacle);
                told.println("skipped: " + name + ": " + obstacle);
            }
            told.flush();
        }
        Loads loads = new Loads(stage, openLoop);
        PeersRun run = new PeersRun(stage, course, contenders, loads, told, start);
        Map<Contender, Map<Work, Figures>> figures = run.measure();
        plots.putAll(Plots.of(figures));
        Outcome outcome = new Outcome(figures);
        tell(new PeersReport(
                Machine.here(Instant.now(), versions(contenders), command()),
                outcome.rows(),
                skipped,
                notes(run, course)));
        boolean isInTime = System.nanoTime() - start < course.limit().toNanos();
        if (chosen().contains(Work.SMALL) && isInTime) {
            scale(new Scaling(stage, course, loads, told), course, contenders, application);
            write(folder()); // What takes longest comes last, and what is measured is told before it.
        }
    }

    private void scale(Scaling scaling, Course course, List<Contender> contenders, Application application) {
        Contender nginx = contenders.get(0);
        List<Contender> compared = contenders.stream()
                .filter(contender -> contender.equals(nginx) || contender.peer().equals(Tollgate.NAME))
                .toList();
        plots.put("scaling-connections.svg", scaling.connections(compared).svg());
        if (compared.size() > 1 && !course.rules().isEmpty()) {
            plots.put("scaling-rules.svg", scaling.rules(nginx, application).svg());
            plots.put(
                    "scaling-sessions.svg", scaling.sessions(nginx, application).svg());
        }
    }

    private static Map<String, String> versions(List<Contender> contenders) {
        Map<String, String> versions = new TreeMap<>();
        contenders.forEach(contender -> versions.put(contender.peer(), contender.version()));
        versions.put("wrk", Versions.line(List.of("wrk", "-v"), "debian/"));
        versions.put("h2load", Versions.line(List.of("h2load", "--version"), "nghttp2/"));
        versions.put("openssl", Versions.line(List.of("openssl", "version"), "OpenSSL "));
        return versions;
    }

    private static List<String> notes(PeersRun run, Course course) {
        List<String> notes = new ArrayList<>(run.notes());
        notes.add("up to " + course.rounds() + " rounds of " + course.seconds()
                + " s, everybody in turn; the ratio is the median of the"
                + " ratios of each round; proxy on one processor, load and application on the others; CPU time of the"
                + " proxy's process tree, kernel included");
        notes.add("percentiles: an open-loop client at a fixed rate, counted from when each request was to begin (small"
                + " and h2 1,000/s, handshake 100/s, body-64k 200/s, body-100m 2/s)");
        notes.add("idle: live heap after a collection and what is resident outside it, for each of " + course.idle()
                + " connections; its wall ratio is of opening them, its percentiles of one request on each after that");
        return notes;
    }

    private void tell(PeersReport report) {
        PrintWriter answer = spec.commandLine().getOut();
        answer.println(report.markdown());
        answer.flush();
        if (json != null) {
            Workspace.write(json, report.json());
        }
        Path folder = folder();
        Workspace.write(folder.resolve("report.md"), report.markdown());
        Workspace.write(folder.resolve("report.json"), report.wholeJson());
        Workspace.write(folder.resolve("ratios.json"), report.json());
        write(folder);
        answer.println("report: " + folder);
        answer.flush();
    }

    private Path folder() {
        return out != null
                ? out
                : Path.of(System.getProperty("tollgate.checkout", ""), "benchmarks", "target", "peers");
    }

    private void write(Path folder) {
        plots.forEach((name, svg) -> Workspace.write(folder.resolve(name), svg));
    }

    private String command() {
        return "./tollgate bench "
                + spec.commandLine().getParseResult().originalArgs().stream().collect(Collectors.joining(" "));
    }

    private List<Work> chosen() {
        if (works.isEmpty()) {
            return List.of(Work.values());
        }
        return Arrays.stream(Work.values())
                .filter(work -> known(
                                works,
                                Arrays.stream(Work.values()).map(Work::word).toList(),
                                "work")
                        .contains(work.word()))
                .toList();
    }

    /** Plain nginx is always the first. */
    private List<Peer> candidates() {
        List<Peer> all = new ArrayList<>(List.of(
                new Nginx(false),
                new Nginx(true),
                new HaProxy(),
                new Apache(false),
                new Apache(true),
                new Caddy(),
                new SpringCloudGateway()));
        Arrays.stream(Engine.values()).map(Tollgate::new).forEach(all::add);
        Set<String> names = known(peers, all.stream().map(Peer::name).toList(), "peer");
        Set<String> words =
                known(engines, Arrays.stream(Engine.values()).map(Engine::word).toList(), "engine");
        return all.stream()
                .filter(peer -> names.isEmpty() || peer.name().equals(Nginx.PLAIN) || names.contains(peer.name()))
                .filter(peer -> words.isEmpty()
                        || peer.engine() == null
                        || words.contains(peer.engine().word()))
                .toList();
    }

    private Set<String> known(List<String> asked, List<String> all, String what) {
        for (String word : asked) {
            if (!all.contains(word)) {
                throw new ParameterException(
                        spec.commandLine(),
                        "there is no " + what + " \"" + word + "\" (there are: "
                                + all.stream().distinct().collect(Collectors.joining(", ")) + ")");
            }
        }
        return Set.copyOf(asked);
    }
}
