package io.tollgate.certs;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemReader;
import org.bouncycastle.util.io.pem.PemWriter;

/** The textual form of keys and certificates, RFC 7468. */
final class Pem {
    private static final String CERTIFICATE = "CERTIFICATE";
    private static final String PRIVATE_KEY = "PRIVATE KEY";

    private Pem() {}

    static String of(X509Certificate certificate) {
        try {
            return text(new PemObject(CERTIFICATE, certificate.getEncoded()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a certificate that was made here can't be encoded", e);
        }
    }

    static String of(PrivateKey key) {
        return text(new PemObject(PRIVATE_KEY, key.getEncoded()));
    }

    /** Reads a certificate and its key; an {@link IOException} tells which file is not what it should be. */
    static IssuedCertificate read(Path certificate, Path key, BouncyCastleProvider provider) throws IOException {
        return new IssuedCertificate(certificate(certificate, provider), key(key, provider));
    }

    static X509Certificate certificate(Path file, BouncyCastleProvider provider) throws IOException {
        try {
            X509CertificateHolder holder = new X509CertificateHolder(content(file, CERTIFICATE));
            return new JcaX509CertificateConverter().setProvider(provider).getCertificate(holder);
        } catch (GeneralSecurityException | RuntimeException e) {
            throw new IOException(file + " holds no certificate that can be read", e);
        }
    }

    private static PrivateKey key(Path file, BouncyCastleProvider provider) throws IOException {
        try {
            return KeyFactory.getInstance("EC", provider)
                    .generatePrivate(new PKCS8EncodedKeySpec(content(file, PRIVATE_KEY)));
        } catch (GeneralSecurityException | RuntimeException e) {
            throw new IOException(file + " holds no elliptic curve key that can be read", e);
        }
    }

    private static byte[] content(Path file, String type) throws IOException {
        try (PemReader reader = new PemReader(new StringReader(Files.readString(file)))) {
            PemObject object = reader.readPemObject();
            if (object == null || !object.getType().equals(type)) {
                throw new IOException(file + " does not start with a PEM " + type);
            }
            return object.getContent();
        }
    }

    private static String text(PemObject object) {
        StringWriter text = new StringWriter();
        try (PemWriter writer = new PemWriter(text)) {
            writer.writeObject(object);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }
}
