package io.tollgate.benchmarks.peers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class PeersCommandTest {
    private final StringWriter errors = new StringWriter();

    @Test
    void a_work_that_there_is_not_is_told_with_those_there_are() {
        assertThat(run("--work", "small,medium")).isEqualTo(2);
        assertThat(errors.toString())
                .contains("there is no work \"medium\"", "small, h2, handshake, body-100m, body-64k, idle");
    }

    @Test
    void an_engine_and_a_peer_that_there_are_not_are_told() {
        assertThat(run("--engine", "openssl")).isEqualTo(2);
        assertThat(errors.toString()).contains("there is no engine \"openssl\"", "bouncy-castle, boringssl, jdk");
        assertThat(run("--peer", "traefik")).isEqualTo(2);
        assertThat(errors.toString()).contains("there is no peer \"traefik\"", "nginx-auth-request");
    }

    @Test
    void a_number_of_rounds_is_a_number() {
        assertThat(run("--rounds", "many")).isEqualTo(2);
        assertThat(errors.toString()).contains("--rounds");
    }

    private int run(String... words) {
        return new CommandLine(new PeersCommand())
                .setErr(new PrintWriter(errors, true))
                .execute(words);
    }
}
