package io.tollgate.proxy.tls;

import java.security.cert.X509Certificate;

/** The name of a client by its certificate, fit to be written into a log. Stateless. */
final class ClientName {

    private static final int LONGEST = 256;

    private ClientName() {}

    /** The subject as RFC 2253 writes it, with what could forge a line taken out, cut where it is long. */
    static String of(X509Certificate certificate) {
        String subject = certificate.getSubjectX500Principal().getName();
        StringBuilder name = new StringBuilder(Math.min(subject.length(), LONGEST));
        for (int i = 0; i < subject.length() && i < LONGEST; i++) {
            char c = subject.charAt(i);
            name.append(Character.isISOControl(c) || c == '\u2028' || c == '\u2029' ? '?' : c);
        }
        return name.toString();
    }
}
