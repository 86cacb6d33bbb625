package io.tollgate.filters.http;

/**
 * One occurrence of a parameter in a query or form, decoded.
 *
 * @param isCertain whether every reader sees exactly this; false where bytes are not UTF-8 (then they are read as
 *     ISO-8859-1) and for the content of a file
 */
public record Parameter(String name, String value, boolean isCertain) {
    /** Nothing: names and values may be secrets. */
    @Override
    public String toString() {
        return "Parameter[]";
    }
}
