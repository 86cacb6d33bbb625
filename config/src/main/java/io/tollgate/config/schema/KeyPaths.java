package io.tollgate.config.schema;

import io.tollgate.config.schema.ValueType.NamedType;
import io.tollgate.config.schema.ValueType.TableType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds keys by the path under which problems name them. */
public final class KeyPaths {

    private KeyPaths() {}

    /** The key of this release that a path below the top of the file leads to; null where there is none. */
    public static @Nullable Key<?> find(List<String> path) {
        ValueType<?> type = GatewayKeys.TABLE;
        Key<?> found = null;
        for (String name : path) {
            if (type instanceof NamedType named) {
                found = null;
                type = named.value();
            } else {
                found = type instanceof TableType table ? key(table, name) : null;
                if (found == null) {
                    return null;
                }
                type = found.type();
            }
        }
        return found;
    }

    private static @Nullable Key<?> key(TableType table, String name) {
        return table.keys().stream()
                .filter(key -> key.name().equals(name) && !key.isLater())
                .findFirst()
                .orElse(null);
    }

    /** What a key is where it is left out, as it would be written; empty where it then is not there. */
    public static <T> String standard(Key<T> key) {
        return key.fallback() != null && key.type() instanceof ValueType.ScalarType<T> scalar
                ? scalar.printer().apply(key.fallback())
                : "";
    }
}
