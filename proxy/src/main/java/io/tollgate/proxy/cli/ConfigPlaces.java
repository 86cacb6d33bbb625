package io.tollgate.proxy.cli;

import io.tollgate.config.Position;
import io.tollgate.config.yaml.YamlNode;
import io.tollgate.config.yaml.YamlNode.Entry;
import io.tollgate.config.yaml.YamlNode.YamlList;
import io.tollgate.config.yaml.YamlNode.YamlMap;
import io.tollgate.config.yaml.YamlNode.YamlScalar;
import io.tollgate.config.yaml.YamlReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Where things stand in a configuration that was read and found in order. Immutable. */
final class ConfigPlaces {
    private final Path file;
    private final Position start;
    private final @Nullable YamlNode root;

    private ConfigPlaces(Path file, @Nullable YamlNode root) {
        this.file = file;
        this.start = new Position(file.toString(), 1, 1);
        this.root = root;
    }

    /** Of this file; if it can't be read any more, everything stands at its start. */
    static ConfigPlaces of(Path file) {
        try {
            return new ConfigPlaces(file, YamlReader.read(file.toString(), Files.readString(file), problem -> {}));
        } catch (IOException e) {
            return new ConfigPlaces(file, null);
        }
    }

    /** A place and the path of the key that stands there. */
    record Found(Position at, String key) {}

    /** Where a top-level key stands, or the start of the file. */
    Found key(String name) {
        if (root instanceof YamlMap map) {
            for (Entry entry : map.entries()) {
                if (entry.key().equals(name)) {
                    return new Found(entry.at(), name);
                }
            }
        }
        return new Found(start, name);
    }

    /** What a top-level key says, or {@code otherwise} where it says nothing or no text. */
    String text(String name, String otherwise) {
        if (root instanceof YamlMap map) {
            for (Entry entry : map.entries()) {
                if (entry.key().equals(name) && entry.value() instanceof YamlScalar scalar) {
                    return scalar.text();
                }
            }
        }
        return otherwise;
    }

    /** Where a file is named, or the start of the file. */
    Found naming(Path named) {
        Found found =
                root == null ? null : find(root, "", named.toAbsolutePath().normalize());
        return found == null ? new Found(start, "(file)") : found;
    }

    private @Nullable Found find(YamlNode node, String key, Path named) {
        if (node instanceof YamlScalar scalar) {
            return resolvesTo(scalar.text(), named) ? new Found(scalar.at(), key) : null;
        }
        if (node instanceof YamlList list) {
            for (int i = 0; i < list.items().size(); i++) {
                Found found = find(list.items().get(i), key + "[" + i + "]", named);
                if (found != null) {
                    return found;
                }
            }
        }
        if (node instanceof YamlMap map) {
            for (Entry entry : map.entries()) {
                Found found = find(entry.value(), key.isEmpty() ? entry.key() : key + "." + entry.key(), named);
                if (found != null) {
                    return found;
                }
            }
        }
        return null;
    }

    private boolean resolvesTo(String text, Path named) {
        try {
            return file.toAbsolutePath().resolveSibling(text).normalize().equals(named);
        } catch (InvalidPathException e) {
            return false;
        }
    }
}
