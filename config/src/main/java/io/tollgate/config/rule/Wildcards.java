package io.tollgate.config.rule;

import java.util.List;
import java.util.function.BiPredicate;
import java.util.function.Predicate;

/**
 * Whether one sequence with stars matches all that another one does.
 *
 * <p>A star of the wide sequence takes any run of the narrow one, its stars included; a star of the narrow one is taken
 * by nothing else. That never says yes wrongly; it may say no where only all parts together would cover.
 */
final class Wildcards {

    private Wildcards() {}

    static <T> boolean covers(List<T> wide, List<T> narrow, Predicate<T> isStar, BiPredicate<T, T> coversOne) {
        boolean[] reached = new boolean[narrow.size() + 1];
        reached[narrow.size()] = true;
        for (int w = wide.size() - 1; w >= 0; w--) {
            boolean[] next = new boolean[narrow.size() + 1];
            boolean star = isStar.test(wide.get(w));
            for (int n = narrow.size(); n >= 0; n--) {
                boolean last = n == narrow.size();
                next[n] = star
                        ? reached[n] || (!last && next[n + 1])
                        : !last
                                && !isStar.test(narrow.get(n))
                                && coversOne.test(wide.get(w), narrow.get(n))
                                && reached[n + 1];
            }
            reached = next;
        }
        return reached[0];
    }
}
