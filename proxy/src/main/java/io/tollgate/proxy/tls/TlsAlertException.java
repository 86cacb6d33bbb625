package io.tollgate.proxy.tls;

import javax.net.ssl.SSLException;

/** Thrown where a client breaks the record protocol; carries the alert it is told by (RFC 8446 section 6). */
final class TlsAlertException extends SSLException {

    static final int CLOSE_NOTIFY = 0;
    static final int UNEXPECTED_MESSAGE = 10;
    static final int BAD_RECORD_MAC = 20;
    static final int RECORD_OVERFLOW = 22;
    static final int HANDSHAKE_FAILURE = 40;
    static final int ILLEGAL_PARAMETER = 47;
    static final int DECODE_ERROR = 50;
    static final int INTERNAL_ERROR = 80;
    static final int USER_CANCELED = 90;

    private final int alert;

    TlsAlertException(int alert, String what) {
        super(what);
        this.alert = alert;
    }

    /** Where it was the client who sent an alert: there is nothing to tell it. */
    static TlsAlertException received(int description) {
        return new TlsAlertException(-1, "the client ended the connection by alert " + description);
    }

    /** What to tell the client; -1 where it was the client who told us. */
    int alert() {
        return alert;
    }

    /** Thrown as often as somebody likes: where from is always the same. */
    @Override
    public Throwable fillInStackTrace() {
        return this;
    }
}
