package io.tollgate.proxy.tls;

import java.security.AlgorithmParameters;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.security.Security;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.NoSuchPaddingException;
import org.bouncycastle.jcajce.util.ProviderJcaJceHelper;
import org.bouncycastle.jce.provider.BouncyCastleProvider;

/**
 * Says which provider does what: AES-GCM, digests and HMAC come from the JDK, everything else from Bouncy Castle.
 *
 * <p>The JDK's AES-GCM and SHA run on the processor's own instructions, twenty times and more as fast as portable code.
 * Bouncy Castle's elliptic curves are the faster ones, and it has ML-KEM. Safe for use by any thread.
 */
final class TunedProviders extends ProviderJcaJceHelper {

    private static final String GCM = "AES/GCM/NoPadding";

    private final Provider ciphers;
    private final Provider digests;

    TunedProviders(BouncyCastleProvider bouncyCastle) {
        super(bouncyCastle);
        this.ciphers = required("SunJCE");
        this.digests = required("SUN");
    }

    private static Provider required(String name) {
        Provider found = Security.getProvider(name);
        if (found == null) {
            throw new IllegalStateException("this Java runtime has no provider " + name + "; use an OpenJDK build");
        }
        return found;
    }

    /** Has the AES-GCM that is fast. */
    Provider ciphers() {
        return ciphers;
    }

    @Override
    public Cipher createCipher(String algorithm) throws NoSuchAlgorithmException, NoSuchPaddingException {
        return algorithm.equals(GCM) ? Cipher.getInstance(algorithm, ciphers) : super.createCipher(algorithm);
    }

    @Override
    public AlgorithmParameters createAlgorithmParameters(String algorithm) throws NoSuchAlgorithmException {
        return algorithm.equals("GCM")
                ? AlgorithmParameters.getInstance(algorithm, ciphers)
                : super.createAlgorithmParameters(algorithm);
    }

    @Override
    public Mac createMac(String algorithm) throws NoSuchAlgorithmException {
        return algorithm.startsWith("HmacSHA") ? Mac.getInstance(algorithm, ciphers) : super.createMac(algorithm);
    }

    /** By which of its two names Bouncy Castle asks: the hash over a handshake's messages comes this way. */
    @Override
    @SuppressWarnings("deprecation") // It is what is called.
    public MessageDigest createDigest(String algorithm) throws NoSuchAlgorithmException {
        return createMessageDigest(algorithm);
    }

    @Override
    public MessageDigest createMessageDigest(String algorithm) throws NoSuchAlgorithmException {
        return algorithm.startsWith("SHA-")
                ? MessageDigest.getInstance(algorithm, digests)
                : super.createMessageDigest(algorithm);
    }
}
