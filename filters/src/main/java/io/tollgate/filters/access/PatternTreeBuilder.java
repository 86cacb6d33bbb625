package io.tollgate.filters.access;

import io.tollgate.config.PatternSegment;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Puts rules together to a tree. Used once, by one thread. */
final class PatternTreeBuilder {
    private final UnaryOperator<String> folding;
    private final Draft root = new Draft();
    private int nested;
    private boolean hasConditions;
    private boolean isEmpty = true;

    /** {@code folding} is done to every literal text, as it is done to the paths the tree is asked for. */
    PatternTreeBuilder(UnaryOperator<String> folding) {
        this.folding = folding;
    }

    /** A node that can still grow. */
    private static final class Draft {
        private final List<Rule> rules = new ArrayList<>();
        private final Map<String, Draft> literals = new LinkedHashMap<>();
        private final Map<List<String>, Draft> globs = new LinkedHashMap<>();
        private @Nullable Draft anyDepth;
    }

    void add(Rule rule) {
        Draft at = root;
        for (PatternSegment segment : rule.pattern().segments()) {
            at = below(at, segment);
        }
        at.rules.add(rule);
        hasConditions |= !rule.isUnconditional();
        isEmpty = false;
    }

    private Draft below(Draft at, PatternSegment segment) {
        if (segment instanceof PatternSegment.Literal literal) {
            return at.literals.computeIfAbsent(folding.apply(literal.value()), s -> new Draft());
        }
        if (segment instanceof PatternSegment.Glob glob) {
            List<String> parts = glob.parts().stream().map(folding).toList();
            return at.globs.computeIfAbsent(parts, p -> new Draft());
        }
        Draft anyDepth = at.anyDepth == null ? new Draft() : at.anyDepth;
        at.anyDepth = anyDepth;
        return anyDepth;
    }

    PatternTree build() {
        PatternNode built = build(root, false, -1);
        return new PatternTree(built, nested, hasConditions, isEmpty);
    }

    private PatternNode build(Draft draft, boolean isBelowAnyDepth, int number) {
        Map<String, PatternNode> literals = new LinkedHashMap<>();
        draft.literals.forEach((text, next) -> literals.put(text, build(next, isBelowAnyDepth, -1)));
        List<PatternNode.Glob> globs = new ArrayList<>();
        draft.globs.forEach((parts, next) ->
                globs.add(new PatternNode.Glob(new GlobSegment(parts), build(next, isBelowAnyDepth, -1))));
        Draft anyDepth = draft.anyDepth;
        return new PatternNode(
                new RuleSet(draft.rules),
                new SegmentTable(literals),
                List.copyOf(globs),
                anyDepth == null ? null : build(anyDepth, true, isBelowAnyDepth ? nested++ : -1),
                number);
    }
}
