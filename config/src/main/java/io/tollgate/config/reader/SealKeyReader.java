package io.tollgate.config.reader;

import io.tollgate.config.SealKey;
import io.tollgate.config.Secret;
import io.tollgate.config.schema.GatewayKeys;
import java.io.IOException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads {@code keys.seal}, a reference to a secret and never the secret itself. */
final class SealKeyReader {

    private static final Pattern REFERENCE = Pattern.compile("\\$\\{(env|file):([^}]+)\\}");

    private SealKeyReader() {}

    /** Null after telling why there is no key. */
    static @Nullable SealKey read(Section gateway, Source source, Path data) {
        Section keys = gateway.table(GatewayKeys.KEYS);
        Placed<String> text = keys.placed(GatewayKeys.SEAL);
        if (text == null) {
            SealKey.Generated key = new SealKey.Generated(source.folder().resolve("tollgate.key"));
            if (isBelow(data, key.path())) {
                gateway.place(GatewayKeys.DATA)
                        .problem(
                                "holds the place of the seal key, " + key.path(),
                                "choose a folder of its own for data");
            }
            return key;
        }
        Matcher reference = REFERENCE.matcher(text.value());
        if (!reference.matches()) {
            text.problem(
                    "is not a reference to a secret", "write ${env:NAME} or ${file:path}, never the secret itself");
            return null;
        }
        return reference.group(1).equals("env")
                ? inline(text, reference.group(2), source)
                : inFile(new Placed<>(reference.group(2), text.place()), source, data);
    }

    private static @Nullable SealKey inline(Placed<String> text, String name, Source source) {
        String value = source.environment().variable(name);
        if (value == null || value.isEmpty()) {
            text.problem("the environment variable " + name + " is not set", "set it for the process that is started");
            return null;
        }
        return new SealKey.Inline(Secret.of(value));
    }

    private static @Nullable SealKey inFile(Placed<String> path, Source source, Path data) {
        Path file = source.readable(path);
        if (file == null) {
            return null;
        }
        if (isBelow(data, file)) {
            path.problem("lies below data, beside what it seals", "keep it in another folder");
            return null;
        }
        return new SealKey.InFile(file);
    }

    /** Also where one of the two is reached through a symbolic link. */
    private static boolean isBelow(Path data, Path file) {
        return file.startsWith(data) || real(file).startsWith(real(data));
    }

    private static Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException e) {
            // What does not exist yet is where its folder really is.
            Path folder = path.getParent();
            return folder == null ? path : real(folder).resolve(path.getFileName());
        }
    }
}
