package io.tollgate.filters.access;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** All patterns of one kind, as a tree over their segments: what is asked does not grow with the rules. Immutable. */
final class PatternTree {
    private final PatternNode root;
    private final int nested;
    private final boolean hasConditions;
    private final boolean isEmpty;

    PatternTree(PatternNode root, int nested, boolean hasConditions, boolean isEmpty) {
        this.root = root;
        this.nested = nested;
        this.hasConditions = hasConditions;
        this.isEmpty = isEmpty;
    }

    boolean isEmpty() {
        return isEmpty;
    }

    /** Whether a walk has to remember anything. */
    boolean needsSearch() {
        return hasConditions || nested > 0;
    }

    /** How many {@code **} stand below another. */
    int nested() {
        return nested;
    }

    /**
     * A rule that fits {@code path[0, end)} whatever its parameters; rules that depend on parameters go to the search.
     *
     * @param roles null for every role there is
     * @param search what the walk remembers; null only where no walk has to
     */
    @Nullable
    Rule find(String path, int end, String method, @Nullable Set<String> roles, @Nullable Search search) {
        if (search != null) {
            search.walk();
        }
        return walk(root, path, 1, end, method, roles, search);
    }

    /** {@code start} is where the next segment begins; beyond {@code end} there is none left. */
    private static @Nullable Rule walk(
            PatternNode node,
            String path,
            int start,
            int end,
            String method,
            @Nullable Set<String> roles,
            @Nullable Search search) {
        Rule found = start > end
                ? node.rules().first(method, roles, search)
                : next(node, path, start, end, method, roles, search);
        PatternNode anyDepth = node.anyDepth();
        return found != null || anyDepth == null ? found : skip(anyDepth, path, start, end, method, roles, search);
    }

    /** Tries what may follow with the segment at {@code start}. */
    private static @Nullable Rule next(
            PatternNode node,
            String path,
            int start,
            int end,
            String method,
            @Nullable Set<String> roles,
            @Nullable Search search) {
        int stop = path.indexOf('/', start);
        stop = stop < 0 || stop > end ? end : stop;
        PatternNode literal = node.literals().find(path, start, stop);
        Rule found = literal == null ? null : walk(literal, path, stop + 1, end, method, roles, search);
        List<PatternNode.Glob> globs = node.globs();
        for (int i = 0; found == null && i < globs.size(); i++) { // By index: an iterator would be garbage.
            PatternNode.Glob glob = globs.get(i);
            if (glob.segment().matches(path, start, stop)) {
                found = walk(glob.next(), path, stop + 1, end, method, roles, search);
            }
        }
        return found;
    }

    /** {@code **}: what follows it may follow after any number of segments. */
    private static @Nullable Rule skip(
            PatternNode node,
            String path,
            int start,
            int end,
            String method,
            @Nullable Set<String> roles,
            @Nullable Search search) {
        if (node.nested() >= 0 && search != null && !search.enters(node.nested(), start)) {
            return null;
        }
        Rule found = node.rules().first(method, roles, search);
        for (int at = start; found == null && at <= end; ) {
            found = next(node, path, at, end, method, roles, search);
            int slash = path.indexOf('/', at);
            at = slash < 0 || slash > end ? end + 1 : slash + 1;
        }
        return found;
    }
}
