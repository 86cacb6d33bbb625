package io.tollgate.proxy.apps;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.certs.DevCertificateFiles;
import io.tollgate.certs.DevCertificates;
import io.tollgate.config.reader.ConfigReader;
import io.tollgate.config.reader.ReadResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whoever copies an example out of {@code docs/apps} has one that can be read. */
final class AppsDocumentTest {

    static List<Path> documents() throws IOException {
        try (Stream<Path> files = Files.list(AppsDocument.folder())) {
            return files.sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("documents")
    void every_example_is_read_without_a_problem(Path document, @TempDir Path folder) throws Exception {
        DevCertificateFiles files = new DevCertificates(new SecureRandom(), InstantSource.system())
                .into(folder.resolve("certs"), List.of("localhost"));
        List<String> examples = AppsDocument.read(document).examples();
        assertThat(examples).isNotEmpty();
        for (String example : examples) {
            Path yaml = Files.writeString(
                    folder.resolve("tollgate.yaml"), """
                        listeners:
                          - address: 127.0.0.1:0
                            tls: { certificate: "%s", key: "%s" }
                        """.formatted(files.certificate(), files.key()) + example);
            ReadResult read = ConfigReader.read(yaml, name -> null, InstantSource.system());
            assertThat(read).as(read.toString()).isInstanceOf(ReadResult.Loaded.class);
        }
    }
}
