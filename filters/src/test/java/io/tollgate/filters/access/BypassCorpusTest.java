package io.tollgate.filters.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.filters.http.Form;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Runs a corpus of request targets that try to get past path rules, where one is present: {@code paths-bypass.tsv} in the
 * folder that the system property {@code tollgate.corpora} or the environment variable TOLLGATE_CORPORA names.
 */
final class BypassCorpusTest {
    private static final Access ACCESS =
            new Rules().allow("user", "/public/**").allow("admin", "/admin/**").compile();
    private static final Access ALL_BUT =
            new Rules().allow("user", "/**").deny("user", "/admin/**").compile();

    @TestFactory
    List<DynamicTest> no_target_of_the_corpus_reaches_what_is_protected() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        Path corpus = corpus();
        if (corpus == null) {
            tests.add(DynamicTest.dynamicTest("no corpus here: the project's own cases stand", () -> {}));
            return tests;
        }
        List<String> lines = Files.readAllLines(corpus);
        for (String line : lines.subList(1, lines.size())) {
            String[] columns = line.split("\t", -1);
            String target = unescaped(columns[5]
                    .replace("{A}", "admin")
                    .replace("{S}", "secret")
                    .replace("{O}", "public")
                    .replace("{HOST}", "gw.test")
                    .replace("{U}", "token"));
            tests.add(DynamicTest.dynamicTest(columns[0], () -> judge(columns[9], target)));
        }
        return tests;
    }

    private static void judge(String expected, String target) {
        if (!(Readings.of(target) instanceof Readings readings)) {
            assertThat(expected).as(target).isNotEqualTo("ALLOW");
            return;
        }
        boolean isAllowed = ACCESS.judge("GET", readings, Set.of("user"), Form.NONE) instanceof Permit;
        boolean isAllowedWithDenial = ALL_BUT.judge("GET", readings, Set.of("user"), Form.NONE) instanceof Permit;
        if (expected.equals("ALLOW")) {
            assertThat(isAllowed).as(target).isTrue();
        }
        if (isAllowed || isAllowedWithDenial) {
            for (String read : WorstBackend.readings(target)) {
                assertThat(read.toLowerCase(Locale.ROOT) + "/").as(target).doesNotStartWith("/admin/");
            }
        }
    }

    private static Path corpus() {
        String named = System.getProperty("tollgate.corpora", System.getenv("TOLLGATE_CORPORA"));
        for (Path folder : named == null
                ? List.of(Path.of("../shared/data"), Path.of("../../shared/data"), Path.of("../../../shared/data"))
                : List.of(Path.of(named))) {
            Path file = folder.resolve("paths-bypass.tsv");
            if (Files.isRegularFile(file)) {
                return file;
            }
        }
        return null;
    }

    /** The corpus writes bytes as JSON does. */
    private static String unescaped(String text) {
        StringBuilder plain = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != '\\' || i + 1 == text.length()) {
                plain.append(c);
                continue;
            }
            char escaped = text.charAt(++i);
            switch (escaped) {
                case 't' -> plain.append('\t');
                case 'f' -> plain.append('\f');
                case 'r' -> plain.append('\r');
                case 'n' -> plain.append('\n');
                case 'u' -> {
                    plain.append((char) Integer.parseInt(text, i + 1, i + 5, 16));
                    i += 4;
                }
                default -> plain.append(escaped);
            }
        }
        return new String(plain.toString().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.ISO_8859_1);
    }
}
