package io.tollgate.proxy.http;

import io.tollgate.filters.http.HeaderFields;

/**
 * An upstream's status line and fields as they came, unfolded. Immutable.
 *
 * @param status 100 to 999
 * @param reasonPhrase possibly empty
 * @param minorVersion 0 or 1
 * @param fields the fields
 */
public record AnswerHead(int status, String reasonPhrase, int minorVersion, HeaderFields fields) {
    /** Whether this is an interim answer that a final one follows (RFC 9110 section 15.2). */
    public boolean isInterim() {
        return status < 200 && status != 101;
    }
}
