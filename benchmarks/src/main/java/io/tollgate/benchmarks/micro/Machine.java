package io.tollgate.benchmarks.micro;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What this runs on, in the words of a report. Stateless. */
final class Machine {
    private Machine() {}

    /** Processors and system. */
    static String text() {
        return Runtime.getRuntime().availableProcessors() + " x " + processor() + ", " + System.getProperty("os.name")
                + " " + System.getProperty("os.version").split("-", 2)[0];
    }

    /** The JDK that runs this. */
    static String jdk() {
        return System.getProperty("java.vendor.version", System.getProperty("java.vm.name")) + " ("
                + System.getProperty("java.version") + ")";
    }

    private static String processor() {
        try {
            return Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
                    .filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse(System.getProperty("os.arch"));
        } catch (IOException e) {
            return System.getProperty("os.arch"); // Not on every system.
        }
    }
}
