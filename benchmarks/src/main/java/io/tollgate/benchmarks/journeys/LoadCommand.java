package io.tollgate.benchmarks.journeys;

import io.tollgate.benchmarks.BenchmarkException;
import io.tollgate.config.schema.DurationText;
import io.tollgate.proxy.demo.DemoPlan;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code tollgate bench load}: realistic people at a fixed rate before any deployment that is whoever calls' own. */
@Command(
        name = "load",
        header = "Send realistic people to a running gateway: they log in, browse, leave, unlock, upload, log out.",
        description = {
            "Steps come at the given rate whatever becomes of those before, and each is timed from when it was due.",
            "Without --people these are the users of ./tollgate demo, its pages and its authority.",
            "Only loopback is put under load unless the target is said to be yours."
        })
public final class LoadCommand implements Callable<Integer> {
    private static final int DONE = 0;
    private static final int NO = 1;
    private static final int MOST_USERS = 20_000;
    private static final double MOST_RATE = 50_000;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Option(names = "--url", required = true, paramLabel = "URL", description = "https://HOST[:PORT][/PATH]")
    @SuppressWarnings("NullAway.Init")
    private String url;

    @Option(names = "--users", paramLabel = "N", description = "How many people there are (20).")
    private int users = 20;

    @Option(names = "--rate", paramLabel = "R", description = "Steps a second of all of them together (10).")
    private String rate = "10";

    @Option(names = "--duration", paramLabel = "TIME", description = "For how long (60s).")
    private String duration = "60s";

    @Option(names = "--warm-up", paramLabel = "TIME", description = "What is not counted, from the beginning (0s).")
    private String warmUp = "0s";

    @Option(
            names = "--arrive",
            paramLabel = "TIME",
            description = "Over how long people arrive (five a second, within the first third).")
    private @Nullable String arrive;

    @Option(names = "--away", paramLabel = "TIME", description = "How long somebody stays away who leaves (15s).")
    private String away = "15s";

    @Option(
            names = "--people",
            paramLabel = "FILE",
            description = "Users and passwords: a name, a blank, a password on each line; mode 0600.")
    private @Nullable Path people;

    @Option(names = "--ca", paramLabel = "FILE", description = "The authority to trust, as PEM (those of this JDK).")
    private @Nullable Path authority;

    @Option(
            names = "--page",
            paramLabel = "PATH",
            description = "A page to browse; may be repeated (those of the demo, or the one of --url).")
    private @Nullable List<String> pages;

    @Option(names = "--upload", paramLabel = "PATH", description = "A page with a form that takes a file (none).")
    private @Nullable String upload;

    @Option(names = Origin.OWNED, description = "The target is mine, though it is not this machine.")
    private boolean isOwned;

    @Option(names = "--json", paramLabel = "FILE", description = "Write the figures there, too.")
    private @Nullable Path json;

    @Option(names = "--svg", paramLabel = "FILE", description = "Draw the latencies there, too.")
    private @Nullable Path svg;

    @Option(names = "--seed", hidden = true)
    private long seed = 1;

    @Override
    public Integer call() throws InterruptedException {
        Origin target = target();
        LoadPlan plan = plan(target);
        spec.commandLine().getErr().println(plan.announced());
        spec.commandLine().getErr().flush();
        StepFigures figures;
        try (Run run = new Run(plan, spec.commandLine().getErr(), isTerminal())) {
            figures = run.go();
        }
        JourneyReport report = new JourneyReport(plan, figures, command());
        spec.commandLine().getOut().println(report.text());
        spec.commandLine().getOut().flush();
        report.write(json, svg);
        return figures.steps() > 0 && figures.count(Journey.Outcome.FAILED) == 0 ? DONE : NO;
    }

    @SuppressWarnings("SystemConsoleNull") // see Main: it is where there is no terminal
    private static boolean isTerminal() {
        return System.console() != null;
    }

    private String command() {
        return "./tollgate bench "
                + String.join(" ", spec.commandLine().getParseResult().originalArgs());
    }

    private Origin target() {
        try {
            return Origin.of(url, isOwned, InetAddress::getAllByName);
        } catch (RefusedTargetException e) {
            throw wrong(e.getMessage());
        }
    }

    private LoadPlan plan(Origin target) {
        if (users < 1 || users > MOST_USERS) {
            throw wrong("--users: " + users + " is not a number from 1 to " + MOST_USERS);
        }
        double perSecond = perSecond();
        Duration total = time("--duration", duration);
        Duration warm = time("--warm-up", warmUp);
        if (total.isZero() || warm.compareTo(total) >= 0) {
            throw wrong("--duration: has to be longer than --warm-up");
        }
        Duration arriving = arrive != null
                ? time("--arrive", arrive)
                : Duration.ofMillis(Math.min(users * 200L, total.toMillis() / 3));
        boolean isDemo = people == null;
        if (isDemo && !target.addresses().stream().allMatch(InetAddress::isLoopbackAddress)) {
            throw wrong("--people: which users? Those of the demo are good for this machine only");
        }
        Crowd.Pace pace = new Crowd.Pace(perSecond, arriving.toNanos(), warm.toNanos(), total.toNanos());
        return new LoadPlan(target, accounts(), users, habits(target, isDemo), pace, authority(isDemo), seed);
    }

    private double perSecond() {
        String number = rate.endsWith("/s") ? rate.substring(0, rate.length() - 2) : rate;
        try {
            double value = Double.parseDouble(number);
            if (value > 0 && value <= MOST_RATE) {
                return value;
            }
        } catch (NumberFormatException e) {
            // Told below, as what is out of bounds is.
        }
        throw wrong("--rate: " + rate + " is not a number of steps a second above 0 and up to " + (int) MOST_RATE);
    }

    private Duration time(String option, String text) {
        try {
            Duration time = DurationText.parse(text);
            if (!time.isNegative()) {
                return time;
            }
        } catch (IllegalArgumentException e) {
            // Told below.
        }
        throw wrong(option + ": " + text + " is not a time; write 30s, 5m or 1h");
    }

    private List<Account> accounts() {
        if (people == null) {
            List<Account> demo = new ArrayList<>();
            DemoPlan.users().forEach(user -> demo.add(new Account(user.name(), user.password())));
            return demo;
        }
        try {
            return PeopleFile.read(people);
        } catch (IOException e) {
            throw wrong(String.valueOf(e.getMessage()));
        }
    }

    private Habits habits(Origin target, boolean isDemo) {
        Duration gone = time("--away", away);
        if (pages == null && upload == null && isDemo) {
            return Habits.demo(gone);
        }
        List<String> browsed = pages == null ? List.of(target.path()) : pages;
        for (String page : browsed) {
            requirePath("--page", page);
        }
        if (upload != null) {
            requirePath("--upload", upload);
        }
        return Habits.of(browsed, upload, gone);
    }

    private void requirePath(String option, String path) {
        if (!path.startsWith("/") || path.startsWith("//")) {
            throw wrong(option + ": " + path + " is not a path; it begins with one /");
        }
    }

    /** Of the demo where its users are meant, and whoever started it did so from this checkout. */
    private @Nullable Path authority(boolean isDemo) {
        Path demo = Path.of(System.getProperty("tollgate.checkout", ""), "data/demo/certs/ca.crt");
        if (authority == null && isDemo && Files.isReadable(demo)) {
            return demo;
        }
        if (authority != null && !Files.isReadable(authority)) {
            throw new BenchmarkException(authority + ": is not there or can't be read; name a PEM file by --ca");
        }
        return authority;
    }

    private ParameterException wrong(@Nullable String message) {
        return new ParameterException(spec.commandLine(), String.valueOf(message));
    }
}
