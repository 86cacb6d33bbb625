package io.tollgate.certs;

import java.nio.file.Path;

/**
 * Where a set of throw-away certificates lies, all PEM; the keys have mode 0600.
 *
 * @param authority the certificate to trust
 * @param authorityKey kept so that more names can be added without trusting a new authority
 * @param certificate the server's certificate, whose issuer is {@code authority}
 * @param key the server's private key, PKCS#8
 */
public record DevCertificateFiles(Path authority, Path authorityKey, Path certificate, Path key) {
    static DevCertificateFiles in(Path directory) {
        return new DevCertificateFiles(
                directory.resolve("ca.crt"),
                directory.resolve("ca.key"),
                directory.resolve("server.crt"),
                directory.resolve("server.key"));
    }
}
