package io.tollgate.proxy.tls;

import javax.net.ssl.SSLException;

/** Thrown instead of starting a handshake while too many wait for a processor; the connection is closed without an answer. */
public final class TooManyHandshakesException extends SSLException {

    TooManyHandshakesException() {
        super("too many handshakes are waiting");
    }

    /** Thrown often exactly when there is no time for a stack trace. */
    @Override
    public Throwable fillInStackTrace() {
        return this;
    }
}
