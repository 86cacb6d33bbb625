package io.tollgate.proxy.tls;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.SecureRandom;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.ParametersWithRandom;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.StandardDSAEncoding;
import org.bouncycastle.jcajce.provider.asymmetric.util.ECUtil;
import org.bouncycastle.math.ec.ECMultiplier;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.SignatureAndHashAlgorithm;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.crypto.TlsSigner;
import org.bouncycastle.tls.crypto.TlsStreamSigner;
import org.jspecify.annotations.Nullable;

/**
 * ECDSA by a key on P-256 (FIPS 186-5 section 6.4): Bouncy Castle's, but for the multiplication of the base point, which {@link
 * P256Base} does. Safe for use by any thread.
 */
final class P256Signer implements TlsSigner {
    private final ECPrivateKeyParameters key;
    private final SecureRandom random;

    private P256Signer(ECPrivateKeyParameters key, SecureRandom random) {
        this.key = key;
        this.random = random;
    }

    /** One for this key; null where it is on another curve. */
    static @Nullable P256Signer of(PrivateKey key, SecureRandom random) {
        try {
            return ECUtil.generatePrivateKeyParameter(key) instanceof ECPrivateKeyParameters found
                            && P256Base.get().isFor(found.getParameters().getG())
                    ? new P256Signer(found, random)
                    : null;
        } catch (GeneralSecurityException e) {
            return null; // A key that says nothing of itself is left to whoever holds it.
        }
    }

    /** Of the hash that goes with the algorithm. */
    @Override
    public byte[] generateRawSignature(SignatureAndHashAlgorithm algorithm, byte[] hash) throws IOException {
        ECDSASigner signer = new ECDSASigner() {
            @Override
            protected ECMultiplier createBasePointMultiplier() {
                return P256Base.get();
            }
        };
        try {
            signer.init(true, new ParametersWithRandom(key, random));
            BigInteger[] signature = signer.generateSignature(hash);
            return StandardDSAEncoding.INSTANCE.encode(signer.getOrder(), signature[0], signature[1]);
        } catch (RuntimeException e) {
            throw new TlsFatalAlert(AlertDescription.internal_error, e);
        }
    }

    @Override
    public @Nullable TlsStreamSigner getStreamSigner(SignatureAndHashAlgorithm algorithm) {
        return null;
    }
}
