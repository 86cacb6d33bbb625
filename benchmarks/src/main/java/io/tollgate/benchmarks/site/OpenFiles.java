package io.tollgate.benchmarks.site;

import io.tollgate.benchmarks.BenchmarkException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * How many files and sockets a process may have open, and has. Immutable.
 *
 * @param soft what holds now
 * @param hard how far the process may raise it itself
 */
public record OpenFiles(long soft, long hard) {
    private static final String LIMIT = "Max open files";

    /** What a gateway keeps free of, and how many it needs for each client: one more for the application behind. */
    private static final int RESERVED = 256;

    private static final int EACH = 2;
    /** Opened by a JVM and a gateway before anybody comes. */
    private static final int OWN = 150;

    /** Of this process and what it starts. */
    public static OpenFiles ours() {
        try {
            return parse(Files.readAllLines(Path.of("/proc/self/limits")));
        } catch (IOException e) {
            throw new BenchmarkException("/proc/self/limits can't be read: Linux is needed", e);
        }
    }

    static OpenFiles parse(List<String> limits) {
        for (String line : limits) {
            if (line.startsWith(LIMIT)) {
                String[] words = line.substring(LIMIT.length()).strip().split("\\s+", -1);
                return new OpenFiles(number(words[0]), number(words[1]));
            }
        }
        throw new BenchmarkException("/proc/self/limits names no limit of open files");
    }

    private static long number(String word) {
        return word.equals("unlimited") ? Long.MAX_VALUE : Long.parseLong(word);
    }

    /** How many clients a gateway carries with them: it turns others away before it runs out. */
    public int clients() {
        return (int) Math.min(100_000, Math.max(0, (hard - OWN - RESERVED) / EACH));
    }

    /** Says what is missing for so many clients, and what to do; empty where nothing is. */
    public String shortfall(int clients) {
        if (clients() >= clients) {
            return "";
        }
        return String.format(
                Locale.ROOT,
                "a process may have %,d files open here, by which a gateway carries %,d clients (two files each and"
                        + " some to spare), not %,d: raise the limit (ulimit -n %d, as root or in limits.conf) for all of"
                        + " them",
                hard,
                clients(),
                clients,
                (long) clients * EACH + RESERVED + OWN);
    }

    /** How many sockets a process has open. */
    public static int sockets(long pid) {
        try (Stream<Path> files = Files.list(Path.of("/proc", String.valueOf(pid), "fd"))) {
            return (int) files.filter(OpenFiles::isSocket).count();
        } catch (IOException e) {
            throw new BenchmarkException("process " + pid + " can't be looked at: " + e.getMessage(), e);
        }
    }

    private static boolean isSocket(Path file) {
        try {
            return Files.readSymbolicLink(file).toString().startsWith("socket:");
        } catch (IOException e) {
            return false; // closed meanwhile
        }
    }
}
