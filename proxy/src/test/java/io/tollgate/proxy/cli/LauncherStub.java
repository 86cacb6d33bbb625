package io.tollgate.proxy.cli;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What a launcher under test starts: says how it was started, and fails its rehearsal where told to. */
public final class LauncherStub {
    private LauncherStub() {}

    public static void main(String[] words) throws IOException {
        System.out.println("words: " + List.of(words));
        ManagementFactory.getRuntimeMXBean()
                .getInputArguments()
                .forEach(option -> System.out.println("option: " + option));
        Files.readAllLines(Path.of("/proc/self/limits")).stream()
                .filter(limit -> limit.startsWith("Max core file size"))
                .forEach(System.out::println);
        boolean mustFail =
                System.getenv("LAUNCHER_STUB_FAILS") != null && List.of(words).contains("rehearse");
        System.exit(mustFail ? 3 : 0);
    }
}
