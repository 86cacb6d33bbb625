package io.tollgate.proxy.tls;

import javax.net.ssl.SSLException;

/** Thrown where we refuse a ClientHello ourselves, before an engine sees it; carries the alert to send (RFC 8446 section 6.2). */
final class RefusedHelloException extends SSLException {

    private static final long serialVersionUID = 1L;

    /** None of the protocols that the client offers is ours (RFC 7301 section 3.2). */
    static final byte NO_APPLICATION_PROTOCOL = 120;

    private final byte alert;

    RefusedHelloException(byte alert, String message) {
        super(message);
        this.alert = alert;
    }

    /** The alert as a record in the clear: fatal. */
    byte[] record() {
        return new byte[] {21, 3, 3, 0, 2, 2, alert};
    }
}
