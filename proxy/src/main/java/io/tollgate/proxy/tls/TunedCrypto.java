package io.tollgate.proxy.tls;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import org.bouncycastle.tls.NamedGroup;
import org.bouncycastle.tls.crypto.TlsECConfig;
import org.bouncycastle.tls.crypto.TlsECDomain;
import org.bouncycastle.tls.crypto.TlsNonceGenerator;
import org.bouncycastle.tls.crypto.impl.TlsAEADCipherImpl;
import org.bouncycastle.tls.crypto.impl.jcajce.JcaTlsCrypto;

/** The cryptography beneath Bouncy Castle's TLS, with records enciphered by the JDK. Safe for use by any thread. */
final class TunedCrypto extends JcaTlsCrypto {

    private final SecureRandom random;

    TunedCrypto(TunedProviders providers, SecureRandom random) {
        super(providers, random, random);
        this.random = random;
    }

    /** The system's generator, which everything here draws from. */
    SecureRandom random() {
        return random;
    }

    @Override
    protected TlsAEADCipherImpl createAEADCipher(String cipherName, String algorithm, int keySize, boolean encrypting)
            throws GeneralSecurityException {
        if (!algorithm.equals("AES") || !cipherName.contains("GCM")) {
            throw new GeneralSecurityException("cipher not offered: " + cipherName);
        }
        return new JdkGcm(getHelper().createCipher(cipherName), encrypting);
    }

    /** Only what is offered: to look at all others, each with its tables, takes a third of a second of every start. */
    @Override
    public boolean hasNamedGroup(int group) {
        return switch (group) {
            case NamedGroup.X25519MLKEM768,
                    NamedGroup.MLKEM768, // half of the one before
                    NamedGroup.x25519,
                    NamedGroup.secp256r1,
                    NamedGroup.secp384r1 -> super.hasNamedGroup(group);
            default -> false;
        };
    }

    @Override
    public TlsECDomain createECDomain(TlsECConfig config) {
        return config.getNamedGroup() == NamedGroup.x25519
                ? () -> new X25519Agreement(this, random)
                : super.createECDomain(config);
    }

    /** Nonces straight from the system's generator: a DRBG for each connection costs more than it adds. */
    @Override
    public TlsNonceGenerator createNonceGenerator(byte[] additionalSeedMaterial) {
        return size -> {
            byte[] nonce = new byte[size];
            random.nextBytes(nonce);
            return nonce;
        };
    }
}
