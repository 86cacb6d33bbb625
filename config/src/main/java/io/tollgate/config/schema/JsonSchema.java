package io.tollgate.config.schema;

import io.tollgate.config.schema.ValueType.ListType;
import io.tollgate.config.schema.ValueType.NamedType;
import io.tollgate.config.schema.ValueType.ScalarType;
import io.tollgate.config.schema.ValueType.TableType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The JSON Schema of the YAML (draft 2020-12), for editors: made from the table of keys, and no looser than it. */
public final class JsonSchema {

    private JsonSchema() {}

    /** The schema of a file with everything in it but what other files include. */
    public static String write() {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.put("title", "Tollgate");
        schema.put("description", "What an operator declares of a Tollgate gateway");
        schema.putAll(table(GatewayKeys.TABLE));
        return JsonMapper.builder()
                        .enable(SerializationFeature.INDENT_OUTPUT)
                        .build()
                        .writeValueAsString(schema)
                + "\n";
    }

    private static Map<String, Object> of(ValueType<?> type) {
        if (type instanceof ScalarType<?> scalar) {
            return new TreeMap<>(scalar.schema());
        }
        if (type instanceof ListType<?> list) {
            return list(list);
        }
        if (type instanceof NamedType named) {
            return named(named);
        }
        TableType table = (TableType) type;
        return table.shortForm() == null
                ? table(table)
                : new LinkedHashMap<>(Map.of("anyOf", List.of(of(table.shortForm()), table(table))));
    }

    private static Map<String, Object> list(ListType<?> list) {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("type", "array");
        schema.put("items", of(list.item()));
        if (!list.mayBeEmpty()) {
            schema.put("minItems", 1);
        }
        return list.mayBeOne() ? new LinkedHashMap<>(Map.of("anyOf", List.of(of(list.item()), schema))) : schema;
    }

    private static Map<String, Object> named(NamedType named) {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("type", "object");
        schema.put("propertyNames", of(named.name()));
        schema.put("additionalProperties", of(named.value()));
        return schema;
    }

    private static Map<String, Object> table(TableType table) {
        Map<String, Object> properties = new LinkedHashMap<>();
        for (Key<?> key : table.keys()) {
            if (!key.isLater()) {
                properties.put(key.name(), key(key));
            }
        }
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("type", "object");
        schema.put("properties", properties);
        List<String> required = table.keys().stream()
                .filter(key -> key.presence() == Key.Presence.REQUIRED)
                .map(Key::name)
                .toList();
        if (!required.isEmpty()) {
            schema.put("required", required);
        }
        if (!table.either().isEmpty()) {
            schema.put(
                    "oneOf",
                    table.either().stream()
                            .map(keys -> Map.of("required", keys))
                            .toList());
        }
        schema.put("additionalProperties", false);
        return schema;
    }

    private static <T> Map<String, Object> key(Key<T> key) {
        Map<String, Object> schema = of(key.type());
        schema.put("description", key.why());
        if (key.fallback() != null) {
            schema.put("default", value(key.type(), key.fallback()));
        }
        return schema;
    }

    private static <T> Object value(ValueType<T> type, T value) {
        if (type instanceof ScalarType<T> scalar) {
            return value instanceof Integer || value instanceof Boolean
                    ? value
                    : scalar.printer().apply(value);
        }
        if (type instanceof ListType<?> list && value instanceof List<?> items) {
            return items.stream().map(item -> item(list, item)).toList();
        }
        throw new IllegalArgumentException("only single values and lists have defaults");
    }

    @SuppressWarnings("unchecked") // the default of a key is of its type
    private static <T> Object item(ListType<T> list, Object item) {
        return value(list.item(), (T) item);
    }
}
