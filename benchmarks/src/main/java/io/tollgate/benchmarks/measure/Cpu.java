package io.tollgate.benchmarks.measure;

import io.tollgate.benchmarks.BenchmarkException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * CPU time of a process with all of its children, in user and kernel, as {@code /proc/PID/stat} has it (proc(5)): in ticks of
 * 10 ms, exact below that only in the sum. Stateless.
 */
public final class Cpu {
    /** {@code sysconf(_SC_CLK_TCK)}: 100 in every Linux that Java runs on. */
    private static final long NANOS_A_TICK = 10_000_000;

    private static final int USER = 11;
    private static final int KERNEL = 12;
    private static final int CHILDREN_USER = 13;
    private static final int CHILDREN_KERNEL = 14;
    private static final Path PROC = Path.of("/proc");

    private Cpu() {}

    /** Of the process, its children that were ended and waited for, and those that live. */
    public static long nanos(long pid) {
        long ticks = ticks(pid);
        for (ProcessHandle child : tree(pid)) {
            ticks += child.pid() == pid ? 0 : ticks(child.pid());
        }
        return ticks * NANOS_A_TICK;
    }

    /** The process and everything below it. */
    static List<ProcessHandle> tree(long pid) {
        ProcessHandle root =
                ProcessHandle.of(pid).orElseThrow(() -> new BenchmarkException("process " + pid + " is gone"));
        return Stream.concat(Stream.of(root), root.descendants()).toList();
    }

    private static long ticks(long pid) {
        List<String> fields = stat(PROC.resolve(pid + "/stat"));
        return fields.isEmpty()
                ? 0
                : number(fields, USER)
                        + number(fields, KERNEL)
                        + number(fields, CHILDREN_USER)
                        + number(fields, CHILDREN_KERNEL);
    }

    private static long number(List<String> fields, int index) {
        return Long.parseLong(fields.get(index));
    }

    /** The fields after the name, which may hold anything; none where the process is gone. */
    static List<String> stat(Path file) {
        try {
            return afterName(Files.readString(file));
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            // ESRCH: gone between opening and reading.
            return List.of();
        }
    }

    static List<String> afterName(String stat) {
        return List.of(stat.substring(stat.lastIndexOf(')') + 2).strip().split(" ", -1));
    }

    /** What each compiler thread of a JVM took so far, in nanoseconds; they come and go. */
    public static Map<Long, Long> compilers(long pid) {
        Map<Long, Long> nanos = new HashMap<>();
        try (Stream<Path> tasks = Files.list(PROC.resolve(pid + "/task"))) {
            for (Path task : tasks.toList()) {
                compiler(task, nanos);
            }
        } catch (IOException e) {
            throw new BenchmarkException("process " + pid + " is gone", e);
        }
        return nanos;
    }

    private static void compiler(Path task, Map<Long, Long> nanos) {
        try {
            String name = Files.readString(task.resolve("comm"));
            if (name.startsWith("C1 Comp") || name.startsWith("C2 Comp")) {
                List<String> fields = afterName(Files.readString(task.resolve("stat")));
                nanos.put(
                        Long.valueOf(task.getFileName().toString()),
                        (number(fields, USER) + number(fields, KERNEL)) * NANOS_A_TICK);
            }
        } catch (IOException e) {
            // The thread has ended: what it did is in the sum of its process.
        }
    }
}
