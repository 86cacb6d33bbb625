package io.tollgate.config.reader;

import io.tollgate.config.Position;
import io.tollgate.config.schema.Key;
import io.tollgate.config.schema.ValueType.TableType;
import io.tollgate.config.yaml.YamlNode.Entry;
import io.tollgate.config.yaml.YamlNode.YamlMap;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Sorts the keys of a map into those of its table and those that are unknown, twice there, missing or not in this release. */
final class KnownKeys {

    private KnownKeys() {}

    /** The values of known keys by name. */
    static Map<String, Place> of(Place place, YamlMap map, TableType table) {
        Map<String, Key<?>> known = new HashMap<>();
        table.keys().forEach(key -> known.put(key.name(), key));
        Map<String, Place> values = new LinkedHashMap<>();
        for (Entry entry : once(place, map)) {
            Key<?> key = known.get(entry.key());
            if (key == null) {
                unknown(place, entry, table);
            } else if (key.isLater()) {
                tell(place, entry, "not in this release", "remove it");
            } else {
                values.put(key.name(), place.below(entry.key(), entry.value()));
            }
        }
        for (Key<?> key : table.keys()) {
            if (key.presence() == Key.Presence.REQUIRED
                    && map.entries().stream().noneMatch(e -> e.key().equals(key.name()))) {
                place.below(key.name(), map).problem("is missing", "add it: " + key.why());
            }
        }
        return values;
    }

    /** The entries, of those with the same key the first; the others are told. */
    static List<Entry> once(Place place, YamlMap map) {
        Map<String, Position> seen = new HashMap<>();
        List<Entry> entries = new ArrayList<>();
        for (Entry entry : map.entries()) {
            Position first = seen.putIfAbsent(entry.key(), entry.at());
            if (first == null) {
                entries.add(entry);
            } else {
                tell(place, entry, "stands here a second time, first at " + first, "keep one of them");
            }
        }
        return entries;
    }

    private static void unknown(Place place, Entry entry, TableType table) {
        List<String> names = table.keys().stream()
                .filter(key -> !key.isLater())
                .map(Key::name)
                .toList();
        tell(
                place,
                entry,
                "unknown key",
                Nearest.remedy(entry.key(), names, "remove it; known here are " + String.join(", ", names)));
    }

    private static void tell(Place place, Entry entry, String what, String remedy) {
        Place below = place.below(entry.key(), entry.value());
        below.findings().add(entry.at(), below.key(), what, remedy);
    }
}
