package io.tollgate.config.schema;

import io.tollgate.config.schema.Key.Presence;
import io.tollgate.config.schema.ValueType.ListType;
import io.tollgate.config.schema.ValueType.NamedType;
import io.tollgate.config.schema.ValueType.ScalarType;
import io.tollgate.config.schema.ValueType.TableType;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The reference: a YAML file with every key of this release, its default and one line why. A key that is off when left
 * out stands there as a comment.
 */
public final class Reference {

    private static final int COMMENT_AT = 50;

    private final StringBuilder yaml = new StringBuilder();

    private Reference() {}

    /** The file, which loads where its two certificate files exist. */
    public static String write() {
        Reference reference = new Reference();
        reference.yaml.append("""
            # Every key of this release, with its default and why it is there. What stands in a comment is off when left out.
            # Durations are written 500ms, 10s, 10m, 1h, 7d; sizes 64KB (1000 bytes each) or 64KiB (1024); rates 30/s, 30/m, 30/h, 30/d.
            """);
        reference.table(GatewayKeys.TABLE, "", false);
        return reference.yaml.toString();
    }

    private void table(TableType table, String indent, boolean off) {
        for (Key<?> key : table.keys()) {
            if (!key.isLater()) {
                key(key, indent, off || isOff(key, table));
            }
        }
    }

    private void key(Key<?> key, String indent, boolean off) {
        ValueType<?> type = key.type();
        if (type instanceof NamedType named) {
            line(indent, key.name() + ":", key.why(), off);
            named(named, indent + "  ", off);
        } else if (type instanceof ListType<?> list
                && list.item() instanceof TableType table
                && table.shortForm() == null) {
            line(indent, key.name() + ":", key.why(), off);
            int first = yaml.length();
            table(table, indent + "    ", off);
            int dash = first + (off ? 2 : 0) + indent.length() + 2;
            yaml.setCharAt(dash, '-');
        } else if (type instanceof TableType table) {
            line(indent, key.name() + ":", key.why(), off);
            table(table, indent + "  ", off);
        } else {
            line(indent, key.name() + ": " + value(key), key.why(), off);
        }
    }

    private void named(NamedType named, String indent, boolean off) {
        line(
                indent,
                named.value() instanceof ScalarType<?> ? named.example() : named.example() + ":",
                named.name().equals(Texts.SETTING) ? "the path of the key it is about" : "a name that you choose",
                off);
        if (named.value() instanceof NamedType inner) {
            named(inner, indent + "  ", off);
        } else if (named.value() instanceof TableType table) {
            table(table, indent + "  ", off);
        }
    }

    private void line(String indent, String text, String why, boolean off) {
        String start = (off ? "# " : "") + indent + text;
        yaml.append(start);
        yaml.append(" ".repeat(Math.max(1, COMMENT_AT - start.length())));
        yaml.append("# ").append(why).append('\n');
    }

    /** Whether a key stands in a comment: what it describes is not there by default. */
    private static boolean isOff(Key<?> key, TableType table) {
        if (table.either().stream().anyMatch(keys -> keys.contains(key.name()))) {
            return !table.either().get(0).contains(key.name());
        }
        if (key.presence() == Presence.OFF) {
            return true;
        }
        if (key.presence() != Presence.OPTIONAL || key.type() instanceof NamedType) {
            return false;
        }
        return !(key.type() instanceof TableType inner)
                || inner.keys().stream().anyMatch(k -> k.presence() == Presence.REQUIRED)
                || inner.keys().stream().allMatch(k -> k.isLater() || isOff(k, inner));
    }

    /** What holds where a key is left out, as the document says it. */
    static String standard(Key<?> key) {
        return switch (key.presence()) {
            case REQUIRED -> "required";
            case DEFAULTED -> "`" + value(key) + "`";
            case OPTIONAL, OFF, LATER -> "left out";
        };
    }

    private static <T> String value(Key<T> key) {
        if (key.fallback() == null) {
            return String.valueOf(key.example());
        }
        return text(key.type(), key.fallback());
    }

    private static <T> String text(ValueType<T> type, T value) {
        if (type instanceof ScalarType<T> scalar) {
            return scalar.printer().apply(value);
        }
        if (type instanceof ListType<?> list && value instanceof List<?> items) {
            return items.stream().map(item -> item(list, item)).collect(Collectors.joining(", ", "[", "]"));
        }
        throw new IllegalArgumentException("only single values and lists have defaults");
    }

    @SuppressWarnings("unchecked") // the default of a key is of its type
    private static <T> String item(ListType<T> list, Object item) {
        return text(list.item(), (T) item);
    }
}
