package io.tollgate.proxy.tls;

/** The kinds of keys that are served, and what a client must accept for each (RFC 8446 section 4.2.3, RFC 5289). */
enum KeyKind {
    P256,
    P384,
    ED25519,
    RSA;

    /** The name by which the Java runtime knows such keys. */
    String algorithm() {
        return switch (this) {
            case P256, P384 -> "EC";
            case ED25519 -> "EdDSA";
            case RSA -> "RSA";
        };
    }

    /** Whether such a key makes signatures of this SignatureScheme. */
    boolean signs(int scheme) {
        return switch (this) {
            case P256 -> scheme == 0x0403;
            case P384 -> scheme == 0x0503;
            case ED25519 -> scheme == 0x0807;
            case RSA ->
                switch (scheme) {
                    case 0x0804, 0x0805, 0x0806, 0x0401, 0x0501, 0x0601 -> true;
                    default -> false;
                };
        };
    }

    /** Whether this cipher suite of TLS 1.2, as far as it is ours, goes with such a key. */
    boolean isFor(int suite) {
        return this == RSA ? suite == 0xC02F || suite == 0xC030 : suite == 0xC02B || suite == 0xC02C;
    }
}
