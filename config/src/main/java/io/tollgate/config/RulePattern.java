package io.tollgate.config;

import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * A pattern for requests: {@code [METHODS ]path[?name=value[&…]]}. Immutable.
 *
 * <p>A path is its segments: what stands between slashes, after the first one. A trailing slash is a last segment that
 * is empty, in patterns and in paths alike, so that nothing about it needs a special case:
 *
 * <table>
 * <caption>What the end of a pattern matches</caption>
 * <tr><th>pattern</th><th>segments</th><th>matches</th></tr>
 * <tr><td>{@code /x}</td><td>{@code x}</td><td>{@code /x} only</td></tr>
 * <tr><td>{@code /x/}</td><td>{@code x}, empty</td><td>{@code /x/} only</td></tr>
 * <tr><td>{@code /x/*}</td><td>{@code x}, {@code *}</td><td>{@code /x/a}; not {@code /x}, {@code /x/}, {@code /x/a/},
 *     {@code /x/a/b}</td></tr>
 * <tr><td>{@code /x/**}</td><td>{@code x}, any depth</td><td>{@code /x}, {@code /x/} and all below</td></tr>
 * <tr><td>{@code /}</td><td>empty</td><td>{@code /} only</td></tr>
 * <tr><td>{@code /**}</td><td>any depth</td><td>everything</td></tr>
 * </table>
 *
 * @param text the pattern as it was written, for people
 * @param at where it was written
 * @param methods in upper case; empty means all; GET brings HEAD with it
 * @param segments of the whole path as a client sends it, an app's {@code path} included; never empty
 * @param parameters all must hold
 */
public record RulePattern(
        String text,
        Position at,
        Set<String> methods,
        List<PatternSegment> segments,
        List<ParameterCondition> parameters) {

    public RulePattern {
        methods = Collections.unmodifiableSet(new TreeSet<>(methods));
        segments = List.copyOf(segments);
        parameters = List.copyOf(parameters);
        if (segments.isEmpty()) {
            throw new IllegalArgumentException("a path has a segment");
        }
    }

    /** Reads a pattern, or throws with what is wrong and what to do. */
    public static RulePattern parse(String text, Position position) {
        return PatternParser.parse(text, position);
    }

    /** Whether the pattern speaks about requests of this method. */
    public boolean hasMethod(String method) {
        return methods.isEmpty() || methods.contains(method);
    }

    /** The same pattern below a path: {@code /claims/**} below {@code /billing} is {@code /billing/claims/**}. */
    public RulePattern below(List<PatternSegment> path) {
        return new RulePattern(
                text,
                at,
                methods,
                Stream.concat(path.stream(), segments.stream()).toList(),
                parameters);
    }
}
