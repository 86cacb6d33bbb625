package io.tollgate.benchmarks.sheet;

import io.tollgate.benchmarks.BenchmarkException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * How busy a machine was before a measurement began: what runs beside it stands in every latency. Immutable.
 *
 * @param load how many threads ran or wanted to, over the last minute (proc(5), loadavg)
 * @param processors of the machine
 */
public record OtherWork(double load, int processors) {
    /** Half a processor of two: above that, tails of latencies are those of the machine. */
    private static final double MOST = 0.25;

    /** Now; to be asked before anything is started. */
    public static OtherWork here() {
        try {
            return parse(
                    Files.readString(Path.of("/proc/loadavg")),
                    Files.readAllLines(Path.of("/proc/stat")).stream()
                            .filter(line -> line.matches("cpu[0-9].*"))
                            .toList()
                            .size());
        } catch (IOException e) {
            throw new BenchmarkException("/proc/loadavg can't be read: Linux is needed", e);
        }
    }

    static OtherWork parse(String loadavg, int processors) {
        return new OtherWork(Double.parseDouble(loadavg.substring(0, loadavg.indexOf(' '))), processors);
    }

    /** Whether figures by the wall mean something. */
    public boolean isLittle() {
        return load <= MOST * processors;
    }

    /** As a line of a report. */
    public String text() {
        return String.format(
                Locale.ROOT,
                "load before: %.2f on %d processors%s",
                load,
                processors,
                isLittle()
                        ? ""
                        : "; busy with other work, which stands in all latencies here: repeat it on a quiet machine");
    }
}
