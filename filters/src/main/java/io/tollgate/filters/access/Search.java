package io.tollgate.filters.access;

import io.tollgate.filters.http.Form;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a judgement has to remember where rules name parameters or nest {@code **}. Lent to one judgement at a time, and empty
 * between two: see {@link #begin} and {@link #end}. Confined to one thread.
 */
final class Search {
    private final Parameters parameters = new Parameters();
    private final ArrayList<Rule> conditional = new ArrayList<>();
    private final int[] entered;

    /** Searches among patterns with this many nested {@code **}. */
    Search(int nested) {
        this.entered = new int[nested];
    }

    /** A judgement of this request begins. */
    void begin(Readings readings, @Nullable Form form) {
        parameters.begin(readings, form);
    }

    /** A walk through the patterns begins: what the one before found is forgotten. */
    void walk() {
        conditional.clear();
        Arrays.fill(entered, Integer.MAX_VALUE);
    }

    /** The judgement is over: nothing of it is kept. */
    void end() {
        conditional.clear();
        parameters.end();
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

    /** What the conditions are about. */
    Parameters parameters() {
        return parameters;
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
