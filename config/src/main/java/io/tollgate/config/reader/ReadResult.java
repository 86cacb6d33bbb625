package io.tollgate.config.reader;

import io.tollgate.config.GatewayConfig;
import io.tollgate.config.Problem;
import java.util.List;

/** What reading a configuration comes to: all of it, or everything that is wrong with it. */
public sealed interface ReadResult {

    /** The file and its includes are in order. */
    record Loaded(GatewayConfig config) implements ReadResult {}

    /** At least one problem, in the order of the files. */
    record Problems(List<Problem> problems) implements ReadResult {

        public Problems {
            problems = List.copyOf(problems);
            if (problems.isEmpty()) {
                throw new IllegalArgumentException("no problem is not Problems");
            }
        }
    }
}
