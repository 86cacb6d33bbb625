package io.tollgate.benchmarks.micro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.benchmarks.BenchmarkException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BaselineTest {
    private static final Baseline BASELINE = new Baseline(
            "2026-11-22",
            "2 x Processor",
            "JDK 25",
            "./tollgate bench micro --record",
            List.of(new Row("a 1", 10, 11, 12), new Row("b 2", 20, 21, 22.5)));

    @TempDir
    private Path folder;

    @Test
    void what_was_written_is_read() {
        Path file = folder.resolve("baseline.json");

        BASELINE.write(file);

        assertThat(Baseline.read(file)).isEqualTo(BASELINE);
    }

    @Test
    void newer_rows_take_the_place_of_their_names_and_leave_the_others() {
        Row newer = new Row("b 2", 1, 2, 3);
        Row more = new Row("c", 4, 5, 6);

        assertThat(BASELINE.with(List.of(newer, more)).rows()).containsExactly(new Row("a 1", 10, 11, 12), newer, more);
    }

    @Test
    void a_file_that_is_missing_or_none_says_what_to_do() throws IOException {
        Path file = folder.resolve("baseline.json");
        assertThatThrownBy(() -> Baseline.read(file))
                .isInstanceOf(BenchmarkException.class)
                .hasMessageContaining("record one with --record");

        Files.writeString(file, "{ \"rows\": [ { \"name\": \"\" } ] }");
        assertThatThrownBy(() -> Baseline.read(file)).isInstanceOf(BenchmarkException.class);
        Files.writeString(file, "none");
        assertThatThrownBy(() -> Baseline.read(file)).isInstanceOf(BenchmarkException.class);
    }
}
