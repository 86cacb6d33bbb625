package io.tollgate.config.reader;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.config.RulePattern;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RuleProblemsTest {

    @TempDir
    Path temporary;

    private ConfigFolder folder;

    @BeforeEach
    void begin() {
        folder = new ConfigFolder(temporary);
    }

    private static String biller(String allow, String deny) {
        return ConfigFolder.app("access:", "  biller: { allow: [" + allow + "], deny: [" + deny + "] }");
    }

    @Test
    void a_rule_below_the_prefix_can_never_match() {
        assertThat(folder.whats(ConfigFolder.app(
                        "public: [GET /.tollgate/x]",
                        "access: { biller: { allow: [\"/.tollgate/**\"], deny: [/.tollgate/login] } }")))
                .containsExactly(
                        "apps.billing.public[0]: \"GET /.tollgate/x\" can never match: "
                                + "what is below /.tollgate/ is the gateway's own; remove it",
                        "apps.billing.access.biller.allow[0]: \"/.tollgate/**\" can never match: "
                                + "what is below /.tollgate/ is the gateway's own; remove it",
                        "apps.billing.access.biller.deny[0]: \"/.tollgate/login\" can never match: "
                                + "what is below /.tollgate/ is the gateway's own; remove it");
    }

    @Test
    void a_prefix_that_is_moved_moves_what_can_never_match() {
        assertThat(folder.whats(biller("/gate/x, /.tollgate/x", "") + "prefix: /gate\n"))
                .containsExactly("apps.billing.access.biller.allow[0]: \"/gate/x\" can never match: "
                        + "what is below /gate/ is the gateway's own; remove it");
    }

    @Test
    void an_allow_that_the_same_role_is_denied_can_never_match() {
        assertThat(folder.problems(biller("\"GET /claims/*\", /claims", "\"/Claims/**\"")))
                .containsExactly(
                        "tollgate.yaml:6:25: apps.billing.access.biller.allow[0]: \"GET /claims/*\" can never match: "
                                + "the same role is denied all of it by \"/Claims/**\" at tollgate.yaml:6:59; "
                                + "remove one of them",
                        "tollgate.yaml:6:42: apps.billing.access.biller.allow[1]: \"/claims\" can never match: "
                                + "the same role is denied all of it by \"/Claims/**\" at tollgate.yaml:6:59; "
                                + "remove one of them");
    }

    @Test
    void an_allow_of_which_something_is_left_is_no_problem() {
        folder.loaded(biller("\"/claims/**\", \"GET /ledger?action=void\"", "\"DELETE /claims/**\", \"POST /ledger\""));
    }

    @Test
    void a_public_pattern_that_a_path_info_can_reach_is_refused() {
        assertThat(folder.whats(
                        ConfigFolder.app("public: [\"GET /**/*.css\", \"/static/**\", \"/*.css\", \"/*/logo.gif\"]")))
                .containsExactly(
                        "apps.billing.public[0]: \"GET /**/*.css\" also opens every script that takes a path after "
                                + "its name, as in /app.pl/x.css; name folders instead, such as \"GET /static/**\"",
                        "apps.billing.public[3]: \"/*/logo.gif\" also opens every script that takes a path after "
                                + "its name, as in /app.pl/logo.gif; name folders instead, such as \"GET /static/**\"");
    }

    @Test
    void a_role_that_is_not_declared_gets_a_suggestion() {
        assertThat(folder.whats(
                        ConfigFolder.app("access: { biler: {}, doctor: {} }") + "roles: [biller, front-desk]\n"))
                .containsExactly(
                        "apps.billing.access.biler: not one of roles; did you mean \"biller\"?",
                        "apps.billing.access.doctor: not one of roles; add it to roles");
    }

    @Test
    void the_role_of_administrators_is_reserved() {
        assertThat(folder.whats(
                        ConfigFolder.app("access: { \"tollgate:admin\": {} }") + "roles: [\"tollgate:admin\"]\n"))
                .containsExactly(
                        "apps.billing.access.tollgate:admin: \"tollgate:admin\" is reserved "
                                + "(tollgate:admin is for administrators); choose another name",
                        "roles[0]: \"tollgate:admin\" is reserved "
                                + "(tollgate:admin is for administrators); choose another name");
    }

    @Test
    void a_rule_that_is_a_map_is_not_in_this_release() {
        assertThat(folder.whats(biller("{ match: /x, because: y }", "")))
                .containsExactly("apps.billing.access.biller.allow[0]: a map here is not in this release; "
                        + "write a pattern, [METHODS ]/path[?name=value]");
    }

    @Test
    void patterns_are_below_the_path_of_the_app_written_with_it_or_without() {
        for (String written : new String[] {"GET /claims/**", "GET /billing/claims/**"}) {
            RulePattern rule = folder.loaded(ConfigFolder.app("path: /billing", "public: [\"" + written + "\"]"))
                    .apps()
                    .get(0)
                    .publicRules()
                    .get(0);
            assertThat(rule.segments())
                    .isEqualTo(
                            RulePattern.parse("/billing/claims/**", rule.at()).segments());
            assertThat(rule.text()).isEqualTo(written);
        }
    }

    @Test
    void a_pattern_that_could_be_meant_with_or_without_the_path_is_refused() {
        assertThat(folder.whats(ConfigFolder.app(
                        "path: /a/b",
                        "access: { biller: { allow: [\"/**\"], deny: [\"/*/b/x\", \"/a/**\", /A/B/x] } }")))
                .containsExactly(
                        "apps.billing.access.biller.deny[0]: \"/*/b/x\" can be meant with or without the app's path "
                                + "in front; begin it with \"/a/b/\"",
                        "apps.billing.access.biller.deny[1]: \"/a/**\" can be meant with or without the app's path "
                                + "in front; begin it with \"/a/b/\"",
                        "apps.billing.access.biller.deny[2]: \"/A/B/x\" can be meant with or without the app's path "
                                + "in front; begin it with \"/a/b/\"");
    }

    @Test
    void activity_that_does_not_count_is_read() {
        assertThat(folder.loaded(ConfigFolder.app("activity: { ignore: [\"GET /poll/**\"] }"))
                        .apps()
                        .get(0)
                        .activityIgnore())
                .extracting(RulePattern::text)
                .containsExactly("GET /poll/**");
    }
}
