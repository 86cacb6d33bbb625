package io.tollgate.proxy;

import io.tollgate.filters.store.DataDirectoryException;

/** The gateway, or a command on its data, can't start. The message is for the operator: what is wrong, what to do. */
public final class GatewayStartException extends Exception {
    private static final long serialVersionUID = 1L;

    /** Whose fault it is, as the command line's exit code says it. */
    public enum Fault {
        /** The YAML or a file that it names is wrong. */
        FILE(2),
        /** It could not be done: a port in use, another owner of the data, a damaged store. */
        ENVIRONMENT(3);

        private final int exitCode;

        Fault(int exitCode) {
            this.exitCode = exitCode;
        }

        /** 2 or 3. */
        public int exitCode() {
            return exitCode;
        }
    }

    private final Fault fault;

    /** Says what stands in the way. */
    public GatewayStartException(Fault fault, String message, Throwable cause) {
        super(message, cause);
        this.fault = fault;
    }

    /** What stands in the way says so itself. */
    public GatewayStartException(Fault fault, Throwable cause) {
        this(fault, String.valueOf(cause.getMessage()), cause);
    }

    /** Whether another process owns the data. */
    public boolean isInUse() {
        return getCause() instanceof DataDirectoryException data && data.isInUse();
    }

    /** Whose fault it is. */
    public Fault fault() {
        return fault;
    }
}
