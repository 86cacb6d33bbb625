package io.tollgate.proxy.tls;

import java.security.cert.CertificateException;

/** A server's certificate is not accepted; the message says why and what to do, for operators. */
final class ServerRefusedException extends CertificateException {
    private static final long serialVersionUID = 1L;

    ServerRefusedException(String message) {
        super(message);
    }

    ServerRefusedException(String message, Throwable cause) {
        super(message, cause);
    }
}
