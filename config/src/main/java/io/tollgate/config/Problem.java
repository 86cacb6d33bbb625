package io.tollgate.config;

/**
 * One thing that is wrong with the configuration: where, what, and what to do about it.
 *
 * @param key the path of the key, such as {@code apps.billing.home}
 */
public record Problem(Position at, String key, String what, String remedy) {

    private static final int LONGEST = 400;

    public Problem {
        key = oneLine(key);
        what = oneLine(what);
        remedy = oneLine(remedy);
    }

    /** {@code file:line:column: key.path: what is wrong; what to do}, on one line. */
    @Override
    public String toString() {
        return at + ": " + key + ": " + what + "; " + remedy;
    }

    /** What a file holds may be anything: a terminal and a log get one line of bounded length without control characters. */
    private static String oneLine(String text) {
        StringBuilder line = new StringBuilder();
        text.codePoints()
                .limit(LONGEST)
                .map(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT ? '\ufffd' : c)
                .forEach(line::appendCodePoint);
        return line.toString();
    }
}
