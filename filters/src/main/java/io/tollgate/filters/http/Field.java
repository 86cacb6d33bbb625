package io.tollgate.filters.http;

import java.util.Objects;

/** One header field made here: a token and a value without control characters (RFC 9110 section 5). */
public record Field(String name, String value) {
    public Field {
        Objects.requireNonNull(name);
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if ((c < ' ' && c != '\t') || c == 0x7f || c > 0xff) {
                throw new IllegalArgumentException(
                        "field " + name + " can't carry character U+" + Integer.toHexString(c) + " at " + i);
            }
        }
    }

    /** The name only: a value may be a secret. */
    @Override
    public String toString() {
        return "Field[" + name + "]";
    }
}
