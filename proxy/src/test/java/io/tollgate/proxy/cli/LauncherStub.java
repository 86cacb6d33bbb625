package io.tollgate.proxy.cli;

import java.lang.management.ManagementFactory;
import java.util.List;

/** What a launcher under test starts: says how it was started, and fails its rehearsal where told to. */
public final class LauncherStub {
    private LauncherStub() {}

    public static void main(String[] words) throws InterruptedException {
        System.out.println("words: " + List.of(words));
        ManagementFactory.getRuntimeMXBean()
                .getInputArguments()
                .forEach(option -> System.out.println("option: " + option));
        boolean mustFail =
                System.getenv("LAUNCHER_STUB_FAILS") != null && List.of(words).contains("rehearse");
        System.exit(mustFail ? 3 : 0);
    }
}
