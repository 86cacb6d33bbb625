package io.tollgate.proxy.tls;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;

/** Makes keys of the Java runtime of those that Bouncy Castle has read: its TLS signs with no others as fast. Stateless. */
final class RuntimeKeys {

    private RuntimeKeys() {}

    static PrivateKey of(PrivateKey key) throws GeneralSecurityException {
        String algorithm = key.getAlgorithm().equals("ECDSA") ? "EC" : key.getAlgorithm();
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(key.getEncoded()));
    }
}
