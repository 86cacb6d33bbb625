package io.tollgate.proxy.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.util.HexFormat;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.crypto.TlsAgreement;
import org.junit.jupiter.api.Test;

class X25519AgreementTest {

    private final TunedCrypto crypto = new TunedCrypto(new TunedProviders(BouncyCastle.PROVIDER), new SecureRandom());

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text);
    }

    /** Gives these bytes as if they were random. */
    private static SecureRandom giving(byte[] bytes) {
        return new SecureRandom() {
            @Override
            public void nextBytes(byte[] to) {
                System.arraycopy(bytes, 0, to, 0, to.length);
            }
        };
    }

    @Test
    void the_agreement_of_rfc_7748_section_6_1_is_found() throws Exception {
        TlsAgreement ours = new X25519Agreement(
                crypto, giving(hex("77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a")));
        assertThat(ours.generateEphemeral())
                .isEqualTo(hex("8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a"));
        ours.receivePeerValue(hex("de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f"));
        assertThat(ours.calculateSecret().extract())
                .isEqualTo(hex("4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742"));
    }

    @Test
    void a_value_that_gives_the_secret_away_is_refused() throws Exception {
        TlsAgreement ours = new X25519Agreement(crypto, new SecureRandom());
        ours.generateEphemeral();
        ours.receivePeerValue(new byte[32]);
        assertThatThrownBy(ours::calculateSecret)
                .isInstanceOfSatisfying(
                        TlsFatalAlert.class,
                        e -> assertThat(e.getAlertDescription()).isEqualTo(AlertDescription.handshake_failure));
    }

    @Test
    void a_value_of_another_length_is_refused() {
        TlsAgreement ours = new X25519Agreement(crypto, new SecureRandom());
        for (int length : new int[] {0, 31, 33}) {
            assertThatThrownBy(() -> ours.receivePeerValue(new byte[length]))
                    .isInstanceOfSatisfying(
                            TlsFatalAlert.class,
                            e -> assertThat(e.getAlertDescription()).isEqualTo(AlertDescription.illegal_parameter));
        }
    }
}
