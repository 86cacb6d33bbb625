package io.tollgate.proxy.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tollgate.config.CertificateFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.jcajce.interfaces.EdDSAPrivateKey;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.PKCS8Generator;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8EncryptorBuilder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CertificateLoaderTest {

    private final Instant now = Instant.now();
    private final Instant nextYear = now.plus(Duration.ofDays(365));

    @TempDir
    Path directory;

    TestCertificates certificates;

    @BeforeEach
    void setUp() {
        certificates = new TestCertificates(directory);
    }

    @ParameterizedTest
    @CsvSource({
        "EC, 256, SHA256withECDSA, P256",
        "EC, 384, SHA384withECDSA, P384",
        "RSA, 2048, SHA256withRSA, RSA",
        "Ed25519, 0, Ed25519, ED25519"
    })
    void keys_of_these_kinds_serve(String algorithm, int bits, String signature, String kind) throws Exception {
        KeyPair pair = TestCertificates.keys(algorithm, bits);
        ServerCertificate read = read(certificates.selfSigned(pair, signature, nextYear, "a.example", "*.B.example"));
        assertThat(read.kind()).hasToString(kind);
        assertThat(read.names()).containsExactly("a.example", "*.b.example");
    }

    @Test
    void a_key_may_be_pkcs8_sec1_or_pkcs1() throws Exception {
        for (String algorithm : List.of("EC", "RSA")) {
            KeyPair pair = TestCertificates.keys(algorithm, algorithm.equals("EC") ? 256 : 2048);
            String certificate = TestCertificates.pem(TestCertificates.certificate(
                    pair, "SHA256with" + (algorithm.equals("EC") ? "ECDSA" : "RSA"), nextYear, "a.example"));
            String traditional = TestCertificates.pem(pair.getPrivate());
            String pkcs8 = TestCertificates.pem(new JcaPKCS8Generator(pair.getPrivate(), null));
            assertThat(traditional).contains("BEGIN " + algorithm + " PRIVATE KEY");
            assertThat(pkcs8).contains("BEGIN PRIVATE KEY");
            assertThat(read(certificates.files(certificate, traditional))).isNotNull();
            assertThat(read(certificates.files(certificate, pkcs8))).isNotNull();
        }
    }

    @Test
    void the_key_is_bouncy_castles_own() throws Exception {
        ServerCertificate read = read(certificates.issued("a.example"));
        assertThat(read.key().getClass().getName()).startsWith("org.bouncycastle.");
        assertThat(read.key()).isNotInstanceOf(EdDSAPrivateKey.class);
    }

    @Test
    void an_encrypted_key_is_told_apart_and_says_what_to_do() throws Exception {
        KeyPair pair = TestCertificates.keys("EC", 256);
        var encryptor = new JceOpenSSLPKCS8EncryptorBuilder(PKCS8Generator.AES_128_CBC)
                .setProvider(new BouncyCastleProvider())
                .setPassword("secret".toCharArray())
                .build();
        String key = TestCertificates.pem(
                new PKCS8Generator(PrivateKeyInfo.getInstance(pair.getPrivate().getEncoded()), encryptor));
        CertificateFiles files = certificates.files(
                TestCertificates.pem(TestCertificates.certificate(pair, "SHA256withECDSA", nextYear, "a.example")),
                key);
        assertThat(problem(files))
                .startsWith(files.key() + ": the key is encrypted")
                .contains("openssl pkey");
    }

    @Test
    void a_key_of_another_certificate_is_refused() throws Exception {
        CertificateFiles one = certificates.issued("a.example");
        CertificateFiles other = certificates.issued("a.example");
        CertificateFiles rsa =
                certificates.selfSigned(TestCertificates.keys("RSA", 2048), "SHA256withRSA", nextYear, "r");
        assertThat(problem(new CertificateFiles(one.certificate(), other.key())))
                .startsWith(other.key() + ": this key does not belong to the certificate in " + one.certificate());
        assertThat(problem(new CertificateFiles(one.certificate(), rsa.key()))).contains("does not belong");
    }

    @Test
    void a_chain_must_be_in_order() throws Exception {
        CertificateFiles issued = certificates.issued("a.example");
        String leaf = Files.readString(issued.certificate());
        String key = Files.readString(issued.key());
        ServerCertificate good = read(certificates.files(leaf + certificates.authorityPem(), key));
        assertThat(good.chain()).hasSize(2);

        String stranger = TestCertificates.pem(TestCertificates.certificate(
                TestCertificates.keys("EC", 256), "SHA256withECDSA", nextYear, "stranger"));
        assertThat(problem(certificates.files(leaf + stranger, key)))
                .contains("certificate 2 did not issue certificate 1");
        assertThat(problem(certificates.files(certificates.authorityPem() + leaf, key)))
                .contains("does not belong");
    }

    @Test
    void an_expired_certificate_is_a_warning() throws Exception {
        KeyPair pair = TestCertificates.keys("EC", 256);
        CertificateFiles expired =
                certificates.selfSigned(pair, "SHA256withECDSA", now.minusSeconds(86_400), "a.example");
        CertificateFiles soon = certificates.selfSigned(pair, "SHA256withECDSA", now.plusSeconds(86_400), "a.example");
        CertificateFiles later =
                certificates.selfSigned(pair, "SHA256withECDSA", now.plus(Duration.ofDays(200)), "a.example");
        List<TlsProblem> found = CertificateLoader.check(List.of(expired, soon, later), () -> now);
        assertThat(found).extracting(TlsProblem::severity).containsOnly(TlsProblem.Severity.WARNING);
        assertThat(found.get(0).toString()).contains("expired on");
        assertThat(found.get(1).toString()).contains("expires on");
        assertThat(found.get(2).toString()).contains("valid from");
    }

    @Test
    void every_problem_is_reported_at_once() throws Exception {
        Path empty = Files.writeString(directory.resolve("empty"), "nothing here\n");
        Path damaged = Files.writeString(
                directory.resolve("damaged"), "-----BEGIN CERTIFICATE-----\nMIIB!!!\n-----END CERTIFICATE-----\n");
        Path absent = directory.resolve("absent");
        List<TlsProblem> problems = CertificateLoader.check(
                List.of(new CertificateFiles(empty, absent), new CertificateFiles(damaged, directory)), () -> now);
        assertThat(problems).extracting(TlsProblem::file).containsExactly(empty, absent, damaged, directory);
        assertThat(problems).extracting(TlsProblem::severity).containsOnly(TlsProblem.Severity.ERROR);
        assertThat(problems.get(0).toString())
                .isEqualTo(empty
                        + ": there is no certificate in it; it must hold PEM with BEGIN CERTIFICATE lines, the server's"
                        + " certificate first");
        assertThat(problems.get(1).what()).isEqualTo("no such file");
        assertThat(problems.get(2).what()).isEqualTo("it is damaged or not PEM");
    }

    @Test
    void short_rsa_keys_are_refused() throws Exception {
        assertThat(problem(certificates.selfSigned(
                        TestCertificates.keys("RSA", 1024), "SHA256withRSA", nextYear, "a.example")))
                .contains("1024 bits");
    }

    private ServerCertificate read(CertificateFiles files) throws TlsProblemException {
        return CertificateLoader.load(List.of(files), () -> now)
                .certificates()
                .all()
                .get(0);
    }

    private String problem(CertificateFiles files) {
        return catchThrowableOfType(TlsProblemException.class, () -> CertificateLoader.load(List.of(files), () -> now))
                .getMessage();
    }
}
