package io.tollgate.config.schema;

import io.tollgate.config.schema.ValueType.ListType;
import io.tollgate.config.schema.ValueType.TableType;
import java.util.List;

/** The keys of a rule that is more than a pattern; a pattern alone is the short form. */
public final class RuleKeys {

    public static final Key<String> MATCH =
            Key.required("match", Texts.PATTERN, "\"POST /payments/**\"", "the pattern of the rule");
    public static final Key<Boolean> STEP_UP = Key.optional(
            "step-up",
            Types.TRUE,
            "true",
            "a fresh factor is asked for, of whoever has the role and whatever else allows it");

    /** A rule that allows something. */
    public static final TableType ALLOWING = table(List.of(MATCH, STEP_UP, Key.later("when"), Key.later("because")));

    /** A rule that denies something, or opens it to all. */
    private static final TableType PLAIN = table(List.of(MATCH, Key.later("when"), Key.later("because")));

    static final ListType<TableType> ALLOWS = new ListType<>(ALLOWING, true);
    static final ListType<TableType> RULES = new ListType<>(PLAIN, true);

    private RuleKeys() {}

    private static TableType table(List<Key<?>> keys) {
        return new TableType(keys, Texts.PATTERN, MATCH, List.of());
    }
}
