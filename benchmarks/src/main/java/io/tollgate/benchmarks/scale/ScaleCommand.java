package io.tollgate.benchmarks.scale;

import io.tollgate.benchmarks.process.Cores;
import io.tollgate.benchmarks.site.OpenFiles;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code tollgate bench scale}: memory and CPU at a thousand and a million sessions, and so on. */
@Command(
        name = "scale",
        header = "Measure how memory, CPU and start grow with sessions, rules, apps, connections and logins.",
        description = {
            "A gateway of its own for each size, with its JVM as in production, on one processor; all else on the"
                    + " others.",
            "All of it takes about eight minutes; --quick leaves out what is between the ends."
        })
public final class ScaleCommand implements Callable<Integer> {
    private static final int DONE = 0;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Option(
            names = "--only",
            paramLabel = "WHAT",
            split = ",",
            description = "Of sessions, rules, apps, connections, logins (all).")
    private @Nullable List<String> only;

    @Option(
            names = "--connections",
            paramLabel = "N",
            description =
                    "The most connections (10000); they have to be open within a minute, then the gateway closes them.")
    private int connections = 10_000;

    @Option(names = "--quick", description = "Only the smallest and the largest size of each.")
    private boolean isQuick;

    @Option(names = "--json", paramLabel = "FILE", description = "Write the figures there, too.")
    private @Nullable Path json;

    @Option(names = "--svg", paramLabel = "FILE", description = "Draw the growth there, too.")
    private @Nullable Path svg;

    @Override
    public Integer call() {
        Set<Dimension> dimensions = dimensions();
        if (connections < 1) {
            throw new ParameterException(spec.commandLine(), "--connections: a number above 0");
        }
        Cores cores = Cores.ofThisMachine();
        OpenFiles files = OpenFiles.ours();
        ScaleReport report = new ScaleReport("./tollgate bench "
                + String.join(" ", spec.commandLine().getParseResult().originalArgs()));
        if (dimensions.contains(Dimension.CONNECTIONS)) {
            check(files, report);
        }
        cores.leaveMeasured();
        Growth growth = new Growth(cores, files, this::tell);
        for (Dimension dimension : dimensions) {
            switch (dimension) {
                case SESSIONS, RULES, APPS -> growth.grow(dimension, sizes(dimension), report);
                case CONNECTIONS -> growth.connect(sizes(dimension), report);
                case LOGINS -> growth.logIn(Dimension.LOGINS.sizes().get(1), report);
            }
        }
        spec.commandLine().getOut().println(report.text());
        spec.commandLine().getOut().flush();
        report.write(json, svg);
        return DONE;
    }

    /** Before anything is started: whoever calls is to know at once what the figures will not show. */
    private void check(OpenFiles files, ScaleReport report) {
        String shortfall = files.shortfall(connections + 100);
        if (!shortfall.isEmpty()) {
            tell(shortfall + "; going on with as many as there can be");
            report.note(shortfall);
        }
    }

    private Set<Dimension> dimensions() {
        Set<Dimension> chosen = EnumSet.noneOf(Dimension.class);
        for (String word : only == null ? List.<String>of() : only) {
            try {
                chosen.add(Dimension.valueOf(word.toUpperCase(Locale.ROOT)));
            } catch (IllegalArgumentException e) {
                throw new ParameterException(
                        spec.commandLine(),
                        "--only: " + word + " is none of sessions, rules, apps, connections, logins");
            }
        }
        return only == null ? EnumSet.allOf(Dimension.class) : chosen;
    }

    private List<Integer> sizes(Dimension dimension) {
        List<Integer> all = dimension != Dimension.CONNECTIONS
                ? dimension.sizes()
                : dimension.sizes().stream()
                        .map(size -> Math.min(size, connections))
                        .distinct()
                        .toList();
        return isQuick ? List.of(all.get(0), all.get(all.size() - 1)) : all;
    }

    private void tell(String what) {
        spec.commandLine().getErr().println("scale: " + what);
        spec.commandLine().getErr().flush();
    }
}
