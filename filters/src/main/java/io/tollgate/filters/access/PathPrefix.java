package io.tollgate.filters.access;

/** A path that others may lie below, beside its folded text, which is made once. Immutable. */
public final class PathPrefix {
    private final String path;
    private final String folded;

    private PathPrefix(String path) {
        this.path = path;
        this.folded = Folding.fold(path);
    }

    /** {@code /a/b} without a trailing slash, decoded; {@code /} for everything. */
    public static PathPrefix of(String path) {
        return new PathPrefix(path);
    }

    /** The path as it was given. */
    public String path() {
        return path;
    }

    /** Whether everything lies below. */
    public boolean isRoot() {
        return path.length() == 1;
    }

    boolean isAbove(String other, int end) {
        return isAbove(path, other, end);
    }

    boolean isAboveFolded(String other, int end) {
        return isAbove(folded, other, end);
    }

    private static boolean isAbove(String prefix, String path, int end) {
        int length = prefix.length();
        return length == 1
                || (end >= length && path.startsWith(prefix) && (end == length || path.charAt(length) == '/'));
    }

    @Override
    public String toString() {
        return path;
    }
}
