package io.tollgate.config.reader;

import io.tollgate.config.schema.Key;
import io.tollgate.config.schema.ValueType.ListType;
import io.tollgate.config.schema.ValueType.NamedType;
import io.tollgate.config.schema.ValueType.ScalarType;
import io.tollgate.config.schema.ValueType.TableType;
import io.tollgate.config.yaml.YamlNode.Entry;
import io.tollgate.config.yaml.YamlNode.Kind;
import io.tollgate.config.yaml.YamlNode.YamlList;
import io.tollgate.config.yaml.YamlNode.YamlMap;
import io.tollgate.config.yaml.YamlNode.YamlScalar;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A map of the file, read by its table of keys. Whatever is wrong is told once and the default is given in its place, so
 * that reading goes on to the next problem.
 */
final class Section {

    private final Place place;
    private final Map<String, Place> values;

    private Section(Place place, Map<String, Place> values) {
        this.place = place;
        this.values = values;
    }

    /** Reads a map; an empty section after telling where it is none. */
    static Section of(Place place, TableType table) {
        if (place.node() instanceof YamlMap map) {
            return new Section(place, KnownKeys.of(place, map, table));
        }
        if (table.shortForm() != null && table.shortKey() == null && place.node() instanceof YamlScalar) {
            place.scalar(table.shortForm()); // A word for the defaults: told where it is none.
            return absent(place);
        }
        if (table.shortForm() != null && table.shortKey() != null && place.node() instanceof YamlScalar) {
            return new Section(place, Map.of(table.shortKey().name(), place));
        }
        place.wrong(
                table.shortForm() == null
                        ? "a map of keys and values"
                        : table.shortForm().form() + " or a map");
        return new Section(place, Map.of());
    }

    /** A section that nobody wrote: all defaults. */
    private static Section absent(Place place) {
        return new Section(place, Map.of());
    }

    Place place() {
        return place;
    }

    boolean has(Key<?> key) {
        return values.containsKey(key.name());
    }

    /** The value's place, or this section's where the key is left out. */
    Place place(Key<?> key) {
        Place value = values.get(key.name());
        return value != null ? value : place.below(key.name(), place.node());
    }

    /** A single value that has a default. */
    <T> T get(Key<T> key) {
        T value = find(key);
        return value != null ? value : Objects.requireNonNull(key.fallback(), key.name());
    }

    /** A single value that is that of something wider where it is left out. */
    <T> T get(Key<T> key, T outer) {
        T value = find(key);
        return value != null ? value : outer;
    }

    /** A single value, null where it is left out or wrong. */
    <T> @Nullable T find(Key<T> key) {
        Place value = values.get(key.name());
        return value != null && key.type() instanceof ScalarType<T> scalar ? value.scalar(scalar) : null;
    }

    /** A single value with its place, null where it is left out or wrong. */
    <T> @Nullable Placed<T> placed(Key<T> key) {
        T value = find(key);
        return value == null ? null : new Placed<>(value, place(key));
    }

    /** The single values of a list; wrong ones are told and left out. */
    <T> List<Placed<T>> list(Key<List<T>> key) {
        List<Placed<T>> read = new ArrayList<>();
        if (key.type() instanceof ListType<T> list && list.item() instanceof ScalarType<T> scalar) {
            for (Place item : items(key)) {
                T value = item.scalar(scalar);
                if (value != null) {
                    read.add(new Placed<>(value, item));
                }
            }
        }
        return read;
    }

    /** The tables of a list. */
    List<Section> tables(Key<List<TableType>> key) {
        return key.type() instanceof ListType<TableType> list && list.item() instanceof TableType table
                ? tables(key, table)
                : List.of();
    }

    /** The same read by a table of more keys, where one of those is told better than as unknown. */
    List<Section> tables(Key<List<TableType>> key, TableType wider) {
        return items(key).stream().map(item -> of(item, wider)).toList();
    }

    private List<Place> items(Key<?> key) {
        Place value = values.get(key.name());
        if (value == null) {
            return List.of();
        }
        if (value.key().equals(place.key())) {
            return List.of(value); // The short form of the whole table.
        }
        if (!(value.node() instanceof YamlList list)) {
            if (key.type() instanceof ListType<?> type && type.mayBeOne()) {
                return List.of(value);
            }
            value.wrong("a list, such as [a, b]");
            return List.of();
        }
        List<Place> items = new ArrayList<>();
        for (int i = 0; i < list.items().size(); i++) {
            items.add(new Place(
                    value.findings(), value.key() + "[" + i + "]", list.items().get(i)));
        }
        if (items.isEmpty() && key.type() instanceof ListType<?> type && !type.mayBeEmpty()) {
            value.problem("is an empty list", "name at least one, or leave out the key");
        }
        return items;
    }

    /** A table, all defaults where it is left out. */
    Section table(Key<TableType> key) {
        Place value = values.get(key.name());
        if (value == null) {
            return absent(place(key));
        }
        return key.type() instanceof TableType table ? of(value, table) : absent(value);
    }

    /** The tables below names that the operator chose, in the order of the file; misnamed ones are told and left out. */
    List<Named> named(Key<NamedType> key) {
        Place value = values.get(key.name());
        return value != null && key.type() instanceof NamedType type ? named(value, type) : List.of();
    }

    /** The single values below names that the operator chose; misnamed and wrong ones are told and left out. */
    <T> List<Single<T>> singles(Key<NamedType> key, ScalarType<T> type) {
        List<Single<T>> singles = new ArrayList<>();
        Place value = values.get(key.name());
        if (value != null && key.type() instanceof NamedType named) {
            below(value, named, Function.identity(), (name, place) -> {
                T read = place.scalar(type);
                if (read != null) {
                    singles.add(new Single<>(name, read));
                }
            });
        }
        return singles;
    }

    /** The same where names stand below names. */
    List<Nested> nested(Key<NamedType> key) {
        List<Nested> nested = new ArrayList<>();
        Place value = values.get(key.name());
        if (value != null && key.type() instanceof NamedType outer && outer.value() instanceof NamedType inner) {
            below(value, outer, place -> named(place, inner), (name, below) -> nested.add(new Nested(name, below)));
        }
        return nested;
    }

    private static List<Named> named(Place value, NamedType type) {
        List<Named> sections = new ArrayList<>();
        if (type.value() instanceof TableType table) {
            below(value, type, place -> of(place, table), (name, below) -> sections.add(new Named(name, below)));
        }
        return sections;
    }

    private static <T> void below(
            Place value, NamedType type, Function<Place, T> reader, BiConsumer<Placed<String>, T> found) {
        if (!(value.node() instanceof YamlMap map)) {
            value.wrong("a map of names");
            return;
        }
        for (Entry entry : KnownKeys.once(value, map)) {
            Place name = value.below(entry.key(), new YamlScalar(entry.at(), entry.key(), Kind.TEXT));
            T read = reader.apply(value.below(entry.key(), entry.value()));
            if (name.scalar(type.name()) != null) {
                found.accept(new Placed<>(entry.key(), name), read);
            }
        }
    }

    /** A table and the name it stands under; the place of the name is that of the key. */
    record Named(Placed<String> name, Section section) {}

    /** A single value and the name it stands under. */
    record Single<T>(Placed<String> name, T value) {}

    /** The tables below a name, each under a name of its own. */
    record Nested(Placed<String> name, List<Named> values) {}
}
