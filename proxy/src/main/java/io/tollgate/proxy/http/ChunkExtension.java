package io.tollgate.proxy.http;

/**
 * Follows the grammar of chunk extensions byte by byte: {@code ;name} or {@code ;name=token}, no blanks and no quotes
 * (RFC 9112 section 7.1.1 allows more; nobody honest sends it). Confined to one event loop.
 */
final class ChunkExtension {
    private boolean isValue;
    private boolean hasToken;

    /** Starts after the semicolon. */
    void reset() {
        isValue = false;
        hasToken = false;
    }

    /** Takes the next byte; false if it does not belong there. */
    boolean takes(int b) {
        if (Bytes.isToken(b)) {
            hasToken = true;
            return true;
        }
        if (!hasToken) {
            return false;
        }
        hasToken = false;
        if (b == '=' && !isValue) {
            isValue = true;
            return true;
        }
        isValue = false;
        return b == ';';
    }

    /** Whether an extension may end here. */
    boolean isWhole() {
        return hasToken;
    }
}
