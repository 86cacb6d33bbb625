package io.tollgate.proxy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class UsageTest {
    @TempDir
    Path folder;

    private FakeConsole console() {
        return new FakeConsole(folder);
    }

    @Test
    void no_command_is_a_wrong_call() {
        FakeConsole console = console();

        assertThat(console.run()).isEqualTo(2);
        assertThat(console.err()).contains("which command?").contains("tollgate --help");
        assertThat(console.out()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"help", "--help", "-h"})
    void help_names_every_command(String word) {
        FakeConsole console = console();

        assertThat(console.run(word)).isZero();
        assertThat(console.out()).contains("check", "explain", "users", "sessions", "lockouts", "audit", "certs");
        assertThat(console.out()).doesNotContain("break-glass", "\u001b");
    }

    @Test
    void help_of_a_command_below_another_says_how_it_is_used() {
        FakeConsole console = console();

        assertThat(console.run("users", "add", "--help")).isZero();
        assertThat(console.out()).contains("--role", "--password-stdin", "--keep", "--config");
    }

    @Test
    void a_mistyped_command_is_answered_with_the_nearest() {
        FakeConsole console = console();

        assertThat(console.run("chek")).isEqualTo(2);
        assertThat(console.err()).contains("did you mean").contains("check");
    }

    @Test
    void a_mistyped_option_is_answered_with_the_nearest() {
        FakeConsole console = console();

        assertThat(console.run("users", "add", "ann@clinic.example", "--rloe", "biller"))
                .isEqualTo(2);
        assertThat(console.err()).contains("--rloe").contains("did you mean \"--role\"?");
    }

    @Test
    void a_wrong_call_is_told_as_json_where_json_is_asked_for() {
        FakeConsole console = console();

        assertThat(console.run("chek", "--json")).isEqualTo(2);
        assertThat(console.err()).startsWith("{\"exit\":2,\"message\":");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"bench peers", "status", "backup --all now", "break-glass", "audit search x", "audit export"})
    void what_is_for_later_says_so(String words) {
        FakeConsole console = console();

        assertThat(console.run(words.split(" "))).isEqualTo(2);
        assertThat(console.err()).contains("not in this release");
    }

    @Test
    void the_version_is_told() {
        FakeConsole console = console();

        assertThat(console.run("--version")).isZero();
        assertThat(console.out()).startsWith("tollgate ");
    }
}
