package io.tollgate.proxy.tls;

import io.tollgate.config.ClientCertificates;
import java.security.Provider;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.Vector;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.tls.CipherSuite;
import org.bouncycastle.tls.NamedGroup;
import org.bouncycastle.tls.ProtocolName;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.SignatureAndHashAlgorithm;
import org.bouncycastle.tls.SignatureScheme;
import org.jspecify.annotations.Nullable;

/**
 * The terms of a listener by the numbers and in the shapes of Bouncy Castle's protocol. Immutable, as nobody changes its vectors.
 *
 * @param ciphers does AES-GCM for records
 * @param clients whether they are asked for a certificate
 * @param trust judges the certificates of clients
 * @param protocols what ALPN offers, the most wanted first
 * @param authorities named in the request for a certificate, so that people are offered those that fit
 * @param sessions of TLS 1.2 that may be resumed
 */
record HandshakeTerms(
        TunedCrypto crypto,
        Provider ciphers,
        List<ProtocolVersion> versions,
        List<Integer> suites,
        SigningCertificates certificates,
        ClientCertificates.Mode clients,
        ClientTrust trust,
        Vector<ProtocolName> protocols,
        Vector<X500Name> authorities,
        ResumableSessions sessions) {

    private static final Map<String, Integer> SUITES = Map.of(
            "TLS_AES_128_GCM_SHA256", CipherSuite.TLS_AES_128_GCM_SHA256,
            "TLS_AES_256_GCM_SHA384", CipherSuite.TLS_AES_256_GCM_SHA384,
            "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256", CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
            "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256", CipherSuite.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
            "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384", CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,
            "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384", CipherSuite.TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384);

    private static final Map<String, Integer> GROUPS = Map.of(
            "X25519MLKEM768", NamedGroup.X25519MLKEM768,
            "x25519", NamedGroup.x25519,
            "secp256r1", NamedGroup.secp256r1,
            "secp384r1", NamedGroup.secp384r1);

    private static final Map<String, Integer> SIGNATURES = Map.of(
            "ecdsa_secp256r1_sha256", SignatureScheme.ecdsa_secp256r1_sha256,
            "ecdsa_secp384r1_sha384", SignatureScheme.ecdsa_secp384r1_sha384,
            "ed25519", SignatureScheme.ed25519,
            "rsa_pss_rsae_sha256", SignatureScheme.rsa_pss_rsae_sha256,
            "rsa_pss_rsae_sha384", SignatureScheme.rsa_pss_rsae_sha384,
            "rsa_pkcs1_sha256", SignatureScheme.rsa_pkcs1_sha256,
            "rsa_pkcs1_sha384", SignatureScheme.rsa_pkcs1_sha384);

    private static final int[] GROUPS_13 = numbers(GROUPS, ServerTerms.GROUPS);

    /** Without the hybrid one, of which TLS 1.2 knows nothing. */
    private static final int[] GROUPS_12 = numbers(
            GROUPS,
            ServerTerms.GROUPS.stream().filter(name -> !name.contains("MLKEM")).toList());

    static HandshakeTerms of(ServerTerms terms, TunedCrypto crypto, Provider ciphers) {
        return new HandshakeTerms(
                crypto,
                ciphers,
                versions(terms),
                terms.suites().stream().map(SUITES::get).toList(),
                new SigningCertificates(crypto, terms.certificates()),
                terms.clients(),
                terms.trust(),
                vector(terms.protocols().stream()
                        .map(ProtocolName::asUtf8Encoding)
                        .toList()),
                authorities(terms.trust()),
                new ResumableSessions(terms.clock()));
    }

    private static List<ProtocolVersion> versions(ServerTerms terms) {
        return terms.versions().length == 2
                ? List.of(ProtocolVersion.TLSv13, ProtocolVersion.TLSv12)
                : List.of(ProtocolVersion.TLSv13);
    }

    private static int[] numbers(Map<String, Integer> known, List<String> names) {
        return names.stream().mapToInt(known::get).toArray();
    }

    @SuppressWarnings("JdkObsolete") // It is what Bouncy Castle takes.
    private static <T> Vector<T> vector(List<T> all) {
        return new Vector<>(all);
    }

    private static Vector<X500Name> authorities(ClientTrust trust) {
        return vector(List.of(trust.getAcceptedIssuers()).stream()
                .map(X509Certificate::getSubjectX500Principal)
                .map(name -> X500Name.getInstance(name.getEncoded()))
                .toList());
    }

    /** The name of a cipher suite as the JDK writes it. */
    static String suite(int suite) {
        for (Map.Entry<String, Integer> known : SUITES.entrySet()) {
            if (known.getValue() == suite) {
                return known.getKey();
            }
        }
        throw new IllegalArgumentException("a cipher suite that is not offered: " + suite);
    }

    /** How long its key is. */
    static int keyLength(int suite) {
        return suite(suite).contains("AES_256") ? 32 : 16;
    }

    static int[] groups(boolean isTls13) {
        return (isTls13 ? GROUPS_13 : GROUPS_12).clone();
    }

    /** The group of a client's list that TLS 1.2 uses, as the client prefers; -1 where there is none. */
    static int group12(int @Nullable [] offered) {
        if (offered == null) {
            return NamedGroup.secp256r1; // RFC 8422 section 4: the client takes what it gets.
        }
        for (int group : offered) {
            for (int known : GROUPS_12) {
                if (group == known) {
                    return group;
                }
            }
        }
        return -1;
    }

    static boolean isKnownSignature(int scheme) {
        return SIGNATURES.containsValue(scheme);
    }

    /** Those a client may sign with. */
    static Vector<SignatureAndHashAlgorithm> signatures() {
        return vector(ServerTerms.SIGNATURES.stream()
                .map(SIGNATURES::get)
                .map(SignatureScheme::getSignatureAndHashAlgorithm)
                .toList());
    }
}
