package io.tollgate.proxy.tls;

import org.bouncycastle.jce.provider.BouncyCastleProvider;

/**
 * Bouncy Castle's provider, made once: it is the same whoever asks, and to make it costs a tenth of a second at a start. It
 * is not registered with the Java runtime. Stateless once made; safe for use by any thread.
 */
final class BouncyCastle {
    /** The provider. */
    static final BouncyCastleProvider PROVIDER = new BouncyCastleProvider();

    private BouncyCastle() {}
}
