package io.tollgate.config.reader;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.config.RoleAccess;
import io.tollgate.config.RulePattern;
import io.tollgate.config.StepUpConfig;
import java.nio.file.Path;
import java.time.Duration;
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
    void conditions_and_reasons_of_a_rule_are_not_in_this_release() {
        assertThat(folder.whats(biller("{ match: /x, because: y }, { match: /y, when: z }", "{ match: /z, when: z }")))
                .containsExactly(
                        "apps.billing.access.biller.allow[0].because: not in this release; remove it",
                        "apps.billing.access.biller.allow[1].when: not in this release; remove it",
                        "apps.billing.access.biller.deny[0].when: not in this release; remove it");
        assertThat(folder.whats(ConfigFolder.app("activity: { ignore: [{ match: /x }] }")))
                .containsExactly("apps.billing.activity.ignore[0]: a map here is not in this release; "
                        + "write a pattern, [METHODS ]/path[?name=value]");
    }

    @Test
    void a_marked_rule_allows_and_asks_for_a_fresh_factor() {
        RoleAccess access = folder.loaded(biller("/claims, { match: POST /pay/**, step-up: true }, { match: /x }", ""))
                .apps()
                .get(0)
                .access()
                .get(0);
        assertThat(access.allow()).extracting(RulePattern::text).containsExactly("/claims", "POST /pay/**", "/x");
        assertThat(access.stepUp()).containsExactly(access.allow().get(1));
        assertThat(access.stepUp().get(0).at().line()).isEqualTo(6);
    }

    @Test
    void marked_rules_are_below_the_path_of_the_app_and_in_roles_of_tenants_too() {
        String marked = "[{ match: POST /pay, step-up: true }]";
        var app = folder.loaded(ConfigFolder.app("path: /billing", "access: { biller: { allow: " + marked + " } }")
                        + "tenants: { north: { access: { billing: { senior: { allow: " + marked + " } } } } }\n")
                .apps()
                .get(0);
        assertThat(app.access())
                .extracting(RoleAccess::stepUp)
                .allSatisfy(marks -> assertThat(marks.get(0).segments())
                        .isEqualTo(
                                RulePattern.parse("/billing/pay", marks.get(0).at())
                                        .segments()));
        assertThat(app.access()).extracting(RoleAccess::role).containsExactly("biller", "north/senior");
    }

    @Test
    void a_fresh_factor_is_asked_for_only_where_a_role_is_allowed_something() {
        assertThat(folder.whats(ConfigFolder.app(
                        "public: [{ match: /x, step-up: true }]",
                        "access: { biller: { deny: [{ match: /y, step-up: true }] } }")))
                .containsExactly(
                        "apps.billing.public[0].step-up: a fresh factor is asked for where a role is allowed something,"
                                + " not in public; mark the rule in allow, and write the pattern alone here",
                        "apps.billing.access.biller.deny[0].step-up: a fresh factor is asked for where a role is"
                                + " allowed something, not in deny; mark the rule in allow, and write the pattern alone"
                                + " here");
    }

    @Test
    void a_mark_says_true_or_is_left_out() {
        assertThat(folder.whats(biller("{ match: /x, step-up: false }, { match: /y, step-up: 5m }", "")))
                .containsExactly(
                        "apps.billing.access.biller.allow[0].step-up: \"false\" says nothing; write true, or leave out"
                                + " the key",
                        "apps.billing.access.biller.allow[1].step-up: is a text; write true");
        assertThat(folder.whats(biller("{ step-up: true }, { match: x, step-up: true }, [/x]", "")))
                .containsExactly(
                        "apps.billing.access.biller.allow[0].match: is missing; add it: the pattern of the rule",
                        "apps.billing.access.biller.allow[1].match: \"x\" has no path that begins with \"/\"; write"
                                + " [METHODS ]/path[?name=value], such as \"GET /patients/*\"",
                        "apps.billing.access.biller.allow[2]: is a list; write a pattern, [METHODS ]/path[?name=value]"
                                + " or a map");
    }

    @Test
    void a_marked_rule_is_checked_as_the_others_are() {
        String marked = "{ match: POST /pay/x, step-up: true }";
        assertThat(folder.whats(biller(marked, "/pay/**")))
                .containsExactly("apps.billing.access.biller.allow[0].match: \"POST /pay/x\" can never match: the same"
                        + " role is denied all of it by \"/pay/**\" at tollgate.yaml:6:72; remove one of them");
        assertThat(folder.whats(
                        ConfigFolder.app("public: [/pay/**]", "access: { biller: { allow: [" + marked + "] } }")))
                .containsExactly("apps.billing.access.biller.allow[0].match: \"POST /pay/x\" can never ask for a fresh"
                        + " factor: all of it is public by \"/pay/**\" at tollgate.yaml:5:14; remove one of them");
    }

    @Test
    void what_is_fresh_and_what_is_kept_has_bounds() {
        assertThat(folder.loaded(ConfigFolder.top()).stepUp()).isEqualTo(StepUpConfig.DEFAULT);
        assertThat(folder.loaded(ConfigFolder.top("step-up: { within: 1h, keep: off, keep-for: 1m }"))
                        .stepUp())
                .isEqualTo(new StepUpConfig(Duration.ofHours(1), 0, Duration.ofMinutes(1)));
        assertThat(folder.whats(ConfigFolder.top("step-up: { within: 59s, keep: 2GiB, keep-for: 61m }")))
                .containsExactly(
                        "step-up.within: \"59s\" is out of bounds; give from 1m to 1h",
                        "step-up.keep: \"2GiB\" is out of bounds; give from 1B to 1GiB",
                        "step-up.keep-for: \"61m\" is out of bounds; give from 1s to 1h");
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
