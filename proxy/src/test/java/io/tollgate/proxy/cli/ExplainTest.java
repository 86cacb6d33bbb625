package io.tollgate.proxy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ExplainTest {
    @TempDir
    Path folder;

    private FakeConsole console;
    private Places places;

    @BeforeEach
    void set_up() throws Exception {
        console = new FakeConsole(folder);
        places = Places.in(folder);
    }

    private int explain(String... words) {
        String[] all = new String[words.length + 1];
        all[0] = "explain";
        System.arraycopy(words, 0, all, 1, words.length);
        return console.run(places.words(all));
    }

    @Test
    void what_is_allowed_names_its_rule_and_the_place_of_it() {
        assertThat(explain("--role", "biller", "GET /claims/7")).isZero();
        assertThat(console.out())
                .startsWith("allow ")
                .contains("billing allows biller: \"/claims/**\"")
                .containsPattern("tollgate\\.yaml:13:\\d+");
    }

    @Test
    void what_a_role_denies_names_that_rule() {
        assertThat(explain("--role", "biller", "--role", "front-desk", "DELETE /invoices/7"))
                .isEqualTo(1);
        assertThat(console.out())
                .startsWith("deny ")
                .contains("billing denies biller: \"DELETE /invoices/**\"")
                .containsPattern("tollgate\\.yaml:14:\\d+");
    }

    @Test
    void what_another_role_may_says_so() {
        assertThat(explain("--role", "front-desk", "/claims/7")).isEqualTo(1);
        assertThat(console.out()).startsWith("deny ").contains("other roles only");
    }

    @Test
    void what_no_rule_speaks_for_is_denied() {
        assertThat(explain("--role", "biller", "GET /secret")).isEqualTo(1);
        assertThat(console.out()).startsWith("deny ").contains("no rule");
    }

    @Test
    void what_is_public_says_so() {
        assertThat(explain("--role", "biller", "GET /static/a.css")).isZero();
        assertThat(console.out()).startsWith("allow ").contains("public").contains("\"GET /static/**\"");
    }

    @Test
    void what_can_be_read_in_two_ways_is_denied() {
        assertThat(explain("--role", "biller", "GET /claims/../patients/1")).isEqualTo(1);
        assertThat(console.out()).startsWith("deny ").contains("target.dot-segment");
    }

    @Test
    void a_url_is_routed_by_its_host() throws Exception {
        places = Places.in(folder, """
            apps:
              one: { hosts: [one.example], upstream: "http://127.0.0.1:1", access: { a: { allow: ["/**"] } } }
              two: { hosts: [two.example], upstream: "http://127.0.0.1:2", access: { b: { allow: ["/**"] } } }
            """);

        assertThat(explain("--role", "a", "https://one.example:8443/x")).isZero();
        assertThat(explain("--role", "a", "GET https://TWO.example/x")).isEqualTo(1);
        assertThat(explain("--role", "a", "https://three.example/x")).isEqualTo(1);
        assertThat(console.out()).contains("host.unknown");
        assertThat(explain("--role", "a", "/x")).isEqualTo(2);
        assertThat(console.err()).contains("whole URL");
    }

    @Test
    void a_parameter_counts_in_the_query_and_in_the_form() {
        assertThat(explain("--role", "biller", "POST /ledger.cgi?action=void")).isEqualTo(1);
        assertThat(explain("--role", "biller", "POST /ledger.cgi")).isZero();
        assertThat(console.out()).contains("--form").contains("/ledger.cgi?action=void");
        assertThat(explain("--role", "biller", "POST /ledger.cgi", "--form", "action=void"))
                .isEqualTo(1);
        assertThat(explain("--role", "biller", "POST /ledger.cgi", "--form", "action=list"))
                .isZero();
    }

    @Test
    void what_asks_for_a_fresh_factor_is_allowed_and_says_by_which_line() throws Exception {
        places = Places.in(folder.resolve("marked"), """
            apps:
              billing:
                upstream: http://127.0.0.1:8080
                access:
                  biller:
                    allow:
                      - /payments/**
                      - { match: "POST /payments/**", step-up: true }
            """);
        assertThat(explain("--role", "biller", "POST /payments/7")).isZero();
        assertThat(console.out())
                .startsWith("allow  billing allows biller: \"/payments/**\"")
                .containsPattern(
                        "after a step-up: \"POST /payments/\\*\\*\" \\([^)]*tollgate\\.yaml:14:\\d+\\) asks for a"
                                + " factor that was proved within 5m");
        assertThat(explain("--role", "biller", "GET /payments/7")).isZero();
        assertThat(explain("--json", "--role", "biller", "POST /payments/7")).isZero();
        assertThat(console.json().path("step-up").path("rule").asString()).isEqualTo("POST /payments/**");
        assertThat(console.json().path("step-up").path("line").asInt()).isEqualTo(14);
    }

    @Test
    void an_unknown_role_is_a_wrong_call_with_a_suggestion() {
        assertThat(explain("--role", "biler", "GET /")).isEqualTo(2);
        assertThat(console.err()).contains("did you mean \"biller\"?");
    }

    @Test
    void nobody_named_is_a_wrong_call() {
        assertThat(explain("GET /")).isEqualTo(2);
        assertThat(console.err()).contains("--user").contains("--role");
    }

    @Test
    void json_says_the_same() {
        assertThat(explain("--json", "--role", "biller", "DELETE /invoices/7")).isEqualTo(1);
        assertThat(console.json().path("verdict").asString()).isEqualTo("deny");
        assertThat(console.json().path("rule").asString()).isEqualTo("DELETE /invoices/**");
        assertThat(console.json().path("line").asInt()).isEqualTo(14);
        assertThat(console.json().path("role").asString()).isEqualTo("biller");
    }
}
