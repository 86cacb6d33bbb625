package io.tollgate.config;

/**
 * A place in a file of the configuration, as an editor shows it.
 *
 * @param file the file as the operator named it, or an included file relative to the one that includes it
 * @param line counted from 1
 * @param column counted from 1
 */
public record Position(String file, int line, int column) {

    public Position {
        if (line < 1 || column < 1) {
            throw new IllegalArgumentException("lines and columns are counted from 1");
        }
    }

    /** {@code file:line:column}, which editors and terminals turn into a link. */
    @Override
    public String toString() {
        return file + ":" + line + ":" + column;
    }
}
