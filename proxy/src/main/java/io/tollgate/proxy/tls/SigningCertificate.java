package io.tollgate.proxy.tls;

import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECKey;
import java.util.List;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.CertificateEntry;
import org.bouncycastle.tls.DefaultTlsCredentialedSigner;
import org.bouncycastle.tls.SignatureAndHashAlgorithm;
import org.bouncycastle.tls.SignatureScheme;
import org.bouncycastle.tls.TlsCredentialedSigner;
import org.bouncycastle.tls.TlsUtils;
import org.bouncycastle.tls.crypto.TlsCertificate;
import org.bouncycastle.tls.crypto.TlsCryptoParameters;
import org.bouncycastle.tls.crypto.impl.jcajce.JcaDefaultTlsCredentialedSigner;
import org.bouncycastle.tls.crypto.impl.jcajce.JcaTlsCertificate;
import org.jspecify.annotations.Nullable;

/** A certificate in the shapes Bouncy Castle's protocol wants, made once for all handshakes. Safe for use by any thread. */
final class SigningCertificate {

    private final TunedCrypto crypto;
    private final ServerCertificate certificate;
    private final Certificate message12;
    private final Certificate message13;
    private final PublicKey key;
    private final @Nullable P256Signer p256;

    SigningCertificate(TunedCrypto crypto, ServerCertificate certificate) {
        this.crypto = crypto;
        this.certificate = certificate;
        List<X509Certificate> chain = certificate.chain();
        TlsCertificate[] list = new TlsCertificate[chain.size()];
        CertificateEntry[] entries = new CertificateEntry[list.length];
        for (int i = 0; i < list.length; i++) {
            list[i] = new JcaTlsCertificate(crypto, chain.get(i));
            entries[i] = new CertificateEntry(list[i], null);
        }
        this.message12 = new Certificate(list);
        this.message13 = new Certificate(TlsUtils.EMPTY_BYTES, entries);
        this.key = chain.get(0).getPublicKey();
        this.p256 = certificate.kind() == KeyKind.P256 ? P256Signer.of(certificate.key(), crypto.random()) : null;
    }

    /** Whether its key makes signatures of this kind, and the version and key exchange allow them. */
    boolean signs(SignatureAndHashAlgorithm algorithm, boolean isTls13, int keyExchange) {
        int scheme = SignatureScheme.from(algorithm);
        return HandshakeTerms.isKnownSignature(scheme)
                && fits(scheme, isTls13)
                && TlsUtils.isValidSignatureSchemeForServerKeyExchange(scheme, keyExchange);
    }

    private boolean fits(int scheme, boolean isTls13) {
        return switch (scheme) {
            case SignatureScheme.ecdsa_secp256r1_sha256 -> isCurve(isTls13, 256);
            case SignatureScheme.ecdsa_secp384r1_sha384 -> isCurve(isTls13, 384);
            case SignatureScheme.ed25519 -> certificate.kind() == KeyKind.ED25519;
            case SignatureScheme.rsa_pkcs1_sha256, SignatureScheme.rsa_pkcs1_sha384 ->
                certificate.kind() == KeyKind.RSA && !isTls13; // RFC 8446 section 4.2.3: in certificates only.
            default -> certificate.kind() == KeyKind.RSA;
        };
    }

    /** TLS 1.3 ties the curve to the digest, TLS 1.2 does not. */
    private boolean isCurve(boolean isTls13, int bits) {
        return key instanceof ECKey curve
                && (!isTls13 || curve.getParams().getOrder().bitLength() == bits);
    }

    /** Signs one handshake. */
    TlsCredentialedSigner credentials(
            TlsCryptoParameters parameters, SignatureAndHashAlgorithm algorithm, boolean isTls13) {
        Certificate message = isTls13 ? message13 : message12;
        return p256 != null
                ? new DefaultTlsCredentialedSigner(parameters, p256, message, algorithm)
                : new JcaDefaultTlsCredentialedSigner(parameters, crypto, certificate.key(), message, algorithm);
    }
}
