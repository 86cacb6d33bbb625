package io.tollgate.config;

import java.util.List;

/** One segment of a pattern's path. */
public sealed interface PatternSegment {

    /** {@code **}: any number of segments, also none, also empty ones. */
    enum AnyDepth implements PatternSegment {
        ANY_DEPTH
    }

    /**
     * A segment with at least one {@code *}: matches what begins with the first part, ends with the last and has the
     * others between, in order and without overlap.
     *
     * @param parts the decoded texts around the stars, one more than there are stars; {@code ["", ""]} is a lone star,
     *     which matches any one segment but the empty one
     */
    record Glob(List<String> parts) implements PatternSegment {

        public Glob {
            parts = List.copyOf(parts);
            if (parts.size() < 2) {
                throw new IllegalArgumentException("a glob has a star");
            }
        }

        /** Whether this is {@code *} alone. */
        public boolean isAnyOne() {
            return parts.stream().allMatch(String::isEmpty);
        }

        /** Whether a decoded segment matches. */
        public boolean matches(String segment) {
            String first = parts.get(0);
            String last = parts.get(parts.size() - 1);
            if (segment.isEmpty()
                    || segment.length() < first.length() + last.length()
                    || !segment.startsWith(first)
                    || !segment.endsWith(last)) {
                return false;
            }
            int at = first.length();
            int end = segment.length() - last.length();
            for (String part : parts.subList(1, parts.size() - 1)) {
                int found = segment.indexOf(part, at);
                if (found < 0 || found + part.length() > end) {
                    return false;
                }
                at = found + part.length();
            }
            return true;
        }
    }

    /**
     * A segment that matches itself.
     *
     * @param value decoded once; empty only as the last segment, where it stands for the trailing slash
     */
    record Literal(String value) implements PatternSegment {}
}
