package io.tollgate.benchmarks.scale;

import io.tollgate.benchmarks.BenchmarkException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What of a process is in memory, shared pages included: {@code VmRSS} of proc(5). Stateless. */
final class Resident {
    private static final int KILO = 1024;

    private Resident() {}

    static long bytes(long pid) {
        try {
            return parse(Files.readAllLines(Path.of("/proc", String.valueOf(pid), "status")));
        } catch (IOException e) {
            throw new BenchmarkException("process " + pid + " can't be looked at: " + e.getMessage(), e);
        }
    }

    static long parse(List<String> status) {
        for (String line : status) {
            if (line.startsWith("VmRSS:")) {
                return Long.parseLong(line.replaceAll("[^0-9]", "")) * KILO;
            }
        }
        throw new BenchmarkException("the kernel does not say what is resident");
    }
}
