package io.tollgate.benchmarks.site;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.config.GatewayConfig;
import io.tollgate.config.reader.ConfigReader;
import io.tollgate.config.reader.ReadResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SiteShapeTest {
    @TempDir
    Path folder;

    @Test
    void its_yaml_says_what_it_is() throws Exception {
        Path pem = Files.writeString(folder.resolve("any.pem"), "any\n");
        SiteShape shape = SiteShape.usual("http://127.0.0.1:1")
                .withApps(20)
                .withRules(300)
                .at(List.of("http://127.0.0.1:2", "http://127.0.0.1:3"), "http://127.0.0.1:4")
                .saying("lockout: { per-network: 1000000/m }\n");
        Path yaml = Files.writeString(folder.resolve("tollgate.yaml"), shape.yaml(pem, pem));

        ReadResult result = ConfigReader.read(yaml, name -> null, InstantSource.system());

        assertThat(result).isInstanceOf(ReadResult.Loaded.class);
        GatewayConfig config = ((ReadResult.Loaded) result).config();
        assertThat(config.apps()).hasSize(20);
        assertThat(config.apps().get(0).upstream().endpoints()).hasSize(2);
    }
}
