package io.tollgate.filters.accesslog;

/** The part of a request target that may be logged. Stateless. */
final class LogPath {
    private LogPath() {}

    /** The path as the client wrote it, without query and path parameters: those carry tokens and session ids. */
    static String of(String target) {
        int end = target.indexOf('?');
        String path = end < 0 ? target : target.substring(0, end);
        if (path.indexOf(';') < 0) {
            return path;
        }
        StringBuilder kept = new StringBuilder(path.length());
        boolean isParameter = false;
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            isParameter = c == ';' || (isParameter && c != '/');
            if (!isParameter) {
                kept.append(c);
            }
        }
        return kept.toString();
    }
}
