package io.tollgate.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class WrkTest {
    @Test
    void the_session_is_in_the_script_and_nothing_of_it_is_taken_for_lua() {
        String script = Wrk.script(new Target("localhost", 443, "/", "name=\"va\\lue", 1));

        assertThat(script)
                .contains("wrk.headers[\"cookie\"] = \"name=\\\"va\\\\lue\"\n")
                .contains("done = function(");
    }
}
