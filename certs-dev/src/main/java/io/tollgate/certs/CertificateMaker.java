package io.tollgate.certs;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Makes P-256 key pairs and signs certificates for them with ECDSA and SHA-256. */
record CertificateMaker(SecureRandom random, InstantSource clock, BouncyCastleProvider provider) {
    /** Clocks of other machines may be behind by this much. */
    private static final Duration CLOCK_SKEW = Duration.ofHours(1);
    /** Positive, and at most 20 octets: RFC 5280 section 4.1.2.2. */
    private static final int SERIAL_BITS = 126;

    /** A certificate that vouches for itself. */
    IssuedCertificate selfSigned(X500Name subject, Duration life, List<Extension> extensions) {
        KeyPair keys = keyPair();
        Instant start = start();
        return issued(new Request(subject, keys, start, start.plus(life)), subject, keys, extensions);
    }

    /** A certificate that {@code issuer} vouches for, and that does not outlive it. */
    IssuedCertificate signed(IssuedCertificate issuer, X500Name subject, Duration life, List<Extension> extensions) {
        Instant start = start();
        Instant end = start.plus(life);
        Instant issuerEnd = issuer.certificate().getNotAfter().toInstant();
        return issued(
                new Request(subject, keyPair(), start, end.isBefore(issuerEnd) ? end : issuerEnd),
                subject(issuer),
                issuer.keyPair(),
                extensions);
    }

    static Extension critical(ASN1ObjectIdentifier name, ASN1Encodable value) {
        return extension(name, true, value);
    }

    static Extension plain(ASN1ObjectIdentifier name, ASN1Encodable value) {
        return extension(name, false, value);
    }

    private record Request(X500Name subject, KeyPair keys, Instant start, Instant end) {}

    private IssuedCertificate issued(Request request, X500Name issuer, KeyPair signer, List<Extension> extensions) {
        try {
            X509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                    issuer,
                    new BigInteger(SERIAL_BITS, random).setBit(SERIAL_BITS),
                    Date.from(request.start()),
                    Date.from(request.end()),
                    request.subject(),
                    request.keys().getPublic());
            JcaX509ExtensionUtils identifiers = new JcaX509ExtensionUtils();
            builder.addExtension(
                    Extension.subjectKeyIdentifier,
                    false,
                    identifiers.createSubjectKeyIdentifier(request.keys().getPublic()));
            builder.addExtension(
                    Extension.authorityKeyIdentifier,
                    false,
                    identifiers.createAuthorityKeyIdentifier(signer.getPublic()));
            for (Extension extension : extensions) {
                builder.addExtension(extension);
            }
            ContentSigner signature = new JcaContentSignerBuilder("SHA256withECDSA")
                    .setProvider(provider)
                    .setSecureRandom(random)
                    .build(signer.getPrivate());
            X509Certificate certificate =
                    new JcaX509CertificateConverter().setProvider(provider).getCertificate(builder.build(signature));
            return new IssuedCertificate(certificate, request.keys().getPrivate());
        } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
            throw new IllegalStateException("can't sign a certificate for " + request.subject(), e);
        }
    }

    private KeyPair keyPair() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", provider);
            generator.initialize(new ECGenParameterSpec("P-256"), random);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("can't make a P-256 key", e);
        }
    }

    private Instant start() {
        return clock.instant().minus(CLOCK_SKEW).truncatedTo(ChronoUnit.SECONDS);
    }

    private static X500Name subject(IssuedCertificate issuer) {
        try {
            return new JcaX509CertificateHolder(issuer.certificate()).getSubject();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("can't read the name of " + issuer, e);
        }
    }

    private static Extension extension(ASN1ObjectIdentifier name, boolean critical, ASN1Encodable value) {
        try {
            return Extension.create(name, critical, value);
        } catch (IOException e) {
            throw new IllegalStateException("can't encode extension " + name, e);
        }
    }
}
