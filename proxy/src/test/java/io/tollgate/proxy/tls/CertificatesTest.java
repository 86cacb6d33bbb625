package io.tollgate.proxy.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class CertificatesTest {

    private final ServerCertificate first = certificate("first", "a.example");
    private final ServerCertificate sibling = certificate("sibling", "a.example", "more.example");
    private final ServerCertificate wild = certificate("wild", "*.w.example", "w.example");
    private final ServerCertificate exact = certificate("exact", "x.w.example");
    private final Certificates certificates = new Certificates(List.of(first, sibling, wild, exact));

    private static ServerCertificate certificate(String file, String... names) {
        return new ServerCertificate(Path.of(file), List.of(), null, List.of(names), KeyKind.P256);
    }

    @Test
    void an_exact_name_goes_before_a_wildcard() {
        assertThat(certificates.forName("x.w.example")).containsExactly(exact);
        assertThat(certificates.forName("y.w.example")).containsExactly(wild);
        assertThat(certificates.forName("w.example")).containsExactly(wild);
        assertThat(certificates.forName("more.example")).containsExactly(sibling);
    }

    @Test
    void a_wildcard_stands_for_one_label() {
        assertThat(certificates.forName("y.x.w.example")).containsExactly(first, sibling);
    }

    @Test
    void whoever_names_nothing_known_gets_the_first_and_its_siblings() {
        assertThat(certificates.forName(null)).containsExactly(first, sibling);
        assertThat(certificates.forName("unknown.example")).containsExactly(first, sibling);
        assertThat(certificates.forName("unknown")).containsExactly(first, sibling);
        assertThat(certificates.forName(".w.example")).containsExactly(first, sibling);
    }
}
