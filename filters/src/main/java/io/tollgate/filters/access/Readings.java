package io.tollgate.filters.access;

import io.tollgate.config.Spelling;
import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Every way a known backend could read a request target. Immutable.
 *
 * <p>A reading is a decoded path that begins with a slash. A plain target has one and is not copied. All must be allowed
 * and none denied; then the client's own bytes go upstream.
 */
public final class Readings implements ReadTarget {
    private final String raw;
    private final int pathEnd;
    private final String @Nullable [] paths;
    private final String @Nullable [] foldedPaths;
    private final Set<Spelling> spellings;

    private Readings(String raw, int pathEnd, String @Nullable [] paths, String @Nullable [] foldedPaths) {
        this(raw, pathEnd, paths, foldedPaths, Set.of());
    }

    private Readings(
            String raw,
            int pathEnd,
            String @Nullable [] paths,
            String @Nullable [] foldedPaths,
            Set<Spelling> spellings) {
        this.spellings = spellings;
        this.raw = raw;
        this.pathEnd = pathEnd;
        this.paths = paths;
        this.foldedPaths = foldedPaths;
    }

    /**
     * Reads a target in origin-form (RFC 9112 section 3.2.1); absolute-form is reduced to it before. Anything else,
     * {@code *} included, is unreadable.
     *
     * @param target ISO-8859-1, byte for byte
     */
    public static ReadTarget of(String target) {
        return of(target, Set.of());
    }

    /** The same where these spellings are accepted: each brings further readings and takes none away. */
    public static ReadTarget of(String target, Set<Spelling> accepted) {
        if (target.isEmpty() || target.charAt(0) != '/') {
            return new Unreadable("target.form");
        }
        int pathEnd = target.length();
        int kind = PlainPath.PLAIN;
        for (int i = 0; i < target.length(); i++) {
            char c = target.charAt(i);
            String refusal = refused(c, i < pathEnd);
            if (refusal != null) {
                return new Unreadable(refusal);
            }
            if (i < pathEnd) {
                if (c == '?') {
                    pathEnd = i;
                } else {
                    kind |= PlainPath.kindOf(target, i);
                }
            }
        }
        kind |= PlainPath.kindOfEnd(target, pathEnd);
        return kind == PlainPath.PLAIN
                ? new Readings(target, pathEnd, null, null)
                : spelled(target, pathEnd, kind, accepted);
    }

    private static ReadTarget spelled(String target, int pathEnd, int kind, Set<Spelling> accepted) {
        if ((kind & PlainPath.ODD) == 0) {
            return new Readings(target, pathEnd, null, Spellings.denied(target.substring(0, pathEnd)));
        }
        StrictPath path = StrictPath.of(target, pathEnd);
        if (path.refusal() != null) {
            ExoticPath.Texts texts = accepted.isEmpty() ? null : ExoticPath.read(target, pathEnd, accepted);
            return texts == null ? new Unreadable(path.refusal()) : exotic(target, pathEnd, texts);
        }
        String[] paths = Spellings.of(path.text());
        return new Readings(target, pathEnd, paths, Spellings.denied(paths));
    }

    private static Readings exotic(String target, int pathEnd, ExoticPath.Texts texts) {
        String[] paths = texts.texts().stream()
                .flatMap(text -> Arrays.stream(Spellings.of(text)))
                .distinct()
                .toArray(String[]::new);
        if (paths.length == 0) {
            throw new IllegalStateException("a path without a reading");
        }
        return new Readings(target, pathEnd, paths, Spellings.denied(paths), texts.met());
    }

    /** What may stand nowhere in a target: it ends the line, the field or the target to somebody. */
    private static @Nullable String refused(char c, boolean isPath) {
        if (c > '#' && c != '\\' && c != 0x7f) {
            return c > 0xff ? "target.utf-8" : null;
        }
        if (c < ' ' || c == 0x7f) {
            return "target.control";
        }
        return switch (c) {
            case ' ' -> "target.blank";
            case '#' -> "target.fragment";
            case '\\' -> isPath ? "target.backslash" : null;
            default -> null;
        };
    }

    /** The target as it came. */
    public String raw() {
        return raw;
    }

    /** Where the path ends in {@link #raw()}. */
    public int pathEnd() {
        return pathEnd;
    }

    /** The query as it came, without its question mark; empty where there is none. */
    public String query() {
        return pathEnd < raw.length() ? raw.substring(pathEnd + 1) : "";
    }

    /** The spellings without which this target would be refused: an app must accept them all to get it. */
    public Set<Spelling> spellings() {
        return spellings;
    }

    /** How many paths must be allowed. */
    int count() {
        return paths == null ? 1 : paths.length;
    }

    /** A path that must be allowed, as far as {@link #end}. */
    String path(int i) {
        return paths == null ? raw : paths[i];
    }

    /** Where path {@code i} ends in its text. */
    int end(int i) {
        return paths == null ? pathEnd : paths[i].length();
    }

    /** How many folded paths must not be denied. */
    int foldedCount() {
        return foldedPaths == null ? 1 : foldedPaths.length;
    }

    /** A folded path that must not be denied, as far as {@link #foldedEnd}. */
    String foldedPath(int i) {
        return foldedPaths == null ? raw : foldedPaths[i];
    }

    /** Where folded path {@code i} ends in its text. */
    int foldedEnd(int i) {
        return foldedPaths == null ? pathEnd : foldedPaths[i].length();
    }

    /** Whether there is one reading only, and the client wrote it as it is read. */
    public boolean isPlain() {
        return paths == null || (paths.length == 1 && paths[0].length() == pathEnd && raw.startsWith(paths[0]));
    }

    /** Whether every reading lies at or below this path. */
    public boolean areAllBelow(PathPrefix prefix) {
        for (int i = 0; i < count(); i++) {
            if (!prefix.isAbove(path(i), end(i))) {
                return false;
            }
        }
        return true;
    }

    /** Whether any reading, folded ones included, lies at or below this path. */
    public boolean isAnyBelow(PathPrefix prefix) {
        for (int i = 0; i < count(); i++) {
            if (prefix.isAbove(path(i), end(i))) {
                return true;
            }
        }
        for (int i = 0; i < foldedCount(); i++) {
            if (prefix.isAboveFolded(foldedPath(i), foldedEnd(i))) {
                return true;
            }
        }
        return false;
    }

    /** The first segment and {@code /**}: as much of a path as the audit trail may know. */
    public String template() {
        String path = path(0);
        int slash = path.indexOf('/', 1);
        int stop = slash < 0 || slash > end(0) ? end(0) : slash;
        return stop == 1 ? "/" : path.substring(0, stop) + "/**";
    }

    /** How many readings there are: never the target, which may name a patient. */
    @Override
    public String toString() {
        return "Readings[" + count() + "]";
    }
}
