package io.tollgate.config.reader;

import io.tollgate.config.Environment;
import io.tollgate.config.Position;
import io.tollgate.config.Problem;
import java.nio.file.Path;
import java.util.List;

/** Reads the YAML file and what it includes. Never throws for what the files hold. */
public final class ConfigReader {

    private ConfigReader() {}

    /** Reads a file; places in problems name it as it is given here. */
    public static ReadResult read(Path file, Environment environment) {
        String home = environment.variable("HOME");
        Position start = new Position(home == null ? "" : file.toString(), 1, 1);
        return new ReadResult.Problems(
                List.of(new Problem(start, "(file)", "can't be read by this build", "wait for the next commit")));
    }
}
