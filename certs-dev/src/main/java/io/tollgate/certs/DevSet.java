package io.tollgate.certs;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x500.style.IETFUtils;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.jspecify.annotations.Nullable;

/** The certificates a directory holds now, and what they are still good for. What can't be read is absent. */
record DevSet(
        @Nullable X509Certificate authorityCertificate,
        @Nullable X509Certificate serverCertificate,
        @Nullable IssuedCertificate authority,
        @Nullable IssuedCertificate server,
        CertificateMaker maker) {
    private static final Duration STILL_GOOD_FOR = Duration.ofDays(7);

    static DevSet read(DevCertificateFiles files, CertificateMaker maker) {
        return new DevSet(
                certificate(files.authority(), maker),
                certificate(files.certificate(), maker),
                pair(files.authority(), files.authorityKey(), maker),
                pair(files.certificate(), files.key(), maker),
                maker);
    }

    /** Is there a server certificate with its key, for all these names, trusted by who trusts the authority? */
    boolean servesAll(CertificateNames names) {
        return authority != null
                && server != null
                && isGood(authority.certificate())
                && isGood(server.certificate())
                && isSignedBy(server.certificate(), authority.certificate())
                && alternatives(server.certificate())
                        .containsAll(List.of(names.alternatives().getNames()));
    }

    /** The authority that is there, if it may vouch for all these names. */
    @Nullable
    DevAuthority authorityFor(CertificateNames names) {
        if (authority == null || !authorityIsOurs() || !isGood(authority.certificate())) {
            return null;
        }
        Set<GeneralName> wanted = permitted(names.withLoopback().constraints());
        return permitted(constraints(authority.certificate())).containsAll(wanted)
                ? new DevAuthority(authority, maker)
                : null;
    }

    boolean authorityIsOurs() {
        return isOurs(authorityCertificate);
    }

    boolean serverIsOurs() {
        return isOurs(serverCertificate);
    }

    private boolean isGood(X509Certificate certificate) {
        Instant now = maker.clock().instant();
        return !now.isBefore(certificate.getNotBefore().toInstant())
                && now.plus(STILL_GOOD_FOR).isBefore(certificate.getNotAfter().toInstant());
    }

    private boolean isSignedBy(X509Certificate certificate, X509Certificate issuer) {
        try {
            certificate.verify(issuer.getPublicKey(), maker.provider());
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static @Nullable X509Certificate certificate(Path file, CertificateMaker maker) {
        try {
            return Files.exists(file) ? Pem.certificate(file, maker.provider()) : null;
        } catch (IOException e) {
            return null;
        }
    }

    /** A certificate with the key that belongs to it, or nothing. */
    private static @Nullable IssuedCertificate pair(Path certificate, Path key, CertificateMaker maker) {
        try {
            IssuedCertificate pair = Pem.read(certificate, key, maker.provider());
            return belongTogether(pair, maker) ? pair : null;
        } catch (IOException e) {
            return null;
        }
    }

    private static boolean belongTogether(IssuedCertificate pair, CertificateMaker maker) {
        byte[] probe = "tollgate".getBytes(StandardCharsets.US_ASCII);
        try {
            Signature signature = Signature.getInstance("SHA256withECDSA", maker.provider());
            signature.initSign(pair.key(), maker.random());
            signature.update(probe);
            byte[] signed = signature.sign();
            signature.initVerify(pair.certificate().getPublicKey());
            signature.update(probe);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static boolean isOurs(@Nullable X509Certificate certificate) {
        if (certificate == null) {
            return false;
        }
        RDN[] organizations = holder(certificate).getSubject().getRDNs(BCStyle.O);
        return Arrays.stream(organizations)
                .map(name -> IETFUtils.valueToString(name.getFirst().getValue()))
                .anyMatch(DevAuthority.ORGANIZATION::equals);
    }

    private static Set<GeneralName> alternatives(X509Certificate certificate) {
        Extension extension = holder(certificate).getExtension(Extension.subjectAlternativeName);
        return extension == null
                ? Set.of()
                : new HashSet<>(Arrays.asList(
                        GeneralNames.getInstance(extension.getParsedValue()).getNames()));
    }

    private static @Nullable NameConstraints constraints(X509Certificate certificate) {
        Extension extension = holder(certificate).getExtension(Extension.nameConstraints);
        return extension == null ? null : NameConstraints.getInstance(extension.getParsedValue());
    }

    private static Set<GeneralName> permitted(@Nullable NameConstraints constraints) {
        Set<GeneralName> names = new HashSet<>();
        if (constraints != null) {
            for (GeneralSubtree subtree : constraints.getPermittedSubtrees()) {
                names.add(subtree.getBase());
            }
        }
        return names;
    }

    private static JcaX509CertificateHolder holder(X509Certificate certificate) {
        try {
            return new JcaX509CertificateHolder(certificate);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a certificate that was read can't be encoded", e);
        }
    }
}
