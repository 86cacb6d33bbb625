package io.tollgate.filters.access;

import java.util.List;

/** A segment pattern with stars, matched against a region of a path without copying it. Immutable. */
final class GlobSegment {
    private final String first;
    private final String last;
    private final String[] middle;

    /** The texts around the stars: one more than there are stars. */
    GlobSegment(List<String> parts) {
        this.first = parts.get(0);
        this.last = parts.get(parts.size() - 1);
        this.middle = parts.subList(1, parts.size() - 1).stream()
                .filter(part -> !part.isEmpty())
                .toArray(String[]::new);
    }

    /** Whether {@code path[start, end)}, which is not empty, matches. */
    boolean matches(String path, int start, int end) {
        int at = start + first.length();
        int stop = end - last.length();
        if (end == start || stop < at || !path.startsWith(first, start) || !path.startsWith(last, stop)) {
            return false;
        }
        for (String part : middle) {
            int found = path.indexOf(part, at);
            if (found < 0 || found + part.length() > stop) {
                return false;
            }
            at = found + part.length();
        }
        return true;
    }
}
