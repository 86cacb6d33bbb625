package io.tollgate.certs;

import static io.tollgate.certs.CertificateMaker.critical;
import static io.tollgate.certs.CertificateMaker.plain;

import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.jce.provider.BouncyCastleProvider;

/**
 * A throw-away certificate authority: ECDSA P-256, no authorities below it, and bound to one purpose.
 *
 * <p>One for servers can vouch for its own names and this machine only, one for clients for no server at all: a browser
 * that was told to trust it has given little away. Safe for use by any thread as far as its {@link SecureRandom} is.
 */
public final class DevAuthority {
    /** The organization in every subject made here, by which throw-away certificates are told from real ones. */
    static final String ORGANIZATION = "Tollgate throw-away certificates";

    private static final Duration AUTHORITY_LIFE = Duration.ofDays(825);
    /** Browsers refuse server certificates that live longer than 398 days. */
    private static final Duration LEAF_LIFE = Duration.ofDays(397);

    private final IssuedCertificate issuer;
    private final CertificateMaker maker;

    /** An authority that was made here before. */
    DevAuthority(IssuedCertificate issuer, CertificateMaker maker) {
        this.issuer = issuer;
        this.maker = maker;
    }

    /** A new authority for servers of these DNS names and IP addresses, and of this machine. */
    public static DevAuthority forServers(List<String> names, SecureRandom random, InstantSource clock) {
        return forServers(new CertificateNames(names), maker(random, clock));
    }

    static DevAuthority forServers(CertificateNames names, CertificateMaker maker) {
        return made(
                "server",
                KeyPurposeId.id_kp_serverAuth,
                List.of(critical(Extension.nameConstraints, names.withLoopback().constraints())),
                maker);
    }

    /** A new authority for clients. */
    public static DevAuthority forClients(SecureRandom random, InstantSource clock) {
        return made("client", KeyPurposeId.id_kp_clientAuth, List.of(), maker(random, clock));
    }

    /** The authority's own certificate and key. */
    public IssuedCertificate issuer() {
        return issuer;
    }

    /** The authority's certificate, for those who shall trust it. */
    public X509Certificate certificate() {
        return issuer.certificate();
    }

    /**
     * Makes a server certificate of 397 days for these DNS names and IP addresses.
     *
     * <p>A client accepts it only where this authority was made for those names.
     */
    public IssuedCertificate server(List<String> names) {
        return server(new CertificateNames(names));
    }

    IssuedCertificate server(CertificateNames names) {
        return leaf(names.names().get(0), KeyPurposeId.id_kp_serverAuth, names.alternatives());
    }

    /** Makes a client certificate of 397 days for a person, named by an e-mail address. */
    public IssuedCertificate client(String email) {
        return leaf(
                email, KeyPurposeId.id_kp_clientAuth, new GeneralNames(new GeneralName(GeneralName.rfc822Name, email)));
    }

    private static DevAuthority made(
            String whom, KeyPurposeId purpose, List<Extension> constraints, CertificateMaker maker) {
        // A number in the name: browsers that were told to trust an older one must not mistake this for it.
        byte[] number = new byte[4];
        maker.random().nextBytes(number);
        List<Extension> extensions = new ArrayList<>(constraints);
        extensions.add(critical(Extension.basicConstraints, new BasicConstraints(0)));
        extensions.add(critical(Extension.keyUsage, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign)));
        extensions.add(plain(Extension.extendedKeyUsage, new ExtendedKeyUsage(purpose)));
        String name = "Tollgate throw-away " + whom + " CA " + HexFormat.of().formatHex(number);
        return new DevAuthority(maker.selfSigned(subject(name), AUTHORITY_LIFE, extensions), maker);
    }

    private IssuedCertificate leaf(String name, KeyPurposeId purpose, GeneralNames alternatives) {
        List<Extension> extensions = List.of(
                critical(Extension.basicConstraints, new BasicConstraints(false)),
                critical(Extension.keyUsage, new KeyUsage(KeyUsage.digitalSignature)),
                plain(Extension.extendedKeyUsage, new ExtendedKeyUsage(purpose)),
                plain(Extension.subjectAlternativeName, alternatives));
        return maker.signed(issuer, subject(name), LEAF_LIFE, extensions);
    }

    private static X500Name subject(String commonName) {
        return new X500NameBuilder(BCStyle.INSTANCE)
                .addRDN(BCStyle.O, ORGANIZATION)
                .addRDN(BCStyle.CN, commonName)
                .build();
    }

    private static CertificateMaker maker(SecureRandom random, InstantSource clock) {
        return new CertificateMaker(random, clock, new BouncyCastleProvider());
    }
}
