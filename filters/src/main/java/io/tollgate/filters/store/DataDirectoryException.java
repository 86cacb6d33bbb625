package io.tollgate.filters.store;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The data directory or the store in it can't be used. The message is for the operator: what is wrong, what to do. */
public final class DataDirectoryException extends IOException {
    private final boolean isInUse;

    public DataDirectoryException(String message) {
        this(message, null);
    }

    public DataDirectoryException(String message, @Nullable Throwable cause) {
        this(message, cause, false);
    }

    private DataDirectoryException(String message, @Nullable Throwable cause, boolean isInUse) {
        super(message, cause);
        this.isInUse = isInUse;
    }

    /** Another process owns it. */
    static DataDirectoryException inUse(String message) {
        return new DataDirectoryException(message, null, true);
    }

    /** Whether another process owns it, which may end. */
    public boolean isInUse() {
        return isInUse;
    }
}
