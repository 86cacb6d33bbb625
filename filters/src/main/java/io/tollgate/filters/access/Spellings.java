package io.tollgate.filters.access;

import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The closed set of paths that known backends make of one decoded path. Each step is taken and not taken, in every
 * combination. Stateless.
 */
final class Spellings {
    private Spellings() {}

    /** Every path that a rule must allow: the path itself comes first. */
    static String[] of(String path) {
        Set<String> all = new LinkedHashSet<>();
        addCut(path, all);
        if (path.startsWith("//")) {
            addCut(withoutAuthority(path), all);
        }
        return all.toArray(String[]::new);
    }

    /** Every path that no rule may deny, folded: those, without streams, and without the last slash. */
    static String[] denied(String[] paths) {
        Set<String> all = new LinkedHashSet<>();
        for (String path : paths) {
            String folded = Folding.fold(path);
            addTrimmedAgain(folded, all);
            if (folded.indexOf(':') >= 0) {
                addTrimmedAgain(cutSegments(folded, ':'), all);
            }
        }
        return all.toArray(String[]::new);
    }

    /** The same of a path that is read in one way but for letter case, streams and the last slash. */
    static String[] denied(String path) {
        if (path.indexOf(':') >= 0) {
            return denied(new String[] {path});
        }
        String folded = Folding.fold(path);
        return path.length() > 1 && path.endsWith("/")
                ? new String[] {folded, folded.substring(0, folded.length() - 1)}
                : new String[] {folded};
    }

    /** Folding and cutting bring forth blanks and dots at the ends of segments. */
    private static void addTrimmedAgain(String path, Set<String> all) {
        addUnslashed(path, all);
        addUnslashed(mergeSlashes(trimSegments(path)), all);
    }

    private static void addUnslashed(String path, Set<String> all) {
        all.add(path);
        if (path.length() > 1 && path.endsWith("/")) {
            all.add(path.substring(0, path.length() - 1));
        }
    }

    private static void addCut(String path, Set<String> all) {
        addParameters(path, all);
        String cut = cutAtQuery(path);
        if (cut.length() < path.length()) {
            addParameters(cut, all);
        }
    }

    private static void addParameters(String path, Set<String> all) {
        addTrimmed(path, all);
        if (path.indexOf(';') >= 0) {
            addTrimmed(cutSegments(path, ';'), all);
        }
    }

    private static void addTrimmed(String path, Set<String> all) {
        addMerged(path, all);
        addMerged(trimSegments(path), all);
    }

    private static void addMerged(String path, Set<String> all) {
        all.add(path);
        all.add(mergeSlashes(path));
        if (path.startsWith("//")) {
            String beyond = withoutAuthority(path);
            all.add(beyond);
            all.add(mergeSlashes(beyond));
        }
    }

    /** What is left for a reader that decodes first and looks for the query or the fragment then. */
    private static String cutAtQuery(String path) {
        for (int i = 0; i < path.length(); i++) {
            switch (path.charAt(i)) {
                case '?', '#', '\uff1f', '\ufe56', '\ufe16', '\uff03', '\ufe5f', '\u2047', '\u2048', '\u2049' -> {
                    return path.substring(0, i);
                }
                default -> {}
            }
        }
        return path;
    }

    /** Takes from each segment what begins with this character. */
    private static String cutSegments(String path, char from) {
        StringBuilder kept = new StringBuilder(path.length());
        boolean isKept = true;
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            isKept = c == '/' || (isKept && c != from);
            if (isKept) {
                kept.append(c);
            }
        }
        return kept.toString();
    }

    /** Takes blanks from both ends of each segment, and dots from its end. */
    private static String trimSegments(String path) {
        StringBuilder kept = new StringBuilder(path.length());
        int start = 1;
        while (start <= path.length()) {
            int stop = path.indexOf('/', start);
            stop = stop < 0 ? path.length() : stop;
            int first = start;
            int last = stop;
            while (last > first && (path.charAt(last - 1) == '.' || Folding.isBlank(path.charAt(last - 1)))) {
                last--;
            }
            while (first < last && Folding.isBlank(path.charAt(first))) {
                first++;
            }
            kept.append('/').append(path, first, last);
            start = stop + 1;
        }
        return kept.toString();
    }

    private static String mergeSlashes(String path) {
        if (path.indexOf("//") < 0) {
            return path;
        }
        StringBuilder kept = new StringBuilder(path.length());
        for (int i = 0; i < path.length(); i++) {
            if (i == 0 || path.charAt(i) != '/' || path.charAt(i - 1) != '/') {
                kept.append(path.charAt(i));
            }
        }
        return kept.toString();
    }

    /** What is left for a reader that takes the target for a URL reference: {@code //authority/path} (RFC 3986 section 4.2). */
    private static String withoutAuthority(String path) {
        int slash = path.indexOf('/', 2);
        return slash < 0 ? "/" : path.substring(slash);
    }
}
