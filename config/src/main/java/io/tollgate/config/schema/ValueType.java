package io.tollgate.config.schema;

import io.tollgate.config.MalformedValueException;
import io.tollgate.config.yaml.YamlNode.Kind;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What the value of a key may be. Immutable. */
public sealed interface ValueType<T> {

    /**
     * A single value.
     *
     * @param form what is expected, in words: {@code a duration such as 10m}
     * @param kinds what YAML may take it for
     * @param laterAsMap whether a map in its place is a form of the contract that this release does not have
     * @param parser from the text to the value; throws {@link MalformedValueException} with what is wrong and what to do
     * @param printer from the value to the text
     * @param schema the same in JSON Schema
     */
    record ScalarType<T>(
            String form,
            List<Kind> kinds,
            boolean laterAsMap,
            Function<String, T> parser,
            Function<T, String> printer,
            Map<String, Object> schema)
            implements ValueType<T> {

        public ScalarType {
            kinds = List.copyOf(kinds);
            schema = Map.copyOf(schema);
        }

        /** The same, where the contract also knows a map. */
        ScalarType<T> orMapLater() {
            return new ScalarType<>(form, kinds, true, parser, printer, schema);
        }
    }

    /**
     * A list of single values, or of tables.
     *
     * @param mayBeOne whether a single value may stand in place of a list of one
     */
    record ListType<T>(ValueType<T> item, boolean mayBeEmpty, boolean mayBeOne) implements ValueType<List<T>> {

        ListType(ValueType<T> item, boolean mayBeEmpty) {
            this(item, mayBeEmpty, false);
        }

        /** At least one, which may stand there without being a list. */
        static <T> ListType<T> orOne(ScalarType<T> item) {
            return new ListType<>(item, false, true);
        }
    }

    /**
     * A map with known keys.
     *
     * @param shortForm a single value that may stand in its place
     * @param shortKey the key of the table whose only value the short form is; null where it is a word for the defaults
     * @param either of two sets of keys exactly one is needed; empty where there is no such choice
     */
    record TableType(
            List<Key<?>> keys,
            @Nullable ScalarType<?> shortForm,
            @Nullable Key<?> shortKey,
            List<List<String>> either) implements ValueType<TableType> {

        public TableType {
            keys = List.copyOf(keys);
            either = List.copyOf(either);
        }

        static TableType of(Key<?>... keys) {
            return new TableType(List.of(keys), null, null, List.of());
        }
    }

    /**
     * A map whose keys are names that the operator chooses.
     *
     * @param value of each name: a table, such a map again, or a single value
     * @param example a name; with its value where that is single
     */
    record NamedType(ScalarType<String> name, ValueType<?> value, String example) implements ValueType<NamedType> {}
}
