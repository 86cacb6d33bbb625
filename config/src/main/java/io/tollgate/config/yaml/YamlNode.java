package io.tollgate.config.yaml;

import io.tollgate.config.Position;
import java.util.List;

/** A node of a YAML file and where it begins. Immutable. */
public sealed interface YamlNode {

    /** Where the node begins. */
    Position at();

    /** What a node is called when a message says that another was expected. */
    String words();

    /** Keys and values in the order of the file; a key may stand there twice. */
    record YamlMap(Position at, List<Entry> entries) implements YamlNode {

        public YamlMap {
            entries = List.copyOf(entries);
        }

        @Override
        public String words() {
            return "a map";
        }
    }

    /** A key, where it stands, and its value. */
    record Entry(String key, Position at, YamlNode value) {}

    /** Items in the order of the file. */
    record YamlList(Position at, List<YamlNode> items) implements YamlNode {

        public YamlList {
            items = List.copyOf(items);
        }

        @Override
        public String words() {
            return "a list";
        }
    }

    /** A single value, as it was written but for quotes. */
    record YamlScalar(Position at, String text, Kind kind) implements YamlNode {

        @Override
        public String words() {
            return switch (kind) {
                case TEXT -> "a text";
                case INTEGER -> "a number";
                case BOOLEAN -> "true or false";
                case NOTHING -> "empty";
            };
        }
    }

    /** What YAML takes a scalar for. */
    enum Kind {
        TEXT,
        INTEGER,
        BOOLEAN,
        NOTHING
    }
}
