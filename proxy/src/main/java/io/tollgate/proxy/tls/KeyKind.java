package io.tollgate.proxy.tls;

import java.util.List;
import java.util.Set;

/** The kinds of keys that are served, and what a client must accept for each (RFC 8446 section 4.2.3, RFC 5289). */
enum KeyKind {
    P256("EC", List.of("EC", "ECDHE_ECDSA", "EC/secp256r1"), Set.of(0x0403), Suites.ECDSA),
    P384("EC", List.of("EC", "ECDHE_ECDSA", "EC/secp384r1"), Set.of(0x0503), Suites.ECDSA),
    ED25519("EdDSA", List.of("Ed25519", "EdDSA"), Set.of(0x0807), Suites.ECDSA),
    RSA(
            "RSA",
            List.of("RSA", "ECDHE_RSA"),
            Set.of(0x0804, 0x0805, 0x0806, 0x0401, 0x0501, 0x0601),
            Suites.RSA);

    private final String algorithm;
    private final List<String> bouncyCastleNames;
    private final Set<Integer> signatures;
    private final Set<Integer> suites;

    KeyKind(String algorithm, List<String> bouncyCastleNames, Set<Integer> signatures, Set<Integer> suites) {
        this.algorithm = algorithm;
        this.bouncyCastleNames = bouncyCastleNames;
        this.signatures = signatures;
        this.suites = suites;
    }

    /** The name by which the Java runtime knows such keys. */
    String algorithm() {
        return algorithm;
    }

    /** By which names Bouncy Castle asks for such a key: TLS 1.3 by algorithm and curve, TLS 1.2 by key exchange. */
    List<String> bouncyCastleNames() {
        return bouncyCastleNames;
    }

    /** Whether such a key makes signatures of this SignatureScheme. */
    boolean signs(int scheme) {
        return signatures.contains(scheme);
    }

    /** Whether this cipher suite of TLS 1.2, as far as it is ours, goes with such a key. */
    boolean isFor(int suite) {
        return suites.contains(suite);
    }

    private static final class Suites {
        static final Set<Integer> ECDSA = Set.of(0xC02B, 0xC02C);
        static final Set<Integer> RSA = Set.of(0xC02F, 0xC030);

        private Suites() {}
    }
}
