package io.tollgate.filters.access;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What one walk through the patterns finds and where it has been. Confined to one thread, and to one walk. */
final class Search {
    private final List<Rule> conditional = new ArrayList<>();
    private final int[] entered;

    /** A search among patterns with this many nested {@code **}. */
    Search(int nested) {
        this.entered = new int[nested];
        Arrays.fill(entered, Integer.MAX_VALUE);
    }

    /** A rule fits, if its conditions hold. */
    void add(Rule rule) {
        if (!conditional.contains(rule)) {
            conditional.add(rule);
        }
    }

    /** The rules that fit if their conditions hold. */
    List<Rule> conditional() {
        return conditional;
    }

    /**
     * Whether entering a nested {@code **} at this place can find anything new. Entered earlier in the path it has seen all
     * that comes later: this keeps a walk from becoming exponential.
     */
    boolean enters(int nested, int position) {
        if (entered[nested] <= position) {
            return false;
        }
        entered[nested] = position;
        return true;
    }
}
