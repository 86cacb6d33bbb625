package io.tollgate.config.reader;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.config.Environment;
import io.tollgate.config.GatewayConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/** A folder with a certificate and a configuration that is in order, of which a test changes what it is about. */
final class ConfigFolder {

    /** Noon of a day in UTC. */
    static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-11-22T12:00:00Z"));

    /** The shortest useful file. */
    static final String SHORTEST = """
        listeners:
          - address: 0.0.0.0:8443
            tls: { certificate: certs/billing.crt, key: certs/billing.key }
        apps:
          billing:
            upstream: http://127.0.0.1:8080
            home: /invoices/
            public: ["GET /static/**"]
            access:
              biller:
                allow: ["/claims/**", "/invoices/**", "GET /patients/*"]
                deny:  ["DELETE /invoices/**"]
        """;

    static final String LISTENERS =
            "listeners: [{ address: \":8443\", tls: { certificate: certs/billing.crt, key: certs/billing.key } }]\n";
    static final String APPS = "apps: { billing: { upstream: http://127.0.0.1:8080 } }\n";

    private final Path folder;

    ConfigFolder(Path folder) {
        this.folder = folder;
        file("certs/billing.crt", "certificate");
        file("certs/billing.key", "key");
    }

    Path path(String name) {
        return folder.resolve(name);
    }

    ConfigFolder file(String name, String text) {
        try {
            Files.createDirectories(path(name).getParent());
            Files.writeString(path(name), text);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    ReadResult read(String yaml, Environment environment) {
        file("tollgate.yaml", yaml);
        return ConfigReader.read(path("tollgate.yaml"), environment, CLOCK);
    }

    /** What is told about a file, with its folder left out. */
    List<String> problems(String yaml) {
        return told(read(yaml, name -> null));
    }

    /** The same without the places. */
    List<String> whats(String yaml) {
        return problems(yaml).stream()
                .map(problem -> problem.substring(problem.indexOf(": ") + 2))
                .toList();
    }

    List<String> told(ReadResult result) {
        return result instanceof ReadResult.Problems told
                ? told.problems().stream()
                        .map(problem -> problem.toString().replace(folder + "/", ""))
                        .toList()
                : List.of();
    }

    GatewayConfig loaded(String yaml) {
        ReadResult result = read(yaml, name -> null);
        assertThat(told(result)).isEmpty();
        return ((ReadResult.Loaded) result).config();
    }

    /** A file that is in order but for some lines of its app, each indented by four. */
    static String app(String... lines) {
        return LISTENERS + "apps:\n  billing:\n    upstream: http://127.0.0.1:8080\n    " + String.join("\n    ", lines)
                + "\n";
    }

    /** A file that is in order but for some lines at its top, which come last. */
    static String top(String... lines) {
        return LISTENERS + APPS + String.join("\n", lines) + "\n";
    }
}
