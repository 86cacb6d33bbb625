package io.tollgate.benchmarks.measure;

import io.tollgate.benchmarks.BenchmarkException;
import io.tollgate.benchmarks.process.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Memory that a process needs, in bytes: of a JVM the live heap after a full collection, and everything resident outside the
 * heap; of anything else what its process tree alone has resident. Immutable.
 *
 * @param liveHeap what is left in a JVM's heap after a full collection; 0 of anything else
 * @param outside what is resident outside the heap
 */
public record Memory(long liveHeap, long outside) {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Pattern MAPPING = Pattern.compile("^([0-9a-f]+)-([0-9a-f]+) .*");
    private static final Pattern RESIDENT = Pattern.compile("^Private_(?:Clean|Dirty): *([0-9]+) kB");
    private static final Pattern SPACE = Pattern.compile("\\[0x([0-9a-f]+), ?(?:0x[0-9a-f]+, ?)?0x([0-9a-f]+)\\)");
    private static final Pattern USED = Pattern.compile("used ([0-9]+)K");
    private static final int KILO = 1024;

    /** Heap and all else. */
    public long total() {
        return liveHeap + outside;
    }

    /** Of a server that is no JVM, with its workers. */
    public static Memory ofNative(long pid) {
        long bytes = 0;
        for (ProcessHandle process : Cpu.tree(pid)) {
            bytes += resident(process.pid(), List.of());
        }
        return new Memory(0, bytes);
    }

    /** Of a JVM; it collects all garbage before. Needs jcmd of the JDK that runs this. */
    public static Memory ofJvm(long pid) {
        jcmd(pid, "GC.run");
        jcmd(pid, "GC.run");
        String heap = jcmd(pid, "GC.heap_info");
        return new Memory(used(heap), resident(pid, spaces(heap)));
    }

    private static String jcmd(long pid, String word) {
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        return Tool.run(List.of(jcmd.toString(), String.valueOf(pid), word), LIMIT)
                .orFail("the heap of process " + pid + " can't be looked at");
    }

    /** What all generations hold together; not the metaspace, which is no heap. */
    static long used(String heapInfo) {
        long kilobytes = 0;
        for (String line : heapInfo.lines().toList()) {
            Matcher used = USED.matcher(line);
            boolean isGeneration = line.contains("total ") && line.contains("[0x");
            if (isGeneration && used.find()) {
                kilobytes += Long.parseLong(used.group(1));
            }
        }
        return kilobytes * KILO;
    }

    /** Where the heap lies. */
    static List<long[]> spaces(String heapInfo) {
        List<long[]> spaces = new ArrayList<>();
        for (String line : heapInfo.lines().toList()) {
            Matcher space = SPACE.matcher(line);
            if (line.contains("total ") && space.find()) {
                spaces.add(new long[] {address(space.group(1)), address(space.group(2))});
            }
        }
        return spaces;
    }

    private static long address(String hex) {
        return Long.parseUnsignedLong(hex, 16);
    }

    private static long resident(long pid, List<long[]> without) {
        try {
            return resident(Files.readAllLines(Path.of("/proc/" + pid + "/smaps")), without);
        } catch (IOException e) {
            throw new BenchmarkException("the memory of process " + pid + " can't be read: " + e.getMessage(), e);
        }
    }

    static long resident(List<String> smaps, List<long[]> without) {
        long kilobytes = 0;
        boolean isCounted = true;
        for (String line : smaps) {
            Matcher mapping = MAPPING.matcher(line);
            if (mapping.matches()) {
                long from = address(mapping.group(1));
                long to = address(mapping.group(2));
                isCounted = without.stream().noneMatch(space -> from < space[1] && to > space[0]);
                continue;
            }
            Matcher resident = RESIDENT.matcher(line);
            if (isCounted && resident.find()) {
                kilobytes += Long.parseLong(resident.group(1));
            }
        }
        return kilobytes * KILO;
    }
}
