package io.tollgate.certs;

import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;

/** A certificate together with its private key. Immutable; its text never shows the key. */
public record IssuedCertificate(X509Certificate certificate, PrivateKey key) {
    /** The key with the public key of the certificate. */
    public KeyPair keyPair() {
        return new KeyPair(certificate.getPublicKey(), key);
    }

    /** The certificate as PEM, RFC 7468 section 5. */
    public String certificatePem() {
        return Pem.of(certificate);
    }

    /** The private key as PKCS#8 PEM, RFC 7468 section 10. A secret. */
    public String keyPem() {
        return Pem.of(key);
    }

    @Override
    public String toString() {
        return "IssuedCertificate[" + certificate.getSubjectX500Principal() + "]";
    }
}
