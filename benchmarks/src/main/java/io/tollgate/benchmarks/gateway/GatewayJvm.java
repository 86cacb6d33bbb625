package io.tollgate.benchmarks.gateway;

import io.tollgate.benchmarks.BenchmarkException;
import io.tollgate.benchmarks.process.Tool;
import io.tollgate.proxy.cli.Main;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The JVM of a gateway as the launcher would start it: what is measured is what runs in production. Immutable.
 *
 * @param words java itself, and its options
 */
public record GatewayJvm(List<String> words) {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    /** Takes a copy. */
    public GatewayJvm {
        words = List.copyOf(words);
    }

    /** Asks the launcher of this checkout, which is where this was built unless it says otherwise. */
    public static GatewayJvm ofLauncher() {
        Path checkout = Path.of(System.getProperty("tollgate.checkout", "")).toAbsolutePath();
        Path launcher = checkout.resolve("tollgate");
        if (!Files.isExecutable(launcher)) {
            throw new BenchmarkException(launcher + " is missing: run benchmarks by the launcher, ./tollgate bench");
        }
        return ofLauncher(launcher);
    }

    /** Asks this launcher. */
    public static GatewayJvm ofLauncher(Path launcher) {
        return new GatewayJvm(Tool.run(List.of(launcher.toString(), "--gateway-jvm"), LIMIT)
                .orFail("the launcher does not say how it starts a gateway")
                .lines()
                .filter(line -> !line.isBlank())
                .toList());
    }

    /** {@code tollgate run}, from the class path of this process. */
    public List<String> run(Path yaml) {
        return command(words, "run", "--config", yaml.toString());
    }

    /** Another command of Tollgate's, which is over soon. */
    public List<String> brief(String... command) {
        return command(List.of(words.get(0), "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"), command);
    }

    /** What java says of itself. */
    public String version() {
        List<String> lines = Tool.run(List.of(words.get(0), "-version"), LIMIT)
                .orFail("java does not run")
                .lines()
                .filter(line -> line.contains("Runtime Environment"))
                .toList();
        return (lines.isEmpty() ? words.get(0) : lines.get(0)) + ", "
                + String.join(" ", words.subList(1, words.size()));
    }

    private static List<String> command(List<String> java, String... words) {
        List<String> command = new ArrayList<>(java);
        command.add("-cp");
        command.add(absolute(System.getProperty("java.class.path")));
        command.add(Main.class.getName());
        command.addAll(List.of(words));
        return command;
    }

    /** The processes have folders of their own. */
    private static String absolute(String classPath) {
        List<String> entries = new ArrayList<>();
        for (String entry : classPath.split(java.io.File.pathSeparator, -1)) {
            entries.add(
                    entry.isEmpty() ? entry : Path.of(entry).toAbsolutePath().toString());
        }
        return String.join(java.io.File.pathSeparator, entries);
    }
}
