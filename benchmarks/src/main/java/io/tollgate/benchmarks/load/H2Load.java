package io.tollgate.benchmarks.load;

import io.tollgate.benchmarks.BenchmarkException;
import io.tollgate.benchmarks.process.Cores;
import io.tollgate.benchmarks.process.Tool;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * h2load: HTTP/2 with many streams, bodies, and connections that each shake hands anew (wrk takes up TLS sessions again where
 * a server offers it). It tells status and bytes of bodies. It is given a number of requests and never a time: a connection
 * that is not open yet when its time is over makes it wait for ever (nghttp2 1.52). Immutable.
 */
public final class H2Load {
    private static final Pattern FINISHED = Pattern.compile("finished in ([0-9.]+)(us|ms|s)");
    private static final Pattern REQUESTS = Pattern.compile("requests: ([0-9]+) total, [0-9]+ started, ([0-9]+) done,"
            + " ([0-9]+) succeeded, ([0-9]+) failed, ([0-9]+) errored, ([0-9]+) timeout");
    private static final Pattern STATUSES = Pattern.compile("status codes: ([0-9]+) 2xx");
    private static final Pattern DATA = Pattern.compile("\\(([0-9]+)\\) data");
    private static final double NANOS = 1e9;
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private final Path program;
    private final Cores cores;

    /** Where it is installed. */
    public H2Load(Cores cores) {
        program = Tool.need("h2load", "nghttp2-client");
        this.cores = cores;
    }

    /** HTTP/2, so many requests on connections with so many streams each. */
    public Answered http2(Target target, int connections, int streams, long requests) {
        return run(target, "-c" + connections, "-m" + streams, "-n" + Math.max(connections, requests));
    }

    /** HTTP/1.1, so many requests on kept connections. */
    public Answered http1(Target target, int connections, long requests) {
        return run(target, "--h1", "-c" + connections, "-n" + Math.max(connections, requests));
    }

    /** Connections, in volleys of so many, each for one request, until the time is over. */
    public Answered handshakes(Target target, int volley, Duration time) {
        long deadline = System.nanoTime() + time.toNanos();
        long start = System.nanoTime();
        Answered sum = new Answered(0, 0, 0);
        while (System.nanoTime() < deadline) {
            sum = sum.plus(run(target, "--h1", "-c" + volley, "-n" + volley));
        }
        return new Answered(sum.requests(), sum.bodyBytes(), (System.nanoTime() - start) / NANOS);
    }

    private Answered run(Target target, String... options) {
        List<String> command = new ArrayList<>(List.of(program.toString(), "-t1"));
        command.addAll(List.of(options));
        target.fields().forEach((name, value) -> command.addAll(List.of("-H", name + ": " + value)));
        command.add(target.url());
        return read(Tool.run(cores.forOthers(command), LIMIT).orFail("h2load"), target);
    }

    static Answered read(String said, Target target) {
        Matcher requests = found(REQUESTS, said);
        long total = number(requests, 1);
        long done = number(requests, 2);
        long wrong = number(requests, 4) + number(requests, 5) + number(requests, 6);
        long right = number(found(STATUSES, said), 1);
        if (total == 0 || done != total || right != total || number(requests, 3) != total) {
            throw new BenchmarkException(target.url() + ": of " + total + " requests " + right
                    + " were answered with 200, and " + wrong + " failed: the figures would mean nothing");
        }
        long data = number(found(DATA, said), 1);
        long expected = total * target.bodyLength();
        if (data != expected) {
            throw new BenchmarkException(target.url() + ": " + total + " answers with " + data
                    + " bytes of bodies instead of " + expected + ": the figures would mean nothing");
        }
        return new Answered(total, data, seconds(found(FINISHED, said)));
    }

    private static double seconds(Matcher finished) {
        double number = Double.parseDouble(finished.group(1));
        return switch (finished.group(2)) {
            case "us" -> number / 1e6;
            case "ms" -> number / 1e3;
            default -> number;
        };
    }

    private static Matcher found(Pattern pattern, String said) {
        Matcher matcher = pattern.matcher(said);
        if (!matcher.find()) {
            throw new BenchmarkException("h2load said nothing of its figures:\n" + said.strip());
        }
        return matcher;
    }

    private static long number(Matcher figures, int group) {
        return Long.parseLong(figures.group(group));
    }
}
