package io.tollgate.benchmarks.process;

import io.tollgate.benchmarks.BenchmarkException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The processors of this machine in two shares: one for what is measured, all others for load and applications. Immutable.
 *
 * @param measured the one that only the measured process runs on
 * @param others those that all else runs on
 */
public record Cores(List<Integer> measured, List<Integer> others) {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final String ALLOWED = "Cpus_allowed_list:";

    /** Takes copies; both shares have something. */
    public Cores {
        measured = List.copyOf(measured);
        others = List.copyOf(others);
        if (measured.isEmpty() || others.isEmpty()) {
            throw new BenchmarkException(
                    "two processors are needed: one for what is measured, one for everything else");
        }
    }

    /** Those that this process may run on. */
    public static Cores ofThisMachine() {
        try {
            String allowed = Files.readAllLines(STATUS).stream()
                    .filter(line -> line.startsWith(ALLOWED))
                    .map(line -> line.substring(ALLOWED.length()).strip())
                    .findFirst()
                    .orElse("");
            return split(parse(allowed));
        } catch (IOException e) {
            throw new BenchmarkException(STATUS + " can't be read: Linux is needed to pin processes", e);
        }
    }

    /** The first for what is measured, all others for the rest. */
    static Cores split(List<Integer> allowed) {
        return new Cores(
                allowed.subList(0, Math.min(1, allowed.size())),
                allowed.subList(Math.min(1, allowed.size()), allowed.size()));
    }

    /** A list as the kernel writes it: {@code 0,2-3}. */
    static List<Integer> parse(String list) {
        List<Integer> cores = new ArrayList<>();
        for (String part : list.split(",", -1)) {
            if (part.isBlank()) {
                continue;
            }
            int[] ends = Arrays.stream(part.strip().split("-", -1))
                    .mapToInt(Integer::parseInt)
                    .toArray();
            for (int core = ends[0]; core <= ends[ends.length - 1]; core++) {
                cores.add(core);
            }
        }
        return cores;
    }

    /** The command, run where only what is measured runs. */
    public List<String> forMeasured(List<String> command) {
        return pinned(measured, command);
    }

    /** The command, run beside what is measured. */
    public List<String> forOthers(List<String> command) {
        return pinned(others, command);
    }

    /** Moves this very process, with all of its threads, beside what is measured. */
    public void leaveMeasured() {
        move(ProcessHandle.current().pid(), others);
    }

    /** Lets a process run on all processors for a while, so that its compilers are done sooner. */
    public void widen(long pid) {
        List<Integer> all = new ArrayList<>(measured);
        all.addAll(others);
        move(pid, all);
    }

    /** Moves a process, with all of its threads, to where only what is measured runs. */
    public void narrow(long pid) {
        move(pid, measured);
    }

    private static void move(long pid, List<Integer> cores) {
        Tool.run(List.of("taskset", "-a", "-c", "-p", list(cores), String.valueOf(pid)), Duration.ofSeconds(10))
                .orFail("process " + pid + " can't be pinned");
    }

    private static List<String> pinned(List<Integer> cores, List<String> command) {
        List<String> whole = new ArrayList<>(List.of("taskset", "-c", list(cores)));
        whole.addAll(command);
        return whole;
    }

    private static String list(List<Integer> cores) {
        return cores.stream().map(String::valueOf).collect(Collectors.joining(","));
    }
}
