package io.tollgate.proxy.tls;

import io.tollgate.config.CertificateFiles;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECKey;
import java.security.interfaces.RSAKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x500.style.IETFUtils;
import org.bouncycastle.jce.provider.BouncyCastleProvider;

/** Reads certificates and keys from PEM files and judges whether TLS can be served with them. */
public final class CertificateLoader {

    /**
     * What was read.
     *
     * @param warnings what clients may complain about, such as an expired certificate
     */
    public record Loaded(Certificates certificates, List<TlsProblem> warnings) {
        public Loaded {
            warnings = List.copyOf(warnings);
        }
    }

    private static final byte[] PROBE = "does this key belong to this certificate".getBytes(StandardCharsets.US_ASCII);
    private static final int DNS_NAME = 2;
    private static final Duration SOON = Duration.ofDays(14);

    private final BouncyCastleProvider provider = BouncyCastle.PROVIDER;
    private final Instant now;
    private final List<TlsProblem> warnings = new ArrayList<>();

    private CertificateLoader(InstantSource clock) {
        this.now = clock.instant();
    }

    /** Reads and judges all of them; every problem of every file is reported at once. */
    public static Loaded load(List<CertificateFiles> files, InstantSource clock) throws TlsProblemException {
        CertificateLoader loader = new CertificateLoader(clock);
        List<ServerCertificate> certificates = new ArrayList<>();
        List<TlsProblem> errors = new ArrayList<>();
        for (CertificateFiles pair : files) {
            try {
                certificates.add(loader.read(pair));
            } catch (TlsProblemException e) {
                errors.addAll(e.problems());
            }
        }
        if (!errors.isEmpty()) {
            throw new TlsProblemException(errors);
        }
        return new Loaded(new Certificates(certificates), loader.warnings);
    }

    /** Everything there is to say about these files, errors and warnings, without keeping anything: for {@code check}. */
    public static List<TlsProblem> check(List<CertificateFiles> files, InstantSource clock) {
        try {
            return load(files, clock).warnings();
        } catch (TlsProblemException e) {
            return e.problems();
        }
    }

    private ServerCertificate read(CertificateFiles files) throws TlsProblemException {
        PemFiles pem = new PemFiles(provider);
        List<TlsProblem> errors = new ArrayList<>();
        List<X509Certificate> chain = List.of();
        PrivateKey key = null;
        try {
            chain = pem.chain(files.certificate());
        } catch (TlsProblemException e) {
            errors.addAll(e.problems());
        }
        try {
            key = pem.key(files.key());
        } catch (TlsProblemException e) {
            errors.addAll(e.problems());
        }
        if (key == null || !errors.isEmpty()) {
            throw new TlsProblemException(errors);
        }
        X509Certificate leaf = chain.get(0);
        requireMatch(files, leaf.getPublicKey(), key);
        requireOrder(files.certificate(), chain);
        noteDates(files.certificate(), leaf);
        return new ServerCertificate(files.certificate(), chain, key, names(leaf), kind(files, leaf.getPublicKey()));
    }

    private void requireMatch(CertificateFiles files, PublicKey pub, PrivateKey key) throws TlsProblemException {
        boolean matches;
        try {
            String algorithm = probeAlgorithm(pub);
            Signature signer = Signature.getInstance(algorithm, provider);
            signer.initSign(key);
            signer.update(PROBE);
            byte[] signature = signer.sign();
            Signature verifier = Signature.getInstance(algorithm, provider);
            verifier.initVerify(pub);
            verifier.update(PROBE);
            matches = verifier.verify(signature);
        } catch (GeneralSecurityException | ClassCastException e) {
            matches = false;
        }
        if (!matches) {
            throw new TlsProblemException(TlsProblem.error(
                    files.key(),
                    "this key does not belong to the certificate in " + files.certificate(),
                    "name the key the certificate was asked for with, and put the server's own certificate first"
                            + " in its file"));
        }
    }

    private static String probeAlgorithm(PublicKey key) {
        if (key instanceof ECKey) {
            return "SHA256withECDSA";
        }
        return key instanceof RSAKey ? "SHA256withRSA" : key.getAlgorithm();
    }

    private void requireOrder(Path file, List<X509Certificate> chain) throws TlsProblemException {
        for (int i = 0; i + 1 < chain.size(); i++) {
            X509Certificate issuer = chain.get(i + 1);
            boolean vouched = chain.get(i).getIssuerX500Principal().equals(issuer.getSubjectX500Principal());
            try {
                chain.get(i).verify(issuer.getPublicKey(), provider);
            } catch (GeneralSecurityException e) {
                vouched = false;
            }
            if (!vouched) {
                throw new TlsProblemException(TlsProblem.error(
                        file,
                        "certificate " + (i + 2) + " did not issue certificate " + (i + 1),
                        "put the server's certificate first and after it, in turn, the one that issued the one"
                                + " before"));
            }
        }
    }

    private void noteDates(Path file, X509Certificate leaf) {
        Instant from = leaf.getNotBefore().toInstant();
        Instant until = leaf.getNotAfter().toInstant();
        if (now.isAfter(until)) {
            warnings.add(TlsProblem.warning(
                    file,
                    "the certificate expired on " + date(until),
                    "browsers refuse it; put a new one in its place"));
        } else if (now.isBefore(from)) {
            warnings.add(TlsProblem.warning(
                    file,
                    "the certificate is valid from " + date(from) + " only",
                    "look at this machine's clock, or wait"));
        } else if (now.plus(SOON).isAfter(until)) {
            warnings.add(TlsProblem.warning(
                    file, "the certificate expires on " + date(until), "put a new one in its place before that day"));
        }
    }

    private static LocalDate date(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC).toLocalDate();
    }

    /** The DNS names of the alternative-name extension; the common name only where there is no such extension. */
    private static List<String> names(X509Certificate leaf) {
        List<String> names = new ArrayList<>();
        try {
            var alternatives = leaf.getSubjectAlternativeNames();
            if (alternatives != null) {
                for (List<?> alternative : alternatives) {
                    if (alternative.get(0).equals(DNS_NAME) && alternative.get(1) instanceof String name) {
                        names.add(name.toLowerCase(Locale.ROOT));
                    }
                }
                return names;
            }
        } catch (CertificateParsingException e) {
            return names; // Names that cannot be read choose nothing; the certificate still serves as the first one.
        }
        RDN[] common = X500Name.getInstance(leaf.getSubjectX500Principal().getEncoded())
                .getRDNs(BCStyle.CN);
        if (common.length > 0) {
            names.add(IETFUtils.valueToString(common[0].getFirst().getValue()).toLowerCase(Locale.ROOT));
        }
        return names;
    }

    private static KeyKind kind(CertificateFiles files, PublicKey key) throws TlsProblemException {
        if (key instanceof RSAKey rsa) {
            int bits = rsa.getModulus().bitLength();
            if (bits < 2048) {
                throw new TlsProblemException(TlsProblem.error(
                        files.certificate(),
                        "its RSA key has " + bits + " bits, which browsers no longer accept",
                        "get a certificate for an ECDSA P-256 key, or for RSA of 2048 bits and more"));
            }
            return KeyKind.RSA;
        }
        if (key instanceof ECKey ec) {
            int bits = ec.getParams().getOrder().bitLength();
            if (bits == 256 || bits == 384) {
                return bits == 256 ? KeyKind.P256 : KeyKind.P384;
            }
        } else if (key.getAlgorithm().equals("Ed25519")) {
            return KeyKind.ED25519;
        }
        throw new TlsProblemException(TlsProblem.error(
                files.certificate(),
                "a key of the kind " + key.getAlgorithm() + " is not served",
                "get a certificate for an ECDSA P-256 key, P-384, Ed25519 or RSA"));
    }
}
