package io.tollgate.proxy.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.cert.X509Certificate;
import java.time.Instant;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.junit.jupiter.api.Test;

final class PeerNamesTest {
    private static X509Certificate named(String... names) throws Exception {
        return new JcaX509CertificateConverter()
                .getCertificate(TestCertificates.certificate(
                        TestCertificates.keys("EC", 256),
                        "SHA256withECDSA",
                        Instant.now().plusSeconds(3600),
                        names));
    }

    @Test
    void a_name_is_compared_as_a_whole_and_without_regard_to_case() throws Exception {
        X509Certificate leaf = named("Billing.Example", "b.example");
        assertThat(PeerNames.isFor(leaf, "billing.example")).isTrue();
        assertThat(PeerNames.isFor(leaf, "B.EXAMPLE")).isTrue();
        assertThat(PeerNames.isFor(leaf, "a.billing.example")).isFalse();
        assertThat(PeerNames.isFor(leaf, "billing.example.evil")).isFalse();
        assertThat(PeerNames.isFor(leaf, "example")).isFalse();
    }

    @Test
    void a_wildcard_is_the_whole_leftmost_label_and_stands_for_one() throws Exception {
        X509Certificate leaf = named("*.a.example", "b*.b.example", "*.*.c.example", "*");
        assertThat(PeerNames.isFor(leaf, "x.a.example")).isTrue();
        assertThat(PeerNames.isFor(leaf, "a.example")).isFalse();
        assertThat(PeerNames.isFor(leaf, ".a.example")).isFalse();
        assertThat(PeerNames.isFor(leaf, "x.y.a.example")).isFalse();
        assertThat(PeerNames.isFor(leaf, "bx.b.example")).isFalse();
        assertThat(PeerNames.isFor(leaf, "x.y.c.example")).isFalse();
        assertThat(PeerNames.isFor(leaf, "anything")).isFalse();
    }

    @Test
    void an_address_is_no_dns_name_and_the_subject_names_nobody() throws Exception {
        X509Certificate leaf = named("10.0.0.1");
        assertThat(PeerNames.isFor(leaf, "10.0.0.1")).isFalse();
        assertThat(leaf.getSubjectX500Principal().getName()).isEqualTo("CN=10.0.0.1");
        assertThat(PeerNames.isFor(leaf, "::1")).isFalse();
    }

    @Test
    void what_a_stranger_wrote_is_fit_for_a_log() {
        assertThat(PeerNames.printable("a\r\nb\u001b[1m\u00e4")).isEqualTo("a??b?[1m?");
        assertThat(PeerNames.printable("x".repeat(5000))).hasSizeLessThan(110);
    }
}
