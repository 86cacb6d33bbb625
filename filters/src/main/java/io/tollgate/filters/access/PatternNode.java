package io.tollgate.filters.access;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A place in the tree of patterns: what may follow, and the rules that end here. Immutable.
 *
 * @param rules of patterns that end here
 * @param literals the next segment by its text
 * @param globs the next segment by patterns with stars
 * @param anyDepth what follows any number of segments: {@code **}
 * @param nested for a node after {@code **} below another one its number from 0, else -1
 */
record PatternNode(
        RuleSet rules,
        SegmentTable literals,
        List<Glob> globs,
        @Nullable PatternNode anyDepth,
        int nested) {
    /** A segment pattern and where it leads. */
    record Glob(GlobSegment segment, PatternNode next) {}
}
