package io.tollgate.certs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.security.cert.CertPath;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import java.util.Set;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DevAuthorityTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    private final SecureRandom random = new SecureRandom();
    private final InstantSource clock = InstantSource.fixed(NOW);
    private final DevAuthority authority =
            DevAuthority.forServers(List.of("billing.clinic.example", "10.1.2.3"), random, clock);

    @Test
    void an_authority_signs_servers_and_no_further_authority() {
        X509Certificate certificate = authority.certificate();

        assertThat(certificate.getBasicConstraints()).isZero();
        assertThat(certificate.getKeyUsage()).startsWith(false, false, false, false, false, true, true);
        assertThat(certificate.getCriticalExtensionOIDs()).contains("2.5.29.19", "2.5.29.15", "2.5.29.30");
    }

    @Test
    void a_server_certificate_names_what_was_asked_for_and_proves_a_server_only() throws Exception {
        X509Certificate server = authority
                .server(List.of("Billing.Clinic.Example", "10.1.2.3", "::1"))
                .certificate();

        assertThat(server.getSubjectAlternativeNames())
                .extracting(name -> name.get(0) + " " + name.get(1))
                .hasSize(3)
                .contains("2 billing.clinic.example", "7 10.1.2.3");
        assertThat(server.getBasicConstraints()).isEqualTo(-1);
        assertThat(server.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1");
        assertThat(((ECPublicKey) server.getPublicKey()).getParams().getOrder().bitLength())
                .isEqualTo(256);
        assertThat(server.getSigAlgName()).isEqualToIgnoringCase("SHA256withECDSA");
    }

    @Test
    void a_server_certificate_lives_no_longer_than_browsers_accept() {
        X509Certificate server = authority.server(List.of("localhost")).certificate();

        Instant start = server.getNotBefore().toInstant();
        Instant end = server.getNotAfter().toInstant();
        assertThat(start).isEqualTo(NOW.minus(Duration.ofHours(1)));
        assertThat(Duration.between(start, end)).isEqualTo(Duration.ofDays(397));
        assertThat(Duration.between(
                        authority.certificate().getNotBefore().toInstant(),
                        authority.certificate().getNotAfter().toInstant()))
                .isEqualTo(Duration.ofDays(825));
    }

    @Test
    void a_server_certificate_ends_with_its_authority_at_the_latest() {
        InstantSource later = InstantSource.fixed(NOW.plus(Duration.ofDays(800)));
        DevAuthority old =
                new DevAuthority(authority.issuer(), new CertificateMaker(random, later, new BouncyCastleProvider()));

        assertThat(old.server(List.of("localhost")).certificate().getNotAfter())
                .isEqualTo(authority.certificate().getNotAfter());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"localhost", "127.0.0.1", "::1", "billing.clinic.example", "a.billing.clinic.example", "10.1.2.3"
            })
    void the_jdk_trusts_a_server_of_the_authoritys_names_and_of_this_machine(String name) throws Exception {
        validate(authority.server(List.of(name)).certificate());
    }

    @ParameterizedTest
    @ValueSource(strings = {"bank.example", "clinic.example", "10.1.2.4", "2001:db8::1"})
    void the_jdk_does_not_trust_a_server_of_any_other_name(String name) {
        X509Certificate server = authority.server(List.of(name)).certificate();

        assertThatThrownBy(() -> validate(server)).isInstanceOf(CertPathValidatorException.class);
    }

    @Test
    void a_client_certificate_names_a_person_and_proves_a_client_only() throws Exception {
        DevAuthority clients = DevAuthority.forClients(random, clock);

        X509Certificate client = clients.client("ada@clinic.example").certificate();

        assertThat(client.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.2");
        assertThat(client.getSubjectAlternativeNames()).containsExactly(List.of(1, "ada@clinic.example"));
        client.verify(clients.certificate().getPublicKey());
    }

    @Test
    void two_certificates_share_neither_key_nor_number() {
        IssuedCertificate one = authority.server(List.of("localhost"));
        IssuedCertificate other = authority.server(List.of("localhost"));

        assertThat(one.key()).isNotEqualTo(other.key());
        assertThat(one.certificate().getSerialNumber())
                .isPositive()
                .isNotEqualTo(other.certificate().getSerialNumber());
    }

    @Test
    void what_is_printed_of_a_certificate_does_not_show_its_key() {
        IssuedCertificate server = authority.server(List.of("localhost"));

        assertThat(server.toString()).contains("localhost").doesNotContain("PRIVATE", "key");
        assertThat(server.keyPem()).startsWith("-----BEGIN PRIVATE KEY-----");
        assertThat(server.certificatePem()).startsWith("-----BEGIN CERTIFICATE-----");
        assertThat(server.keyPair().getPublic()).isEqualTo(server.certificate().getPublicKey());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a b",
                "-a.example",
                "a..b",
                "http://a.example",
                "a.example:443",
                "1.2.3",
                "*.*.example",
                "a/b"
            })
    void what_is_no_name_is_refused(String name) {
        assertThatThrownBy(() -> authority.server(List.of(name)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + name + "'");
    }

    @Test
    void no_name_at_all_is_refused() {
        assertThatThrownBy(() -> authority.server(List.of())).isInstanceOf(IllegalArgumentException.class);
    }

    /** Anchored in the authority's bare key, because the JDK looks at constraints of certificates in the path only. */
    private void validate(X509Certificate server) throws Exception {
        X509Certificate root = authority.certificate();
        PKIXParameters parameters =
                new PKIXParameters(Set.of(new TrustAnchor(root.getSubjectX500Principal(), root.getPublicKey(), null)));
        parameters.setRevocationEnabled(false);
        parameters.setDate(Date.from(NOW));
        CertPath path = CertificateFactory.getInstance("X.509").generateCertPath(List.of(server, root));
        CertPathValidator.getInstance("PKIX").validate(path, parameters);
    }
}
