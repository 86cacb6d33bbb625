package io.tollgate.filters.access;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Reads targets as all known backends together: each step may be taken or not, in any order, up to four times; then dot
 * segments are resolved. Written apart from what it judges.
 */
final class WorstBackend {
    private static final List<UnaryOperator<String>> STEPS = List.of(
            WorstBackend::decoded,
            WorstBackend::folded,
            path -> path.replace('\\', '/'),
            path -> path.replaceAll(";[^/]*", ""),
            path -> path.replaceAll(":[^/]*", ""),
            path -> path.replaceAll("[?#].*", ""),
            path -> path.replaceAll("[\\x00-\\x1f\\x7f]", ""),
            path -> path.replaceAll("(?<=/)[\\x00- \u00a0]+|[\\x00- \u00a0]+(?=/|$)", ""),
            path -> path.replaceAll("(?<=[^./])[. ]+(?=/|$)", ""),
            path -> path.startsWith("//") && path.indexOf('/', 2) > 0 ? path.substring(path.indexOf('/', 2)) : path);

    private WorstBackend() {}

    /** Every path that somebody could make of a target. */
    static Set<String> readings(String target) {
        int question = target.indexOf('?');
        Set<String> seen = new LinkedHashSet<>();
        Deque<String> left = new ArrayDeque<>();
        String start = question < 0 ? target : target.substring(0, question);
        seen.add(start);
        left.add(start);
        while (!left.isEmpty() && seen.size() < 2_000) {
            String path = left.remove();
            for (UnaryOperator<String> step : STEPS) {
                String next = step.apply(path);
                if (seen.add(next)) {
                    left.add(next);
                }
            }
        }
        Set<String> resolved = new LinkedHashSet<>();
        seen.forEach(path -> resolved.add(resolved(path)));
        return resolved;
    }

    /** Bytes as ISO-8859-1; decodes once, where two hex digits follow. */
    private static String decoded(String path) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < path.length(); i++) {
            if (path.charAt(i) == '%' && path.substring(i).matches("(?s)%[0-9a-fA-F]{2}.*")) {
                text.append((char) Integer.parseInt(path, i + 1, i + 3, 16));
                i += 2;
            } else {
                text.append(path.charAt(i));
            }
        }
        return text.toString();
    }

    private static String folded(String path) {
        String text = new String(path.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
        String plain = Normalizer.normalize(text, Normalizer.Form.NFKD)
                .replaceAll("\\p{M}|\\p{Cf}", "")
                .replace('\u2215', '/')
                .replace('\u2044', '/');
        return plain.chars().allMatch(c -> c < 256) ? plain : path;
    }

    private static String resolved(String path) {
        List<String> kept = new ArrayList<>();
        for (String segment : path.split("/+", -1)) {
            if (segment.equals("..")) {
                if (!kept.isEmpty()) {
                    kept.remove(kept.size() - 1);
                }
            } else if (!segment.isEmpty() && !segment.equals(".")) {
                kept.add(segment);
            }
        }
        return "/" + String.join("/", kept);
    }
}
