package io.tollgate.config.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReferenceTest {

    static String published() throws IOException {
        try (InputStream in = ReferenceTest.class.getResourceAsStream("/io/tollgate/config/reference.yaml")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void the_published_reference_is_the_one_made_from_the_keys() throws IOException {
        assertThat(published())
                .as("write what Reference.write() gives to src/main/resources/io/tollgate/config/reference.yaml")
                .isEqualTo(Reference.write());
    }

    @Test
    void the_document_names_every_key_with_its_default() throws IOException {
        String document = Files.readString(Path.of("..", "docs", "configuration.md"));
        assertThat(rows("", GatewayKeys.TABLE))
                .allSatisfy(row -> assertThat(document).contains(row));
    }

    /** The beginning of each key's row in the table of the document. */
    private static List<String> rows(String path, ValueType<?> type) {
        if (type instanceof ValueType.NamedType named) {
            if (named.value() instanceof ValueType.ScalarType<?>) {
                return List.of("| `" + path + "NAME` | left out |");
            }
            return rows(path + "NAME.", named.value());
        }
        List<String> rows = new ArrayList<>();
        ValueType.TableType table = (ValueType.TableType) type;
        for (Key<?> key : table.keys()) {
            if (key.isLater() || key.equals(table.shortKey())) {
                continue;
            }
            String name = path + key.name();
            if (key.type() instanceof ValueType.TableType inner) {
                rows.addAll(rows(name + ".", inner));
            } else if (key.type() instanceof ValueType.NamedType named) {
                rows.addAll(rows(name + ".", named));
            } else if (key.type() instanceof ValueType.ListType<?> list
                    && list.item() instanceof ValueType.TableType inner) {
                if (inner.shortForm() != null) {
                    rows.add("| `" + name + "` | " + Reference.standard(key) + " |");
                }
                rows.addAll(rows(name + "[].", inner));
            } else {
                rows.add("| `" + name + "` | " + Reference.standard(key) + " |");
            }
        }
        return rows;
    }
}
