package io.tollgate.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class PeersReportTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final PeersReport report = new PeersReport(
            new Machine(
                    Instant.parse("2026-11-22T15:00:00Z"),
                    "2 x a processor",
                    "Linux 6",
                    "a JDK",
                    Map.of("nginx", "nginx/1.22.1"),
                    "./tollgate bench peers --quick"),
            List.of(
                    new Row("nginx", null, "small", 1, 1, 1.25, 50_000, 40_000, 0.3, 2, 3),
                    new Row("tollgate", "boringssl", "small", 1.0499, 0.98, Double.NaN, 52_495, 39_200, 0.3, 2, 3),
                    new Row("tollgate", "boringssl", "idle", 2.5, 1, 3, 4_800, 300, 1, 4, 1)),
            Map.of("caddy", "caddy is not installed"),
            List.of("1 round"));

    @Test
    void the_json_is_a_list_with_six_keys_a_row() {
        JsonNode list = JSON.readTree(report.json());

        assertThat(list.size()).isEqualTo(3);
        assertThat(list.get(0).propertyNames())
                .containsExactly("peer", "engine", "work", "ratio", "wall-ratio", "p99-ms");
        assertThat(list.get(0).get("engine").isNull()).isTrue();
        assertThat(list.get(1).get("engine").asString()).isEqualTo("boringssl");
        assertThat(list.get(1).get("ratio").asDouble()).isEqualTo(1.05);
    }

    @Test
    void what_was_not_measured_is_null_and_never_a_number() {
        assertThat(JSON.readTree(report.json()).get(1).get("p99-ms").isNull()).isTrue();
        assertThat(report.markdown())
                .contains("| small | tollgate, boringssl | 1.05 | 0.98 | 52,495 | 39,200 | 0.30 | - |");
    }

    @Test
    void the_table_has_a_line_for_each_contender_and_a_column_for_each_work() {
        assertThat(report.ratios()).isEqualTo("""
            | | small | idle |
            |---|---|---|
            | nginx | 1.00 | - |
            | tollgate, boringssl | 1.05 | 2.50 |
            """);
    }

    @Test
    void all_that_it_takes_to_repeat_it_stands_in_it() {
        assertThat(report.markdown())
                .contains(
                        "date: 2026-11-22T15:00:00Z",
                        "machine: 2 x a processor, Linux 6",
                        "jdk: a JDK",
                        "nginx: nginx/1.22.1",
                        "command: ./tollgate bench peers --quick",
                        "skipped: caddy: caddy is not installed");
        assertThat(JSON.readTree(report.wholeJson()).get("about").size()).isEqualTo(5);
    }
}
