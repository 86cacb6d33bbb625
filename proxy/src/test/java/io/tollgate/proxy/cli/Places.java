package io.tollgate.proxy.cli;

import io.tollgate.certs.DevCertificateFiles;
import io.tollgate.certs.DevCertificates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;

/** A folder with a configuration that works. */
final class Places {
    final Path folder;
    final Path config;

    private Places(Path folder) {
        this.folder = folder;
        this.config = folder.resolve("tollgate.yaml");
    }

    static final String APPS = """
            apps:
              billing:
                upstream: http://127.0.0.1:8080
                public: ["GET /static/**"]
                access:
                  biller:
                    allow: ["/claims/**", "/invoices/**", "GET|POST /ledger.cgi"]
                    deny:  ["DELETE /invoices/**", "/ledger.cgi?action=void"]
                  front-desk:
                    allow: ["GET /patients/**"]
            """;

    /** With a certificate and these apps; listens on a free port. */
    static Places in(Path folder, String apps) throws IOException {
        Places places = new Places(folder);
        DevCertificateFiles files = new DevCertificates(new SecureRandom(), InstantSource.system())
                .into(folder.resolve("certs"), List.of("localhost"));
        Files.writeString(
                places.config,
                """
                data: data
                listeners:
                  - address: 127.0.0.1:0
                    tls:
                      certificate: certs/%s
                      key: certs/%s
                """.formatted(files.certificate().getFileName(), files.key().getFileName()) + apps);
        return places;
    }

    static Places in(Path folder) throws IOException {
        return in(folder, APPS);
    }

    String[] words(String... words) {
        String[] all = new String[words.length + 2];
        System.arraycopy(words, 0, all, 0, words.length);
        all[words.length] = "--config";
        all[words.length + 1] = config.toString();
        return all;
    }

    Path data() {
        return folder.resolve("data");
    }
}
