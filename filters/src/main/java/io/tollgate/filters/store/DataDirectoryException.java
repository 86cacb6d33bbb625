package io.tollgate.filters.store;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The data directory or the store in it can't be used. The message is for the operator: what is wrong, what to do. */
public final class DataDirectoryException extends IOException {
    public DataDirectoryException(String message) {
        this(message, null);
    }

    public DataDirectoryException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
