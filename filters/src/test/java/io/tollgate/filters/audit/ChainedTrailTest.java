package io.tollgate.filters.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.filters.audit.AuditEvent.Administered;
import io.tollgate.filters.audit.AuditEvent.Context;
import io.tollgate.filters.audit.AuditEvent.LoginFailed;
import io.tollgate.filters.audit.AuditEvent.LoginSucceeded;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ChainedTrailTest {
    @TempDir
    Path directory;

    private final HeldHeads heads = new HeldHeads();
    private final HeldKeys keys = new HeldKeys("k1");
    private Instant now = Instant.parse("2026-11-22T10:00:30Z");
    private final InstantSource clock = () -> now;

    private ChainedTrail open() throws IOException {
        return open(64 << 20);
    }

    private ChainedTrail open(long segmentBytes) throws IOException {
        return ChainedTrail.open(new ChainedTrail.Setup(directory, keys, heads, clock, "node-1", segmentBytes));
    }

    private static void await(CompletionStage<Void> stage) throws Exception {
        stage.toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    private static AuditEvent event(int i) {
        return new LoginSucceeded(
                new Context("u" + i, "ann@clinic.example", "192.0.2.1", "billing", null), "s" + i, "password");
    }

    private void writeLines(int count) throws Exception {
        try (ChainedTrail trail = open()) {
            for (int i = 0; i < count; i++) {
                await(trail.append(event(i)));
            }
        }
    }

    private List<Path> segments() throws IOException {
        return TrailFiles.segments(directory);
    }

    private List<String> lines() throws IOException {
        List<String> lines = new ArrayList<>();
        TrailReader.read(
                directory, (file, number, line, isWhole) -> lines.add(new String(line, StandardCharsets.UTF_8)));
        return lines;
    }

    private void rewrite(List<String> lines) throws IOException {
        Files.writeString(segments().get(0), lines.isEmpty() ? "" : String.join("\n", lines) + "\n");
    }

    private List<String> findings() throws IOException {
        return new TrailVerifier(directory, keys, heads.load())
                .verify().findings().stream().map(TrailVerifier.Finding::what).toList();
    }

    @Test
    void a_line_is_on_disk_before_its_stage_completes() throws Exception {
        try (ChainedTrail trail = open()) {
            await(trail.append(event(7)));

            assertThat(lines()).hasSize(1);
            assertThat(lines().get(0))
                    .startsWith("{\"v\":1,\"node\":\"node-1\",\"chain\":\"")
                    .contains("\"seq\":1", "\"time\":\"2026-11-22T10:00:30Z\"", "\"type\":\"login.succeeded\"")
                    .contains("\"user\":\"u7\"", "\"session\":\"s7\"", "\"key\":\"k1\"", "\"mac\":\"");
            assertThat(heads.load())
                    .singleElement()
                    .extracting(AuditHead::sequence)
                    .isEqualTo(1L);
        }
    }

    @Test
    void a_trail_that_nobody_touched_is_intact_over_restarts() throws Exception {
        writeLines(3);
        writeLines(3);

        TrailVerifier.Report report = new TrailVerifier(directory, keys, heads.load()).verify();

        assertThat(report.findings()).isEmpty();
        assertThat(report.lines()).isEqualTo(6);
    }

    @Test
    void a_changed_line_is_named() throws Exception {
        writeLines(4);
        List<String> lines = lines();
        lines.set(1, lines.get(1).replace("\"user\":\"u1\"", "\"user\":\"u9\""));
        rewrite(lines);

        assertThat(findings()).containsExactly("line 2 was changed after it was written");
    }

    @Test
    void a_removed_line_is_named() throws Exception {
        writeLines(4);
        List<String> lines = lines();
        lines.remove(2);
        rewrite(lines);

        assertThat(findings()).containsExactly("line 3 is missing before this one");
    }

    @Test
    void the_removed_first_line_is_named() throws Exception {
        writeLines(2);
        List<String> lines = lines();
        lines.remove(0);
        rewrite(lines);

        assertThat(findings()).containsExactly("line 1 is missing before this one");
    }

    @Test
    void reordered_lines_are_named() throws Exception {
        writeLines(4);
        List<String> lines = lines();
        Collections.swap(lines, 1, 2);
        rewrite(lines);

        assertThat(findings())
                .containsExactly("line 2 should stand here and stands elsewhere: reordered", "line 2 is out of order");
    }

    @Test
    void a_cut_tail_is_found_by_the_head_in_the_store() throws Exception {
        writeLines(4);
        rewrite(lines().subList(0, 2));

        assertThat(findings()).containsExactly("the end was cut off: lines 3 to 4 are missing");
    }

    @Test
    void a_trail_that_is_gone_altogether_is_found() throws Exception {
        writeLines(2);
        Files.delete(segments().get(0));

        assertThat(findings()).containsExactly("the end was cut off: lines 1 to 2 are missing");
    }

    @Test
    void a_line_of_another_hand_is_found() throws Exception {
        writeLines(2);
        List<String> lines = lines();
        lines.add("{\"v\":1}");
        rewrite(lines);

        assertThat(findings()).containsExactly("not a line of the trail: changed, or written by something else");
    }

    @Test
    void a_chain_verifies_over_a_change_of_keys_as_long_as_the_old_one_is_known() throws Exception {
        writeLines(2);
        keys.current = "k2";
        keys.known.add("k2");
        writeLines(2);

        assertThat(findings()).isEmpty();
        keys.known.remove("k1");
        assertThat(findings()).hasSize(2).allMatch(finding -> finding.contains("names the key k1"));
    }

    @Test
    void an_unfinished_last_line_is_no_finding_and_is_cut_off_at_the_next_start() throws Exception {
        writeLines(2);
        Files.writeString(segments().get(0), lines().get(0) + "\n" + lines().get(1) + "\n{\"v\":1,\"no");

        TrailVerifier.Report report = new TrailVerifier(directory, keys, heads.load()).verify();
        assertThat(report.isIntact()).isTrue();
        assertThat(report.hasUnfinishedEnd()).isTrue();

        writeLines(1);
        assertThat(lines()).hasSize(3);
        assertThat(findings()).isEmpty();
    }

    @Test
    void a_start_after_a_cut_tail_goes_on_and_records_the_damage() throws Exception {
        writeLines(4);
        rewrite(lines().subList(0, 2));
        writeLines(1);

        assertThat(lines().get(2)).contains("\"seq\":5", "\"type\":\"audit.damaged\"", "lines 3 to 4");
        assertThat(findings()).containsExactly("lines 3 to 4 are missing before this one");
    }

    @Test
    void segments_continue_one_chain() throws Exception {
        try (ChainedTrail trail = open(1)) {
            for (int i = 0; i < 3; i++) {
                await(trail.append(event(i)));
            }
        }

        assertThat(segments()).hasSize(3);
        assertThat(findings()).isEmpty();
        assertThat(TrailReader.last(directory, 2)).hasSize(2);
    }

    @Test
    void events_gathered_while_the_disk_was_busy_share_a_chain_in_order() throws Exception {
        try (ChainedTrail trail = open()) {
            List<CompletionStage<Void>> stages = new ArrayList<>();
            for (int i = 0; i < 500; i++) {
                stages.add(trail.append(event(i)));
            }
            for (CompletionStage<Void> stage : stages) {
                await(stage);
            }
        }
        List<String> lines = lines();
        for (int i = 0; i < 500; i++) {
            assertThat(lines.get(i)).contains("\"seq\":" + (i + 1) + ",", "\"user\":\"u" + i + "\"");
        }
        assertThat(findings()).isEmpty();
    }

    @Test
    void an_append_fails_when_the_store_can_not_keep_the_head() throws Exception {
        try (ChainedTrail trail = open()) {
            heads.fails = true;

            assertThatThrownBy(() -> await(trail.append(event(1))))
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(AuditUnavailableException.class);
        }
    }

    @Test
    void an_append_after_the_close_fails() throws Exception {
        ChainedTrail trail = open();
        trail.close();

        assertThatThrownBy(() -> await(trail.append(event(1)))).hasCauseInstanceOf(AuditUnavailableException.class);
    }

    @Test
    void failures_of_one_name_network_and_minute_are_one_line() throws Exception {
        try (ChainedTrail trail = open()) {
            for (int i = 0; i < 40; i++) {
                trail.aggregate(new LoginFailed(
                        new Context(null, "bob@clinic.example", "192.0.2.9", "billing", "ref" + i), "login.password"));
            }
            now = now.plusSeconds(60);
            trail.tick();
            await(trail.append(event(1)));
        }
        assertThat(lines()).hasSize(2);
        assertThat(lines().get(0))
                .contains("\"count\":40", "\"time\":\"2026-11-22T10:00:00Z\"", "\"name\":\"bob@clinic.example\"")
                .doesNotContain("ref3");
    }

    @Test
    void what_strangers_did_last_is_written_at_the_close() throws Exception {
        try (ChainedTrail trail = open()) {
            trail.aggregate(new LoginFailed(new Context(null, "x", "192.0.2.9", null, null), "login.unknown"));
        }
        assertThat(lines()).singleElement().asString().contains("login.failed");
    }

    @Test
    void text_that_could_break_a_line_or_a_terminal_is_escaped() throws Exception {
        try (ChainedTrail trail = open()) {
            await(trail.append(new Administered(Context.NONE, "users.added", "local:0", "a\n\"b\"\u001b[31m\u202e")));
        }
        assertThat(lines()).singleElement().asString().contains("a\\u000a\\\"b\\\"\\u001b[31m\\u202e");
        assertThat(findings()).isEmpty();
    }
}
