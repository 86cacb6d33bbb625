package io.tollgate.benchmarks.peers;

import io.tollgate.benchmarks.process.Tool;
import java.time.Duration;
import java.util.List;

/** What programs say of their versions. Stateless. */
final class Versions {
    private static final Duration LIMIT = Duration.ofSeconds(15);

    private Versions() {}

    /** The first line with this mark, from the mark on; all of it where there is none. */
    static String line(List<String> command, String mark) {
        String said = Tool.run(command, LIMIT).text();
        return said.lines()
                .filter(line -> line.contains(mark))
                .map(line -> line.substring(line.indexOf(mark)).strip())
                .findFirst()
                .orElse(said.strip());
    }
}
