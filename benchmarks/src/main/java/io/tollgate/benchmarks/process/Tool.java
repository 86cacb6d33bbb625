package io.tollgate.benchmarks.process;

import io.tollgate.benchmarks.BenchmarkException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Programs that run to their end: where they are, and what they said. Stateless. */
public final class Tool {
    private static final List<String> BESIDE_PATH = List.of("/usr/local/sbin", "/usr/sbin", "/sbin");

    private static final int LONGEST_WORD = 80;
    private static final int MOST_WORDS = 8;

    private Tool() {}

    /** Where a program is; null where it is not installed. Debian's servers are not on everybody's PATH. */
    public static @Nullable Path find(String name) {
        String path = System.getenv().getOrDefault("PATH", "");
        return Stream.concat(Arrays.stream(path.split(":", -1)), BESIDE_PATH.stream())
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst()
                .orElse(null);
    }

    /** Where a program is that nothing goes without; its package is named where it is missing. */
    public static Path need(String name, String debianPackage) {
        Path found = find(name);
        if (found == null) {
            throw new BenchmarkException(name + " is missing; install the package " + debianPackage);
        }
        return found;
    }

    /** Runs it to its end, at most so long. */
    public static Output run(List<String> command, Duration limit) {
        return run(command, limit, "");
    }

    /** The same, with something on its standard input. */
    public static Output run(List<String> command, Duration limit, String input) {
        Path said = null;
        try {
            said = Files.createTempFile("tollgate-bench", ".out");
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(said.toFile())
                    .start();
            try (var in = process.getOutputStream()) {
                in.write(input.getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                // It did not want to read: what it says tells why.
            }
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
                throw new BenchmarkException(name(command) + " did not end within " + limit.toSeconds() + " s");
            }
            return new Output(command, process.exitValue(), Files.readString(said));
        } catch (IOException e) {
            throw new BenchmarkException(name(command) + " can't be run: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchmarkException("interrupted", e);
        } finally {
            delete(said);
        }
    }

    private static void delete(@Nullable Path file) {
        try {
            if (file != null) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new BenchmarkException(file + " can't be deleted", e);
        }
    }

    private static String name(List<String> command) {
        return command.stream()
                .filter(word -> word.length() < LONGEST_WORD) // class paths help nobody
                .limit(MOST_WORDS)
                .collect(Collectors.joining(" "));
    }

    /**
     * What a program left behind.
     *
     * @param text standard output and errors, as they came
     */
    public record Output(List<String> command, int exit, String text) {
        /** The text, where it ended well. */
        public String orFail(String what) {
            if (exit != 0) {
                throw new BenchmarkException(
                        what + ": " + name(command) + " ended with " + exit + ", saying\n" + text.strip());
            }
            return text;
        }
    }
}
