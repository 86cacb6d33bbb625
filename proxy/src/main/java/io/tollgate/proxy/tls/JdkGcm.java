package io.tollgate.proxy.tls;

import java.io.IOException;
import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.tls.crypto.impl.TlsAEADCipherImpl;
import org.jspecify.annotations.Nullable;

/** AES-GCM of the JDK in one direction of one connection, as TLS records need it. Confined to one thread at a time. */
final class JdkGcm implements TlsAEADCipherImpl {

    private static final int TAG_BYTES = 16;

    private final Cipher cipher;
    private final boolean encrypting;
    private @Nullable SecretKey key;

    JdkGcm(Cipher cipher, boolean encrypting) {
        this.cipher = cipher;
        this.encrypting = encrypting;
    }

    /** Who does the work: a test holds it to the JDK. */
    String provider() {
        return cipher.getProvider().getName();
    }

    @Override
    public void setKey(byte[] bytes, int offset, int length) {
        key = new SecretKeySpec(bytes, offset, length, "AES");
    }

    @Override
    public void init(byte[] nonce, int macSize) throws IOException {
        try {
            cipher.init(
                    encrypting ? Cipher.ENCRYPT_MODE : Cipher.DECRYPT_MODE,
                    key,
                    new GCMParameterSpec(macSize * 8, nonce));
        } catch (GeneralSecurityException e) {
            throw new IOException("AES-GCM does not take its key or nonce", e);
        }
    }

    @Override
    public int getOutputSize(int inputLength) {
        return encrypting ? inputLength + TAG_BYTES : Math.max(0, inputLength - TAG_BYTES);
    }

    @Override
    public int doFinal(byte[] additional, byte[] input, int inputOffset, int length, byte[] output, int outputOffset) {
        try {
            cipher.updateAAD(additional);
            return cipher.doFinal(input, inputOffset, length, output, outputOffset);
        } catch (GeneralSecurityException e) {
            // The caller turns an unchecked failure into the alert that fits its direction (bad_record_mac).
            throw new IllegalStateException("AES-GCM failed", e);
        }
    }
}
