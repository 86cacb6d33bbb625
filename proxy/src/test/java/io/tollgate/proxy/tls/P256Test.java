package io.tollgate.proxy.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.Signature;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.math.ec.ECPoint;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;
import org.bouncycastle.tls.SignatureScheme;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Held to Bouncy Castle's own multiplication and to the JDK's judgement of signatures. */
final class P256Test {
    private static final ECPoint G = CustomNamedCurves.getByName("secp256r1").getG();
    private static final BigInteger ORDER =
            CustomNamedCurves.getByName("secp256r1").getN();

    private final SecureRandom random = new SecureRandom();

    @Test
    void it_multiplies_as_bouncy_castle_does_at_the_ends_and_anywhere_between() {
        List<BigInteger> numbers = new ArrayList<>();
        for (int bit = 0; bit < 256; bit++) {
            BigInteger power = BigInteger.ONE.shiftLeft(bit);
            numbers.addAll(List.of(power, power.subtract(BigInteger.ONE), power.add(BigInteger.ONE)));
        }
        for (int i = 1; i < 40; i++) {
            numbers.addAll(List.of(BigInteger.valueOf(i), ORDER.subtract(BigInteger.valueOf(i))));
        }
        numbers.addAll(List.of(BigInteger.ZERO, ORDER, ORDER.add(BigInteger.ONE)));
        Random repeatable = new Random(256);
        for (int i = 0; i < 1_000; i++) {
            numbers.add(new BigInteger(256, repeatable));
        }
        for (BigInteger number : numbers) {
            ECPoint expected = new FixedPointCombMultiplier().multiply(G, number.mod(ORDER));
            assertThat(P256Base.get().multiply(G, number))
                    .as(number.toString(16))
                    .isEqualTo(expected);
        }
    }

    @Test
    void what_is_too_long_is_refused() {
        assertThatThrownBy(() -> P256Base.get().multiply(G, BigInteger.ONE.shiftLeft(256)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({"SHA-256", "SHA-384"}) // TLS 1.2 ties no digest to the curve.
    void the_jdk_finds_its_signatures_right_and_no_two_alike(String digest) throws Exception {
        KeyPair pair = TestCertificates.keys("EC", 256);
        P256Signer signer = P256Signer.of(pair.getPrivate(), random);
        byte[] before = {};
        for (int i = 0; i < 100; i++) {
            byte[] text = {(byte) i};
            byte[] hash = MessageDigest.getInstance(digest).digest(text);
            byte[] signature = signer.generateRawSignature(
                    SignatureScheme.getSignatureAndHashAlgorithm(SignatureScheme.ecdsa_secp256r1_sha256), hash);
            Signature jdk = Signature.getInstance(digest.replace("-", "") + "withECDSA", "SunEC");
            jdk.initVerify(pair.getPublic());
            jdk.update(text);
            assertThat(jdk.verify(signature)).isTrue();
            assertThat(signature).isNotEqualTo(before);
            before = signature;
        }
    }

    @Test
    void a_key_on_another_curve_is_none_for_it() throws Exception {
        assertThat(P256Signer.of(TestCertificates.keys("EC", 384).getPrivate(), random))
                .isNull();
    }
}
