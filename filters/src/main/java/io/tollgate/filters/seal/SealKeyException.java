package io.tollgate.filters.seal;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The sealing key can't be read, made or used. The message is for the operator: what is wrong, what to do. */
public final class SealKeyException extends IOException {
    public SealKeyException(String message) {
        this(message, null);
    }

    public SealKeyException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
