package io.tollgate.proxy.tls;

import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/** A certificate chain with its private key, ready to serve. Immutable. */
public final class ServerCertificate {

    private final Path file;
    private final List<X509Certificate> chain;
    private final List<String> names;
    private final PrivateKey key;
    private final KeyKind kind;

    ServerCertificate(Path file, List<X509Certificate> chain, PrivateKey key, List<String> names, KeyKind kind) {
        this.file = file;
        this.chain = List.copyOf(chain);
        this.names = List.copyOf(names);
        this.key = key;
        this.kind = kind;
    }

    /** The file that holds the chain. */
    public Path file() {
        return file;
    }

    /** The certificate itself first, then those that vouch for it. */
    public List<X509Certificate> chain() {
        return chain;
    }

    /** The DNS names it is for, in lower case, wildcards as they stand. */
    public List<String> names() {
        return names;
    }

    /** The private key, as Bouncy Castle made it. */
    PrivateKey key() {
        return key;
    }

    KeyKind kind() {
        return kind;
    }
}
