package io.tollgate.proxy.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.Security;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.api.Test;

class TunedCryptoTest {

    private final TunedProviders providers = new TunedProviders(new BouncyCastleProvider());
    private final TunedCrypto crypto = new TunedCrypto(providers, new SecureRandom());

    @Test
    void records_are_enciphered_by_the_jdk() throws Exception {
        var encrypting = crypto.createAEADCipher("AES/GCM/NoPadding", "AES", 16, true);
        assertThat(encrypting)
                .isInstanceOfSatisfying(
                        JdkGcm.class, gcm -> assertThat(gcm.provider()).isEqualTo("SunJCE"));
    }

    @Test
    void digests_and_hmac_are_the_jdks_and_curves_are_not() throws Exception {
        assertThat(providers.createMessageDigest("SHA-256").getProvider().getName())
                .isEqualTo("SUN");
        assertThat(providers.createDigest("SHA-256").getProvider().getName()).isEqualTo("SUN");
        assertThat(providers.createMac("HmacSHA256").getProvider().getName()).isEqualTo("SunJCE");
        assertThat(providers.createKeyAgreement("X25519").getProvider().getName())
                .isEqualTo("BC");
        assertThat(providers.createSignature("SHA256withECDSA").getProvider().getName())
                .isEqualTo("BC");
    }

    @Test
    void slow_ciphers_are_not_made() {
        assertThatThrownBy(() -> crypto.createAEADCipher("AES/CCM/NoPadding", "AES", 16, true))
                .isInstanceOf(GeneralSecurityException.class);
    }

    @Test
    void the_java_runtime_is_left_as_it_was() {
        assertThat(Security.getProvider("BC")).isNull();
        assertThat(Security.getProvider("BCJSSE")).isNull();
    }

    @Test
    void a_record_comes_back_whole_and_a_changed_one_does_not() throws Exception {
        byte[] key = new byte[16];
        byte[] record = new byte[1000 + 16];
        byte[] additional = {23, 3, 3};
        JdkGcm out = gcm(true, key);
        assertThat(out.doFinal(additional, record, 0, 1000, record, 0)).isEqualTo(out.getOutputSize(1000));

        byte[] copy = record.clone();
        JdkGcm in = gcm(false, key);
        assertThat(in.doFinal(additional, copy, 0, copy.length, copy, 0)).isEqualTo(1000);
        assertThat(copy).startsWith(new byte[1000]);

        record[5] ^= 1;
        JdkGcm other = gcm(false, key);
        assertThatThrownBy(() -> other.doFinal(additional, record, 0, record.length, record, 0))
                .isInstanceOf(IllegalStateException.class);
    }

    private JdkGcm gcm(boolean encrypting, byte[] key) throws Exception {
        JdkGcm gcm = (JdkGcm) crypto.createAEADCipher("AES/GCM/NoPadding", "AES", 16, encrypting);
        gcm.setKey(key, 0, key.length);
        gcm.init(new byte[12], 16);
        return gcm;
    }
}
