package io.tollgate.proxy.tls;

import java.security.SecureRandom;
import java.util.Arrays;
import org.bouncycastle.math.ec.rfc7748.X25519;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.crypto.TlsAgreement;
import org.bouncycastle.tls.crypto.TlsSecret;

/**
 * Agrees on a secret by X25519 (RFC 7748 section 5, RFC 8446 section 7.4.2) on bare bytes: key objects of Java's cryptography would
 * cost one of three multiplications more, to find the public key once again. For one handshake; used by one thread at a time.
 */
final class X25519Agreement implements TlsAgreement {

    private final TunedCrypto crypto;
    private final SecureRandom random;
    private final byte[] secretKey = new byte[X25519.SCALAR_SIZE];
    private final byte[] peer = new byte[X25519.POINT_SIZE];

    X25519Agreement(TunedCrypto crypto, SecureRandom random) {
        this.crypto = crypto;
        this.random = random;
    }

    @Override
    public byte[] generateEphemeral() {
        X25519.generatePrivateKey(random, secretKey);
        byte[] ours = new byte[X25519.POINT_SIZE];
        X25519.generatePublicKey(secretKey, 0, ours, 0);
        return ours;
    }

    @Override
    public void receivePeerValue(byte[] value) throws TlsFatalAlert {
        if (value.length != X25519.POINT_SIZE) {
            throw new TlsFatalAlert(AlertDescription.illegal_parameter);
        }
        System.arraycopy(value, 0, peer, 0, value.length);
    }

    @Override
    public TlsSecret calculateSecret() throws TlsFatalAlert {
        byte[] secret = new byte[X25519.POINT_SIZE];
        try {
            // False where it is all zero: the peer's value is one of the few that would give the secret away.
            if (!X25519.calculateAgreement(secretKey, 0, peer, 0, secret, 0)) {
                throw new TlsFatalAlert(AlertDescription.handshake_failure);
            }
            return crypto.createSecret(secret);
        } finally {
            Arrays.fill(secret, (byte) 0);
            Arrays.fill(secretKey, (byte) 0);
        }
    }
}
