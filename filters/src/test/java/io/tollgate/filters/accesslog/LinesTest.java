package io.tollgate.filters.accesslog;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.filters.audit.JsonLine;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LinesTest {
    private static final byte[] TEXT = Lines.member("text");
    private static final byte[] NUMBER = Lines.member("number");

    private final Lines lines = new Lines();

    private String text() {
        return new String(lines.bytes(), 0, lines.length(), StandardCharsets.UTF_8);
    }

    @Test
    void every_character_is_written_as_the_audit_trail_writes_it() {
        for (int c = 0; c <= 0xffff; c++) {
            String value = "a" + (char) c + "b";
            lines.clear();
            lines.begin(Instant.EPOCH).put(TEXT, value).end();

            String expected = new JsonLine()
                            .put("time", Instant.EPOCH.toString())
                            .put("text", value)
                            .close()
                    + "\n";
            assertThat(text()).isEqualTo(expected);
        }
    }

    @Test
    void what_is_latin1_is_written_alike_either_way() {
        for (int c = 0; c <= 0xff; c++) {
            String value = "a" + (char) c + "b";
            lines.clear();
            lines.begin(Instant.EPOCH).put(TEXT, value).end();
            String other = text();
            lines.clear();
            lines.begin(Instant.EPOCH).putLatin1(TEXT, value).end();

            assertThat(text()).isEqualTo(other);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 7, 10, 99, 100, 12_345_678_901L, Long.MAX_VALUE, -1, -Long.MAX_VALUE})
    void numbers_are_written_in_full(long number) {
        lines.begin(Instant.EPOCH).put(NUMBER, number).end();

        assertThat(text()).isEqualTo("{\"time\":\"1970-01-01T00:00:00Z\",\"number\":" + number + "}\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-11-22T10:00:05Z",
                "2026-11-22T10:00:05.100Z",
                "2026-11-22T10:00:05.000020Z",
                "2026-11-22T10:00:05.000000003Z",
                "2026-11-22T10:00:06.999999999Z",
                "1969-12-31T23:59:59.5Z"
            })
    void a_time_is_written_as_others_write_it(String time) {
        lines.begin(Instant.parse("2026-11-22T10:00:05Z")).end();
        lines.clear();
        lines.begin(Instant.parse(time)).end();

        assertThat(text()).isEqualTo("{\"time\":\"" + Instant.parse(time) + "\"}\n");
    }

    @Test
    void what_is_absent_is_left_out() {
        lines.begin(Instant.EPOCH).put(TEXT, null).put(NUMBER, 1).end();

        assertThat(text()).isEqualTo("{\"time\":\"1970-01-01T00:00:00Z\",\"number\":1}\n");
        assertThat(lines.count()).isOne();
    }

    @Test
    void lines_grow_until_they_are_enough() {
        for (int i = 0; i < 300; i++) {
            lines.begin(Instant.EPOCH).put(TEXT, "x".repeat(100)).end();
        }

        assertThat(text().lines())
                .hasSize(300)
                .allMatch(line -> line.endsWith("\"text\":\"" + "x".repeat(100) + "\"}"));
        assertThat(lines.isEnough()).isTrue();
    }

    @Test
    void a_line_that_was_not_ended_is_no_part_of_the_next() {
        lines.begin(Instant.EPOCH).put(TEXT, "whole").end();
        lines.begin(Instant.EPOCH).put(TEXT, "somebody else's");
        assertThat(text()).endsWith("\"whole\"}\n");

        lines.begin(Instant.EPOCH).put(NUMBER, 7).end();

        assertThat(text().lines()).hasSize(2).last().isEqualTo("{\"time\":\"1970-01-01T00:00:00Z\",\"number\":7}");
        assertThat(lines.count()).isEqualTo(2);
    }
}
