package io.tollgate.config.reader;

import io.tollgate.config.MalformedValueException;
import io.tollgate.config.Position;
import io.tollgate.config.schema.ValueType.ScalarType;
import io.tollgate.config.yaml.YamlNode;
import io.tollgate.config.yaml.YamlNode.Kind;
import io.tollgate.config.yaml.YamlNode.YamlMap;
import io.tollgate.config.yaml.YamlNode.YamlScalar;
import org.jspecify.annotations.Nullable;

/**
 * A value of the file with the path of its key: where problems about it are told.
 *
 * @param key such as {@code apps.billing.hosts[0]}
 */
record Place(Findings findings, String key, YamlNode node) {

    Position at() {
        return node.at();
    }

    boolean isMap() {
        return node instanceof YamlMap;
    }

    void problem(String what, String remedy) {
        findings.add(at(), key.isEmpty() ? "(file)" : key, what, remedy);
    }

    /** What a name below this place is called in messages. */
    Place below(String name, YamlNode value) {
        return new Place(findings, key.isEmpty() ? name : key + "." + name, value);
    }

    /** The value, or null after telling why it is none. */
    <T> @Nullable T scalar(ScalarType<T> type) {
        if (type.laterAsMap() && node instanceof YamlMap) {
            problem("a map here is not in this release", "write " + type.form());
            return null;
        }
        if (!(node instanceof YamlScalar scalar) || !type.kinds().contains(scalar.kind())) {
            wrong(type.form());
            return null;
        }
        return parsed(scalar, type);
    }

    private <T> @Nullable T parsed(YamlScalar scalar, ScalarType<T> type) {
        if (scalar.text().chars().anyMatch(Character::isISOControl)) {
            problem("holds a line end or another control character", "write it on one line, as " + type.form());
            return null;
        }
        try {
            return type.parser().apply(scalar.text());
        } catch (MalformedValueException e) {
            problem(e.what(), e.remedy());
            return null;
        }
    }

    /** Tells that the value is of another kind than it should be. */
    void wrong(String expected) {
        boolean nothing = node instanceof YamlScalar scalar && scalar.kind() == Kind.NOTHING;
        problem(
                nothing ? "has no value" : "is " + node.words(),
                "write " + expected + (nothing ? ", or leave out the key" : ""));
    }
}
