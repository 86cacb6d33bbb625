package io.tollgate.proxy.tls;

import io.netty.handler.ssl.NotSslRecordException;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import java.util.Locale;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Says in words for an operator why TLS with a server failed, and what to do. Stateless. */
public final class HandshakeFailures {
    private HandshakeFailures() {}

    /** The words; null where the failure is none of TLS. */
    public static @Nullable String words(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ServerRefusedException refused) {
                return refused.getMessage();
            }
            if (cause instanceof NotSslRecordException) {
                return "it does not speak TLS on this port; write http:// or h2c:// if that is meant";
            }
            if (cause instanceof SslHandshakeTimeoutException) {
                return "the TLS handshake was not over in time";
            }
        }
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SSLException tls) {
                return words(String.valueOf(tls.getMessage()).toLowerCase(Locale.ROOT));
            }
        }
        return null;
    }

    /** From the names of alerts (RFC 8446 section 6.2), which the engine's messages hold. */
    private static String words(String message) {
        if (message.contains("protocol_version") || message.contains("not accepted by client preferences")) {
            return "it speaks no TLS version that is allowed here; update it, and see tls.minimum of the upstream";
        }
        if (message.contains("certificate_required")) {
            return "it wants a client certificate; name one by tls.certificate and tls.key of the upstream";
        }
        if (message.contains("unknown_ca")
                || message.contains("bad_certificate")
                || message.contains("certificate_unknown")
                || message.contains("certificate_expired")
                || message.contains("certificate_revoked")
                || message.contains("unsupported_certificate")
                || message.contains("access_denied")) {
            return "it refused our client certificate; see tls.certificate of the upstream and whom it trusts";
        }
        if (message.contains("handshake_failure")) {
            return "it found nothing to agree on; it may want a client certificate (tls.certificate of the upstream),"
                    + " or its ciphers are too old";
        }
        if (message.contains("unrecognized_name")) {
            return "it serves no host of that name; see tls.name of the upstream";
        }
        return "TLS failed: " + PeerNames.printable(message);
    }
}
