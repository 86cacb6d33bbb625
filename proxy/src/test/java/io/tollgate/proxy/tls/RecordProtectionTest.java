package io.tollgate.proxy.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.Provider;
import java.security.SecureRandom;
import java.security.Security;
import java.util.HexFormat;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.tls.crypto.CryptoHashAlgorithm;
import org.junit.jupiter.api.Test;

class RecordProtectionTest {

    private static final Provider CIPHERS = Security.getProvider("SunJCE");

    // RFC 8448 section 3: the secrets after the handshake, and records sent under them.
    private static final byte[] TO_SERVER = hex("9e40646ce79a7f9dc05af8889bce6552875afa0b06df0087f792ebb7c17504a5");
    private static final byte[] TO_CLIENT = hex("a11af9f05531f856ad47116b45a950328204b4f44bfe6b3a4b4f1f3fcb631643");
    private static final byte[] FIRST = hex("17030300 43a23f70 54b62c94 d0affafe 8228ba55 cbefacea 42f914aa 66bcab3f"
            + "2b9819a8 a5b46b39 5bd54a9a 20441e2b 62974e1f 5a6292a2 977014bd 1e3deae6 3aeebb21 694915e4");
    private static final byte[] END = hex("1703030013 c9872760 655666b7 4d7ff115 3efd6db6 d0b0e3");

    private final RecordScratch scratch = new RecordScratch();

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text.replace(" ", ""));
    }

    private static RecordKeys keys(byte[] toServer, byte[] toClient) {
        TunedCrypto crypto = new TunedCrypto(new TunedProviders(new BouncyCastleProvider()), new SecureRandom());
        return RecordKeys.of13(
                crypto.createSecret(toServer), crypto.createSecret(toClient), CryptoHashAlgorithm.sha256, 16, CIPHERS);
    }

    @Test
    void the_records_of_rfc_8448_are_opened() throws Exception {
        RecordProtection opening = keys(TO_SERVER, TO_CLIENT).opening();
        assertThat(opening.open(FIRST, FIRST.length, scratch.plain)).isEqualTo(50);
        assertThat(opening.type()).isEqualTo(23);
        for (int i = 0; i < 50; i++) {
            assertThat(scratch.plain[i]).isEqualTo((byte) i);
        }
        assertThat(opening.open(END, END.length, scratch.plain)).isEqualTo(2);
        assertThat(opening.type()).isEqualTo(21);
        assertThat(scratch.plain).startsWith(1, 0);
    }

    @Test
    void the_records_of_rfc_8448_are_sealed() {
        RecordProtection sealing =
                keys(/* toServer= */ TO_CLIENT, /* toClient= */ TO_SERVER).sealing(); // As if we were the client.
        for (int i = 0; i < 50; i++) {
            scratch.plain[i] = (byte) i;
        }
        int length = sealing.seal(23, scratch.plain, 50, scratch.record);
        assertThat(java.util.Arrays.copyOf(scratch.record, length)).isEqualTo(FIRST);
        scratch.plain[0] = 1;
        scratch.plain[1] = 0;
        length = sealing.seal(21, scratch.plain, 2, scratch.record);
        assertThat(java.util.Arrays.copyOf(scratch.record, length)).isEqualTo(END);
    }

    @Test
    void no_nonce_comes_twice_over_many_records() {
        RecordProtection sealing = keys(TO_SERVER, TO_CLIENT).sealing();
        java.util.Set<String> seen = new java.util.HashSet<>();
        for (int i = 0; i < 70_000; i++) {
            scratch.plain[0] = 0;
            int length = sealing.seal(23, scratch.plain, 1, scratch.record);
            assertThat(seen.add(HexFormat.of().formatHex(scratch.record, 5, length)))
                    .isTrue();
        }
        assertThat(sealing.number()).isEqualTo(70_000);
    }

    @Test
    void records_of_tls_1_2_carry_their_number_and_come_back() throws Exception {
        byte[] key = new byte[16];
        byte[] iv = {1, 2, 3, 4};
        RecordProtection sealing = RecordProtection.sealing(key, iv, false, 1, CIPHERS);
        RecordProtection opening = RecordProtection.opening(key, iv, false, 1, CIPHERS);
        for (int i = 1; i < 300; i++) {
            scratch.plain[0] = (byte) i;
            int length = sealing.seal(23, scratch.plain, 1, scratch.record);
            assertThat(length).isEqualTo(5 + 8 + 1 + 16);
            assertThat(scratch.record[12]).isEqualTo((byte) i);
            assertThat(scratch.record[11]).isEqualTo((byte) (i >> 8));
            assertThat(opening.open(scratch.record, length, scratch.plain)).isEqualTo(1);
            assertThat(scratch.plain[0]).isEqualTo((byte) i);
        }
    }

    @Test
    void every_single_bit_counts() {
        for (boolean isTls13 : new boolean[] {true, false}) {
            byte[] key = new byte[32];
            byte[] iv = new byte[isTls13 ? 12 : 4];
            int length =
                    RecordProtection.sealing(key, iv, isTls13, 7, CIPHERS).seal(23, scratch.plain, 20, scratch.record);
            byte[] record = java.util.Arrays.copyOf(scratch.record, length);
            for (int bit = 0; bit < length * 8; bit++) {
                // The version is not authenticated in TLS 1.2, nor is the header's length but by what it includes.
                if (!isTls13 && bit >= 8 && bit < 5 * 8) {
                    continue;
                }
                byte[] changed = record.clone();
                changed[bit / 8] ^= (byte) (1 << bit % 8);
                RecordProtection opening = RecordProtection.opening(key, iv, isTls13, 7, CIPHERS);
                assertThatThrownBy(() -> opening.open(changed, changed.length, scratch.plain))
                        .isInstanceOfSatisfying(
                                TlsAlertException.class,
                                e -> assertThat(e.alert()).isEqualTo(TlsAlertException.BAD_RECORD_MAC));
            }
        }
    }
}
