package io.tollgate.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TargetTest {
    private static final Target TARGET = new Target("localhost", 8443, "/invoices/17", "session=1", 64);

    @Test
    void only_200_with_the_whole_body_counts() {
        assertThat(TARGET.problem(200, 64)).isNull();
        assertThat(TARGET.problem(303, 64)).contains("303 instead of 200");
        assertThat(TARGET.problem(200, 63)).contains("63 bytes instead of 64");
    }

    @Test
    void who_has_logged_in_sends_the_cookie_and_nobody_else_does() {
        assertThat(TARGET.fields()).containsEntry("cookie", "session=1");
        assertThat(new Target("localhost", 8443, "/", "", 1).fields()).doesNotContainKey("cookie");
    }
}
