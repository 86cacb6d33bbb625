package io.tollgate.proxy.tls;

import java.io.IOException;
import java.security.Provider;
import java.util.Arrays;
import org.bouncycastle.tls.SecurityParameters;
import org.bouncycastle.tls.crypto.TlsCryptoUtils;
import org.bouncycastle.tls.crypto.TlsSecret;

/**
 * The keys that a handshake has led to, generation after generation (RFC 8446 sections 7.2 and 7.3; RFC 5246 section 6.3).
 *
 * <p>Confined to one thread at a time.
 */
final class RecordKeys {

    private static final int IV_13 = 12;
    private static final int IV_12 = 4;

    private final boolean isTls13;
    private final int hash;
    private final int keyLength;
    private final Provider ciphers;
    private TlsSecret toServer;
    private TlsSecret toClient;
    private byte[] block = {};

    private RecordKeys(
            boolean isTls13, int hash, int keyLength, Provider ciphers, TlsSecret toServer, TlsSecret toClient) {
        this.isTls13 = isTls13;
        this.hash = hash;
        this.keyLength = keyLength;
        this.ciphers = ciphers;
        this.toServer = toServer;
        this.toClient = toClient;
    }

    static RecordKeys of13(SecurityParameters agreed, int keyLength, Provider ciphers) {
        return of13(
                agreed.getTrafficSecretClient(),
                agreed.getTrafficSecretServer(),
                agreed.getPRFCryptoHashAlgorithm(),
                keyLength,
                ciphers);
    }

    /**
     * Of TLS 1.3.
     *
     * @param toServer protects what the client sends
     * @param hash of the cipher suite, by Bouncy Castle's number
     */
    static RecordKeys of13(TlsSecret toServer, TlsSecret toClient, int hash, int keyLength, Provider ciphers) {
        return new RecordKeys(true, hash, keyLength, ciphers, toServer, toClient);
    }

    static RecordKeys of12(SecurityParameters agreed, int keyLength, Provider ciphers) {
        TlsSecret master = agreed.getMasterSecret();
        RecordKeys keys = new RecordKeys(false, agreed.getPRFCryptoHashAlgorithm(), keyLength, ciphers, master, master);
        keys.block = master.deriveUsingPRF(
                        agreed.getPRFAlgorithm(),
                        "key expansion",
                        org.bouncycastle.util.Arrays.concatenate(agreed.getServerRandom(), agreed.getClientRandom()),
                        2 * keyLength + 2 * IV_12)
                .extract();
        return keys;
    }

    boolean isTls13() {
        return isTls13;
    }

    /** Opens what the client sends after its Finished. */
    RecordProtection opening() {
        if (isTls13) {
            return RecordProtection.opening(key(toServer), iv(toServer), true, 0, ciphers);
        }
        // The Finished was the first record under these keys (RFC 5246 section 7.4.9).
        byte[] key = Arrays.copyOfRange(block, 0, keyLength);
        byte[] iv = Arrays.copyOfRange(block, 2 * keyLength, 2 * keyLength + IV_12);
        return RecordProtection.opening(key, iv, false, 1, ciphers);
    }

    /** Seals what we send after our Finished. */
    RecordProtection sealing() {
        if (isTls13) {
            return RecordProtection.sealing(key(toClient), iv(toClient), true, 0, ciphers);
        }
        byte[] key = Arrays.copyOfRange(block, keyLength, 2 * keyLength);
        byte[] iv = Arrays.copyOfRange(block, 2 * keyLength + IV_12, 2 * keyLength + 2 * IV_12);
        return RecordProtection.sealing(key, iv, false, 1, ciphers);
    }

    /** Opens what the client sends after its KeyUpdate (RFC 8446 section 4.6.3). */
    RecordProtection nextOpening() {
        toServer = next(toServer);
        return opening();
    }

    /** Seals what we send after our KeyUpdate. */
    RecordProtection nextSealing() {
        toClient = next(toClient);
        return sealing();
    }

    private TlsSecret next(TlsSecret secret) {
        if (!isTls13) {
            throw new IllegalStateException("keys are updated in TLS 1.3 only");
        }
        return expanded(secret, "traffic upd", TlsCryptoUtils.getHashOutputSize(hash));
    }

    private byte[] key(TlsSecret secret) {
        return expanded(secret, "key", keyLength).extract();
    }

    private byte[] iv(TlsSecret secret) {
        return expanded(secret, "iv", IV_13).extract();
    }

    private TlsSecret expanded(TlsSecret secret, String label, int length) {
        try {
            return TlsCryptoUtils.hkdfExpandLabel(secret, hash, label, new byte[0], length);
        } catch (IOException e) {
            throw new IllegalStateException("keys cannot be made of a secret", e);
        }
    }
}
