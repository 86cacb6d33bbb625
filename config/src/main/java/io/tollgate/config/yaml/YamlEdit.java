package io.tollgate.config.yaml;

import io.tollgate.config.yaml.YamlNode.Entry;
import io.tollgate.config.yaml.YamlNode.YamlList;
import io.tollgate.config.yaml.YamlNode.YamlMap;
import io.tollgate.config.yaml.YamlNode.YamlScalar;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds, sets and takes out values of a file that was read, by the names of the maps they stand in. */
public final class YamlEdit {

    private YamlEdit() {}

    /** What stands at the end of a path, of a key that stands there twice the first; null where it leads nowhere. */
    public static @Nullable YamlNode find(YamlNode node, List<String> path) {
        if (path.isEmpty()) {
            return node;
        }
        YamlNode next = child(node, path.get(0));
        return next == null ? null : find(next, path.subList(1, path.size()));
    }

    private static @Nullable YamlNode child(YamlNode node, String name) {
        if (node instanceof YamlMap map) {
            return map.entries().stream()
                    .filter(entry -> entry.key().equals(name))
                    .map(Entry::value)
                    .findFirst()
                    .orElse(null);
        }
        return null;
    }

    /** The same with a value at a path, below maps that are made where they are missing; as it was where one is none. */
    public static YamlNode with(YamlNode node, List<String> path, YamlScalar value) {
        if (path.isEmpty()) {
            return value;
        }
        if (!(node instanceof YamlMap map)) {
            return node;
        }
        List<String> rest = path.subList(1, path.size());
        List<Entry> entries = new ArrayList<>(map.entries());
        for (int i = 0; i < entries.size(); i++) {
            Entry entry = entries.get(i);
            if (entry.key().equals(path.get(0))) {
                entries.set(i, new Entry(entry.key(), entry.at(), with(entry.value(), rest, value)));
                return new YamlMap(map.at(), entries);
            }
        }
        entries.add(new Entry(path.get(0), value.at(), with(new YamlMap(value.at(), List.of()), rest, value)));
        return new YamlMap(map.at(), entries);
    }

    /** The same without a key. */
    public static YamlNode without(YamlNode node, List<String> path) {
        if (!(node instanceof YamlMap map) || path.isEmpty()) {
            return node;
        }
        List<Entry> entries = new ArrayList<>();
        for (Entry entry : map.entries()) {
            if (!entry.key().equals(path.get(0))) {
                entries.add(entry);
            } else if (path.size() > 1) {
                YamlNode below = without(entry.value(), path.subList(1, path.size()));
                entries.add(new Entry(entry.key(), entry.at(), below));
            }
        }
        return new YamlMap(map.at(), entries);
    }

    /** The names in a map that a path leads to, once each; none where it leads to no map. */
    public static List<String> names(YamlNode node, List<String> path) {
        return find(node, path) instanceof YamlMap map
                ? map.entries().stream().map(Entry::key).distinct().toList()
                : List.of();
    }

    /** The items of a list that a path leads to; none where it leads to no list. */
    public static List<YamlNode> items(YamlNode node, List<String> path) {
        return find(node, path) instanceof YamlList list ? list.items() : List.of();
    }
}
