package io.tollgate.proxy.tls;

import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bouncycastle.jsse.BCX509Key;
import org.jspecify.annotations.Nullable;

/** A certificate chain with its private key, ready to serve. Immutable. */
public final class ServerCertificate {

    private final Path file;
    private final List<X509Certificate> chain;
    private final List<String> names;
    private final PrivateKey key;
    private final KeyKind kind;
    private final Map<String, BCX509Key> byKeyType = new HashMap<>();

    ServerCertificate(Path file, List<X509Certificate> chain, PrivateKey key, List<String> names, KeyKind kind) {
        this.file = file;
        this.chain = List.copyOf(chain);
        this.names = List.copyOf(names);
        this.key = key;
        this.kind = kind;
        X509Certificate[] array = chain.toArray(X509Certificate[]::new);
        kind.bouncyCastleNames().forEach(type -> byKeyType.put(type, new ServingKey(type, key, array)));
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

    /** The key in the shape Bouncy Castle asks for, or null where its kind was not asked for. */
    @Nullable
    BCX509Key keyFor(String keyType) {
        return byKeyType.get(keyType);
    }

    private static final class ServingKey implements BCX509Key {

        private final String keyType;
        private final PrivateKey key;
        private final X509Certificate[] chain;

        ServingKey(String keyType, PrivateKey key, X509Certificate[] chain) {
            this.keyType = keyType;
            this.key = key;
            this.chain = chain;
        }

        /** Not copied: read by Bouncy Castle in every handshake and changed by nobody. */
        @Override
        public X509Certificate[] getCertificateChain() {
            return chain;
        }

        @Override
        public String getKeyType() {
            return keyType;
        }

        @Override
        public PrivateKey getPrivateKey() {
            return key;
        }
    }
}
