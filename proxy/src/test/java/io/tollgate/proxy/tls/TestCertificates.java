package io.tollgate.proxy.tls;

import io.tollgate.certs.DevAuthority;
import io.tollgate.certs.IssuedCertificate;
import io.tollgate.config.CertificateFiles;
import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Certificates for tests: some by a throw-away authority that clients trust, odd ones signed by themselves. */
public final class TestCertificates {

    private final Path directory;
    private final DevAuthority authority = DevAuthority.forServers(
            List.of("a.example", "b.example", "w.example"), new SecureRandom(), InstantSource.system());
    private int number;

    public TestCertificates(Path directory) {
        this.directory = directory;
    }

    /** A P-256 certificate that {@link #clientContext} trusts. */
    public CertificateFiles issued(String... names) throws IOException {
        IssuedCertificate made = authority.server(List.of(names));
        return files(made.certificatePem(), made.keyPem());
    }

    /** The certificate of the authority, as PEM. */
    public String authorityPem() {
        return authority.issuer().certificatePem();
    }

    /** A self-signed certificate of any key; a key written as the writer writes it. */
    public CertificateFiles selfSigned(KeyPair pair, String algorithm, Instant until, String... names)
            throws IOException {
        return files(pem(certificate(pair, algorithm, until, names)), pem(pair.getPrivate()));
    }

    public CertificateFiles files(String certificate, String key) throws IOException {
        number++;
        Path certificateFile = Files.writeString(directory.resolve(number + ".crt"), certificate);
        return new CertificateFiles(certificateFile, Files.writeString(directory.resolve(number + ".key"), key));
    }

    public static KeyPair keys(String algorithm, int bits) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm, new BouncyCastleProvider());
            if (bits > 0) {
                generator.initialize(bits);
            }
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    public static X509CertificateHolder certificate(KeyPair pair, String algorithm, Instant until, String... names) {
        try {
            X500Name subject = new X500Name("CN=" + names[0]);
            GeneralName[] alternatives = List.of(names).stream()
                    .map(name -> new GeneralName(GeneralName.dNSName, name))
                    .toArray(GeneralName[]::new);
            return new JcaX509v3CertificateBuilder(
                            subject,
                            BigInteger.ONE,
                            Date.from(until.minusSeconds(86_400L * 90)),
                            Date.from(until),
                            subject,
                            pair.getPublic())
                    .addExtension(Extension.subjectAlternativeName, false, new GeneralNames(alternatives))
                    .build(new JcaContentSignerBuilder(algorithm)
                            .setProvider(new BouncyCastleProvider())
                            .build(pair.getPrivate()));
        } catch (IOException | OperatorCreationException e) {
            throw new IllegalStateException(e);
        }
    }

    public static String pem(Object object) throws IOException {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
            writer.writeObject(object);
        }
        return text.toString();
    }

    /** A client of the JDK that trusts the authority. */
    public SSLContext clientContext() throws GeneralSecurityException, IOException {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("ca", authority.certificate());
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS", "SunJSSE");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }
}
