package io.tollgate.config.reader;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.config.schema.Reference;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReferenceDefaultsTest {

    @TempDir
    Path temporary;

    @Test
    void the_reference_loads_and_says_what_a_minimal_file_means() {
        ConfigFolder folder = new ConfigFolder(temporary);
        String minimal = """
            listeners: [{ address: 0.0.0.0:8443, tls: { certificate: certs/billing.crt, key: certs/billing.key } }]
            apps: { billing: { upstream: http://127.0.0.1:8080, access: { biller: {} } } }
            """;
        assertThat(folder.loaded(Reference.write()))
                .usingRecursiveComparison()
                .ignoringFields("secondFactor.at") // where it stands, which explains name
                .isEqualTo(folder.loaded(minimal));
    }

    @Test
    void what_stands_in_comments_in_the_reference_is_yaml_that_loads() {
        ConfigFolder folder = new ConfigFolder(temporary);
        folder.file("certs/admin.crt", "x").file("certs/admin.key", "x").file("blocklist.txt", "clinic\n");
        StringBuilder on = new StringBuilder();
        boolean admin = false;
        boolean tenants = false;
        for (String line : Reference.write().lines().toList()) {
            admin = line.startsWith("# admin:") || (admin && line.startsWith("#  "));
            tenants = line.startsWith("# tenants:") || (tenants && line.startsWith("#  "));
            boolean shortForm = line.contains("# short form");
            boolean wanted = admin
                    || tenants
                    || line.startsWith("# roles:")
                    || line.contains("     hosts:")
                    || line.contains(" name: public");
            on.append(wanted && !shortForm ? line.replaceFirst("# ", "") : line).append('\n');
        }
        assertThat(folder.loaded(on.toString()).admin()).isNotNull();
        assertThat(folder.loaded(on.toString()).listeners().get(0).name()).isEqualTo("public");
    }
}
