package io.tollgate.config.reader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.tollgate.config.Problem;
import io.tollgate.config.schema.Reference;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MutatedYamlTest {

    private static final String[] BITS = {
        ":",
        "-",
        "*",
        "&a ",
        "*a",
        "!!",
        "{",
        "}",
        "[",
        "]",
        "\t",
        "\n",
        " ",
        "#",
        "\"",
        "'",
        "|",
        ">",
        "%",
        "@",
        "`",
        "?",
        "? ",
        "~",
        "null",
        "\u0000",
        "\u0085",
        "\ud800",
        "\ufeff",
        "<<: ",
        "---\n",
        "...\n",
        "0x",
        "9999999999999999",
        "-1",
        "${env:HOME}",
        "${file:/}",
        "/**",
        "**",
        "//",
        "..",
        "é",
        "\\",
        "1e999",
        ".nan",
        "apps:\n",
        "include: [\"*\"]\n"
    };

    @TempDir
    Path temporary;

    @Test
    void no_file_makes_the_reader_throw_and_each_problem_has_its_place() throws Exception {
        ConfigFolder folder = new ConfigFolder(temporary);
        Path file = folder.path("tollgate.yaml");
        Random random = new Random(7);
        String[] seeds = {ConfigFolder.SHORTEST, Reference.write().replaceAll("  +#.*", "")};
        int refused = 0;
        for (int i = 0; i < 1_500; i++) {
            String yaml = mutated(random, seeds[i % 2]);
            Files.write(file, yaml.getBytes(StandardCharsets.UTF_8));
            try {
                if (ConfigReader.read(file, name -> null, ConfigFolder.CLOCK) instanceof ReadResult.Problems told) {
                    refused++;
                    assertThat(told.problems()).allMatch(problem -> isWhole(problem, file));
                }
            } catch (RuntimeException e) {
                fail("mutation " + i + " of seed 7:\n" + yaml, e);
            }
        }
        assertThat(refused).isGreaterThan(800);
    }

    @Test
    void no_run_of_bytes_makes_the_reader_throw() throws Exception {
        Path file = temporary.resolve("tollgate.yaml");
        Random random = new Random(11);
        for (int i = 0; i < 500; i++) {
            byte[] bytes = new byte[random.nextInt(200)];
            random.nextBytes(bytes);
            Files.write(file, bytes);
            assertThat(ConfigReader.read(file, name -> null, ConfigFolder.CLOCK))
                    .isInstanceOf(ReadResult.Problems.class);
        }
    }

    private static boolean isWhole(Problem problem, Path file) {
        return !problem.what().isEmpty()
                && !problem.remedy().isEmpty()
                && problem.at().file().equals(file.toString())
                && problem.toString().lines().count() == 1;
    }

    private static String mutated(Random random, String seed) {
        StringBuilder yaml = new StringBuilder(seed);
        for (int n = 1 + random.nextInt(4); n > 0; n--) {
            int at = random.nextInt(yaml.length());
            switch (random.nextInt(4)) {
                case 0 -> yaml.insert(at, BITS[random.nextInt(BITS.length)]);
                case 1 -> yaml.delete(at, Math.min(yaml.length(), at + 1 + random.nextInt(8)));
                case 2 -> yaml.setCharAt(at, (char) random.nextInt(128));
                default -> {
                    int from = random.nextInt(yaml.length());
                    yaml.insert(at, yaml.substring(from, Math.min(yaml.length(), from + random.nextInt(60))));
                }
            }
            if (yaml.isEmpty()) {
                yaml.append('a');
            }
        }
        return yaml.toString();
    }
}
