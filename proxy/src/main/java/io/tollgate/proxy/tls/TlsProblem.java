package io.tollgate.proxy.tls;

import java.nio.file.Path;

/**
 * Something about a certificate or a key that an operator should know. Immutable.
 *
 * @param severity whether TLS can be served in spite of it
 * @param file where it is
 * @param what what is wrong, without a full stop
 * @param remedy what to do about it
 */
public record TlsProblem(Severity severity, Path file, String what, String remedy) {

    /** Whether a problem stops the gateway. */
    public enum Severity {
        /** Clients may complain; the gateway serves. */
        WARNING,
        /** There is nothing to serve with. */
        ERROR
    }

    static TlsProblem error(Path file, String what, String remedy) {
        return new TlsProblem(Severity.ERROR, file, what, remedy);
    }

    static TlsProblem warning(Path file, String what, String remedy) {
        return new TlsProblem(Severity.WARNING, file, what, remedy);
    }

    /** {@code file: what is wrong; what to do}, on one line. */
    @Override
    public String toString() {
        return file + ": " + what + "; " + remedy;
    }
}
