package io.tollgate.config.reader;

import io.tollgate.config.Environment;
import io.tollgate.config.Position;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What the values of one file refer to.
 *
 * @param folder of the file, absolute: relative paths begin there
 */
record Source(Path folder, Environment environment) {

    /** The same for another file of the configuration, whose relative paths begin beside it. */
    Source of(Position position) {
        Path file = Path.of(position.file()).toAbsolutePath().normalize();
        return new Source(file.getParent() == null ? folder : file.getParent(), environment);
    }

    /** The absolute path that a value means, or null after telling that it is none. */
    @Nullable
    Path path(Placed<String> text) {
        try {
            return folder.resolve(text.value()).normalize();
        } catch (InvalidPathException e) {
            text.problem("is not a path", "write the path of a file, relative to this one or absolute");
            return null;
        }
    }

    /** The absolute path of a file that can be read, or null after telling why it can't. */
    @Nullable
    Path readable(Placed<String> text) {
        Path path = path(text);
        if (path == null) {
            return null;
        }
        String what = !Files.exists(path)
                ? "does not exist"
                : !Files.isRegularFile(path) ? "is not a file" : !Files.isReadable(path) ? "can't be read" : "";
        if (what.isEmpty()) {
            return path;
        }
        text.problem("\"" + text.value() + "\" " + what, "check the path " + path + " and its owner and mode");
        return null;
    }
}
