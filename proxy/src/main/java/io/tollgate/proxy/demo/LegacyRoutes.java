package io.tollgate.proxy.demo;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.StringTokenizer;

/** Which page answers which method on which path; {@code *} stands for one segment. Immutable once built. */
final class LegacyRoutes {

    /** Answers a request. */
    @FunctionalInterface
    interface Page {
        LegacyReply answer(LegacyRequest request) throws IOException;
    }

    /** What a method on a path comes to: a page, or none and what would be allowed there. */
    record Found(List<Page> page, Set<String> allowed) {}

    private record Entry(String method, List<String> segments, boolean ended, Page page) {
        boolean fits(List<String> path, boolean pathEnded) {
            if (path.size() != segments.size() || ended != pathEnded) {
                return false;
            }
            for (int i = 0; i < path.size(); i++) {
                if (!segments.get(i).equals("*") && !segments.get(i).equals(path.get(i))) {
                    return false;
                }
            }
            return true;
        }
    }

    private final List<Entry> entries = new ArrayList<>();

    LegacyRoutes on(String method, String pattern, Page page) {
        entries.add(new Entry(method, segments(pattern), pattern.endsWith("/"), page));
        return this;
    }

    /** Finds by method (HEAD as GET) and decoded path; the first entry that fits counts. */
    Found find(String method, String path) {
        String asked = method.equals("HEAD") ? "GET" : method;
        List<String> segments = segments(path);
        Set<String> allowed = new LinkedHashSet<>();
        for (Entry entry : entries) {
            if (entry.fits(segments, path.endsWith("/"))) {
                if (entry.method().equals(asked)) {
                    return new Found(List.of(entry.page()), Set.of());
                }
                allowed.add(entry.method());
                if (entry.method().equals("GET")) {
                    allowed.add("HEAD");
                }
            }
        }
        return new Found(List.of(), allowed);
    }

    static List<String> segments(String path) {
        List<String> segments = new ArrayList<>();
        StringTokenizer parts = new StringTokenizer(path, "/");
        while (parts.hasMoreTokens()) {
            segments.add(parts.nextToken());
        }
        return segments;
    }
}
