package io.tollgate.benchmarks.load;

import io.tollgate.benchmarks.BenchmarkException;
import io.tollgate.benchmarks.process.Cores;
import io.tollgate.benchmarks.process.Tool;
import io.tollgate.benchmarks.process.Workspace;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * wrk: as many requests of HTTP/1.1 as go through kept connections. It tells errors, but not the lengths of bodies: these are
 * known from the bytes of all answers, each of which has to be as long as one that was looked at. Immutable.
 */
public final class Wrk {
    /** Asked once in the end, so that nothing has to be guessed from what is written for people. */
    private static final String FIGURES_SCRIPT = """
        done = function(summary, latency, requests)
          local e = summary.errors
          io.write(string.format("wrk-figures %d %d %d %d %d\\n", summary.requests, summary.bytes, summary.duration,
            e.connect + e.read + e.write + e.timeout, e.status))
        end
        """;

    private static final Pattern FIGURES = Pattern.compile("wrk-figures ([0-9]+) ([0-9]+) ([0-9]+) ([0-9]+) ([0-9]+)");
    private static final double MICROS = 1e6;
    /** Answers that were under way in the end count with their bytes but not as requests. */
    private static final double UNFINISHED = 2;

    private final Path program;
    private final Path script; // holds the session's cookie: a command line is there for everybody to read
    private final Cores cores;

    /** Where it is installed. */
    public Wrk(Workspace workspace, Cores cores) {
        program = Tool.need("wrk", "wrk");
        script = workspace.folder("wrk").resolve("script.lua");
        this.cores = cores;
    }

    /**
     * Makes load for so many seconds.
     *
     * @param answerBytes how long one right answer is, with its head
     */
    public Answered run(Target target, int connections, int seconds, long answerBytes) {
        List<String> command =
                new ArrayList<>(List.of(program.toString(), "-t1", "-c" + connections, "-d" + seconds + "s"));
        command.addAll(List.of("--timeout", "30s", "-s", script.toString(), target.url()));
        Workspace.writeSecret(script, script(target));
        String said = Tool.run(cores.forOthers(command), Duration.ofSeconds(seconds + 60L))
                .orFail("wrk");
        return read(said, target, connections, answerBytes);
    }

    static String script(Target target) {
        StringBuilder lua = new StringBuilder();
        target.fields()
                .forEach((name, value) -> lua.append("wrk.headers[")
                        .append(quoted(name))
                        .append("] = ")
                        .append(quoted(value))
                        .append('\n'));
        return lua.append(FIGURES_SCRIPT).toString();
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    static Answered read(String said, Target target, int connections, long answerBytes) {
        Matcher figures = FIGURES.matcher(said);
        if (!figures.find()) {
            throw new BenchmarkException("wrk said nothing of its figures:\n" + said.strip());
        }
        long requests = number(figures, 1);
        long bytes = number(figures, 2);
        if (number(figures, 4) + number(figures, 5) > 0 || requests == 0) {
            throw new BenchmarkException(target.url() + ": " + requests + " answers, " + number(figures, 5)
                    + " of them not 200, and " + number(figures, 4) + " errors: the figures would mean nothing");
        }
        double unexpected = Math.abs(bytes - (double) requests * answerBytes);
        double allowed = UNFINISHED * connections * answerBytes + 0.01 * bytes;
        if (unexpected > allowed) {
            throw new BenchmarkException(target.url() + ": " + requests + " answers of " + bytes
                    + " bytes, where one has " + answerBytes + ": the figures would mean nothing");
        }
        return new Answered(requests, requests * target.bodyLength(), number(figures, 3) / MICROS);
    }

    private static long number(Matcher figures, int group) {
        return Long.parseLong(figures.group(group));
    }
}
