package io.tollgate.proxy.tls;

import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.PEMEncryptedKeyPair;
import org.bouncycastle.openssl.PEMException;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;

/**
 * Reads PEM files: certificate chains, and private keys as PKCS #8, SEC 1 or PKCS #1.
 *
 * <p>Keys come from Bouncy Castle's own key factory. One from the JDK's would be converted, tables and all, at every signature.
 */
final class PemFiles {

    private static final int LARGEST = 1024 * 1024;

    private final BouncyCastleProvider provider;

    PemFiles(BouncyCastleProvider provider) {
        this.provider = provider;
    }

    /** The certificates of a file, at least one, in its order. */
    List<X509Certificate> chain(Path file) throws TlsProblemException {
        JcaX509CertificateConverter converter = new JcaX509CertificateConverter().setProvider(provider);
        List<X509Certificate> chain = new ArrayList<>();
        for (Object object : objects(file)) {
            if (object instanceof X509CertificateHolder holder) {
                try {
                    chain.add(converter.getCertificate(holder));
                } catch (CertificateException e) {
                    throw unreadable(file, e);
                }
            }
        }
        if (chain.isEmpty()) {
            throw new TlsProblemException(TlsProblem.error(
                    file,
                    "there is no certificate in it",
                    "it must hold PEM with BEGIN CERTIFICATE lines, the server's certificate first"));
        }
        return chain;
    }

    /** The first private key of a file. */
    PrivateKey key(Path file) throws TlsProblemException {
        JcaPEMKeyConverter converter = new JcaPEMKeyConverter().setProvider(provider);
        try {
            for (Object object : objects(file)) {
                if (object instanceof PrivateKeyInfo info) {
                    return converter.getPrivateKey(info);
                }
                if (object instanceof PEMKeyPair pair) {
                    return converter.getPrivateKey(pair.getPrivateKeyInfo());
                }
                if (object instanceof PKCS8EncryptedPrivateKeyInfo || object instanceof PEMEncryptedKeyPair) {
                    throw new TlsProblemException(
                            TlsProblem.error(
                                    file,
                                    "the key is encrypted with a passphrase, and nobody is there to type it",
                                    "write it without one (openssl pkey -in KEY -out NEW), readable by the gateway's user only"));
                }
            }
        } catch (PEMException e) {
            throw unreadable(file, e);
        }
        throw new TlsProblemException(TlsProblem.error(
                file, "there is no private key in it", "it must hold PEM with a BEGIN PRIVATE KEY line"));
    }

    private static List<Object> objects(Path file) throws TlsProblemException {
        List<Object> objects = new ArrayList<>();
        try (Reader text = new StringReader(text(file));
                PEMParser parser = new PEMParser(text)) {
            for (Object next = parser.readObject(); next != null; next = parser.readObject()) {
                objects.add(next);
            }
        } catch (IOException | RuntimeException e) {
            // The parser throws unchecked exceptions too where Base64 or ASN.1 is damaged.
            throw unreadable(file, e);
        }
        return objects;
    }

    private static String text(Path file) throws TlsProblemException {
        try {
            if (Files.size(file) > LARGEST) {
                throw new TlsProblemException(
                        TlsProblem.error(file, "larger than 1 MB", "name a PEM file with nothing else in it"));
            }
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException e) {
            throw new TlsProblemException(TlsProblem.error(
                    file, "no such file", "relative paths count from the folder of the configuration file"));
        } catch (AccessDeniedException e) {
            throw new TlsProblemException(TlsProblem.error(
                    file, "may not be read by this user", "give the user that runs the gateway the right to read it"));
        } catch (IOException e) {
            throw new TlsProblemException(
                    TlsProblem.error(file, "cannot be read", "look whether it is a file and its disk is well"));
        }
    }

    private static TlsProblemException unreadable(Path file, Exception cause) {
        TlsProblemException problem = new TlsProblemException(TlsProblem.error(
                file, "it is damaged or not PEM", "it must be the text form of OpenSSL, with BEGIN and END lines"));
        problem.initCause(cause);
        return problem;
    }
}
