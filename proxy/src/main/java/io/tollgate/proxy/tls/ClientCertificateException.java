package io.tollgate.proxy.tls;

import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;

/** Thrown where a client shows a certificate that is not accepted; the message names it and says why, for operators. */
final class ClientCertificateException extends CertificateException {

    ClientCertificateException(X509Certificate shown, String why) {
        super("\"" + ClientName.of(shown) + "\": " + why);
    }

    /** Thrown as often as somebody likes: where from is always the same. */
    @Override
    public Throwable fillInStackTrace() {
        return this;
    }
}
