package io.tollgate.proxy.tls;

import io.tollgate.config.ClientCertificates;
import io.tollgate.config.TlsConfig;
import io.tollgate.config.TlsVersion;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a listener offers and asks for, whichever engine speaks. Immutable.
 *
 * @param config what was declared
 * @param certificates what handshakes are answered with
 * @param trust judges the certificates of clients, where they are asked for
 * @param protocols what ALPN offers, the most wanted first
 * @param clock says when keys of tickets have served long enough
 */
record ServerTerms(
        TlsConfig config, Certificates certificates, ClientTrust trust, List<String> protocols, InstantSource clock) {

    /** AES-GCM only, with forward secrecy: what every client since 2014 has. */
    static final List<String> SUITES_13 = List.of("TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384");

    static final List<String> SUITES_12 = List.of(
            "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384");

    /** The one that holds against quantum computers first; not every engine has it. */
    static final List<String> GROUPS = List.of("X25519MLKEM768", "x25519", "secp256r1", "secp384r1");

    static final List<String> SIGNATURES = List.of(
            "ecdsa_secp256r1_sha256",
            "ecdsa_secp384r1_sha384",
            "ed25519",
            "rsa_pss_rsae_sha256",
            "rsa_pss_rsae_sha384",
            "rsa_pkcs1_sha256",
            "rsa_pkcs1_sha384");

    /** A session can be resumed for this long. */
    static final int SESSION_SECONDS = 3_600;

    ServerTerms {
        protocols = List.copyOf(protocols);
    }

    /** The names of the versions that are spoken, newest first. */
    String[] versions() {
        return isWith12() ? new String[] {"TLSv1.3", "TLSv1.2"} : new String[] {"TLSv1.3"};
    }

    /** The cipher suites of those versions, the most wanted first. */
    List<String> suites() {
        if (!isWith12()) {
            return SUITES_13;
        }
        return Stream.concat(SUITES_13.stream(), SUITES_12.stream()).toList();
    }

    private boolean isWith12() {
        return config.minimum() == TlsVersion.TLS_1_2;
    }

    /** Whether the other has the same declared and found the same in its files. */
    boolean isSameAs(ServerTerms other) {
        return config.equals(other.config)
                && protocols.equals(other.protocols)
                && Arrays.equals(trust.getAcceptedIssuers(), other.trust.getAcceptedIssuers())
                && certificates.isSameAs(other.certificates);
    }

    /**
     * Whether clients are asked for certificates. Then no session is resumed: it would be believed for as long as it is renewed, for days,
     * whatever has become of the certificate that was shown when it began.
     */
    boolean isAskingClients() {
        return clients() != ClientCertificates.Mode.NONE;
    }

    /** Whether clients are asked for certificates, and must show one. */
    ClientCertificates.Mode clients() {
        return config.clients().mode();
    }
}
