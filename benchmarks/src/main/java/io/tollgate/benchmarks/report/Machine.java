package io.tollgate.benchmarks.report;

import io.tollgate.benchmarks.process.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Where, when and with what figures were measured: what it takes to repeat them. Immutable.
 *
 * @param processors how many and which
 * @param kernel the operating system
 * @param jdk the JDK that gateways ran on
 * @param versions of every program that took part, by its name
 * @param command the exact command
 */
public record Machine(
        Instant date, String processors, String kernel, String jdk, Map<String, String> versions, String command) {
    private static final Path PROCESSORS = Path.of("/proc/cpuinfo");

    /** Takes a copy, in the order of the names. */
    public Machine {
        versions = Map.copyOf(versions);
    }

    /** This machine, now. */
    public static Machine here(Instant now, Map<String, String> versions, String command) {
        return new Machine(now, countedProcessors(), namedKernel(), namedJdk(), versions, command);
    }

    /** All of it, one fact a line. */
    public List<String> lines() {
        List<String> lines =
                new ArrayList<>(List.of("date: " + date, "machine: " + processors + ", " + kernel, "jdk: " + jdk));
        new TreeMap<>(versions).forEach((name, version) -> lines.add(name + ": " + version));
        lines.add("command: " + command);
        return List.copyOf(lines);
    }

    /** Processors and system, short enough for a line, of a process that may run on all of them. */
    public static String inShort() {
        return Runtime.getRuntime().availableProcessors() + " x " + model(System.getProperty("os.arch")) + ", "
                + System.getProperty("os.name") + " "
                + System.getProperty("os.version").split("-", 2)[0];
    }

    /** The JDK that runs this, short enough for a line. */
    public static String jdkInShort() {
        return System.getProperty("java.vendor.version", System.getProperty("java.vm.name")) + " ("
                + System.getProperty("java.version") + ")";
    }

    /** What the processors are called; the other word where the system does not say. */
    private static String model(String otherwise) {
        try {
            return Files.readAllLines(PROCESSORS).stream()
                    .filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse(otherwise);
        } catch (IOException e) {
            return otherwise; // Not on every system.
        }
    }

    private static String countedProcessors() {
        String model = model("unknown");
        long count = Tool.run(List.of("nproc", "--all"), Duration.ofSeconds(5))
                .orFail("nproc")
                .lines()
                .findFirst()
                .map(line -> Long.parseLong(line.strip()))
                .orElse(0L);
        return count + " x " + model;
    }

    private static String namedKernel() {
        return System.getProperty("os.name") + " " + System.getProperty("os.version");
    }

    private static String namedJdk() {
        return System.getProperty("java.vendor.version", System.getProperty("java.vendor", "")) + " "
                + Runtime.version();
    }
}
