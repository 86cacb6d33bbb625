package io.tollgate.config.rule;

import io.tollgate.config.ParameterCondition;
import io.tollgate.config.PatternSegment;
import io.tollgate.config.PatternSegment.AnyDepth;
import io.tollgate.config.PatternSegment.Glob;
import io.tollgate.config.PatternSegment.Literal;
import io.tollgate.config.RulePattern;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds rules that another makes useless. Conservative: what is said to be covered is; where that can't be decided
 * simply, it is not said.
 */
public final class PatternCoverage {

    private static final int STAR = -1;

    private PatternCoverage() {}

    /**
     * The denies that together refuse every request which the pattern allows; empty where one may get through. Letter
     * case counts as denies take it: not at all.
     */
    public static List<RulePattern> denying(RulePattern allow, List<RulePattern> denies) {
        Set<String> methods = allow.methods().isEmpty() ? Set.of("") : allow.methods();
        List<RulePattern> used = new ArrayList<>();
        for (String method : methods) {
            RulePattern deny = denying(method, allow, denies);
            if (deny == null) {
                return List.of();
            }
            if (!used.contains(deny)) {
                used.add(deny);
            }
        }
        return used;
    }

    /** The empty method stands for all there may be. */
    private static @Nullable RulePattern denying(String method, RulePattern allow, List<RulePattern> denies) {
        return denies.stream()
                .filter(deny -> deny.methods().isEmpty() || deny.methods().contains(method))
                .filter(deny -> coversPath(deny.segments(), allow.segments(), true))
                .filter(deny ->
                        deny.parameters().stream().allMatch(condition -> follows(condition, allow.parameters())))
                .findFirst()
                .orElse(null);
    }

    /** Whether a denied parameter is there whenever the allowed ones are. */
    private static boolean follows(ParameterCondition deny, List<ParameterCondition> allows) {
        return allows.stream()
                .anyMatch(allow -> folded(allow.name()).equals(folded(deny.name()))
                        && folded(allow.value()).equals(folded(deny.value())));
    }

    private static String folded(String text) {
        return fold(text.strip());
    }

    private static String fold(String text) {
        return text.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
    }

    /** Whether every path that the narrow segments match is matched by the wide ones. */
    public static boolean coversPath(List<PatternSegment> wide, List<PatternSegment> narrow, boolean foldCase) {
        return Wildcards.covers(
                wide, narrow, segment -> segment instanceof AnyDepth, (w, n) -> coversSegment(w, n, foldCase));
    }

    private static boolean coversSegment(PatternSegment wide, PatternSegment narrow, boolean foldCase) {
        boolean empty = narrow instanceof Literal literal && literal.value().isEmpty();
        if (empty && wide instanceof Glob) {
            return false;
        }
        return Wildcards.covers(
                characters(wide, foldCase), characters(narrow, foldCase), c -> c == STAR, Integer::equals);
    }

    private static List<Integer> characters(PatternSegment segment, boolean foldCase) {
        List<String> parts = segment instanceof Glob glob
                ? glob.parts()
                : List.of(segment instanceof Literal literal ? literal.value() : "");
        List<Integer> characters = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            if (i > 0) {
                characters.add(STAR);
            }
            (foldCase ? fold(parts.get(i)) : parts.get(i)).chars().forEach(characters::add);
        }
        return characters;
    }
}
