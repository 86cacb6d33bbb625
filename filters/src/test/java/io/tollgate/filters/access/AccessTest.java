package io.tollgate.filters.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.config.Position;
import io.tollgate.config.RulePattern;
import io.tollgate.filters.http.Form;
import io.tollgate.filters.http.Parameter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class AccessTest {
    private static final Set<String> BILLER = Set.of("biller");

    private static AccessDecision judge(Access access, String method, String target, String... roles) {
        return judge(access, method, target, Form.NONE, roles);
    }

    private static AccessDecision judge(Access access, String method, String target, Form form, String... roles) {
        return Readings.of(target) instanceof Readings readings
                ? access.judge(method, readings, Set.of(roles), form)
                : new Denied("unreadable", null);
    }

    private static boolean isAllowed(Access access, String method, String target) {
        return judge(access, method, target, "biller") instanceof Permit;
    }

    private static String reason(AccessDecision decision) {
        return decision instanceof Denied denied
                ? denied.reason()
                : decision.getClass().getSimpleName();
    }

    private static Form form(String... namesAndValues) {
        List<Parameter> parameters = new ArrayList<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            parameters.add(new Parameter(namesAndValues[i], namesAndValues[i + 1], true));
        }
        return new Form(parameters);
    }

    @Test
    void no_rule_means_no_entry() {
        Access access = new Rules().allow("biller", "/claims/**").compile();

        assertThat(reason(judge(access, "GET", "/", "biller"))).isEqualTo("access.none");
        assertThat(reason(judge(access, "GET", "/claims/1"))).isEqualTo("access.role");
        assertThat(reason(judge(access, "GET", "/claims/1", "doctor"))).isEqualTo("access.role");
        assertThat(reason(judge(Access.none("x"), "GET", "/", "biller"))).isEqualTo("access.none");
    }

    @Test
    void a_permit_holds_what_was_judged() {
        Access access = new Rules().allow("biller", "GET /claims/**").compile();

        Permit permit = (Permit) judge(access, "HEAD", "/claims/17?x=%2F", "biller");

        assertThat(permit.app()).isEqualTo("billing");
        assertThat(permit.method()).isEqualTo("HEAD");
        assertThat(permit.target()).isEqualTo("/claims/17?x=%2F");
        assertThat(permit.rule()).isEqualTo("GET /claims/**");
        assertThat(permit.toString()).doesNotContain("17");
    }

    @Test
    void the_end_of_a_pattern_matches_what_the_table_in_its_javadoc_says() {
        assertMatches("/x", List.of("/x"), List.of("/x/", "/x/a", "/", "/xa", "/X"));
        assertMatches("/x/", List.of("/x/"), List.of("/x", "/x/a"));
        assertMatches("/x/*", List.of("/x/a", "/x/%20a"), List.of("/x", "/x/", "/x/a/", "/x/a/b"));
        assertMatches("/x/**", List.of("/x", "/x/", "/x/a", "/x//", "/x/a/b/"), List.of("/", "/xa", "/y/x"));
        assertMatches("/", List.of("/"), List.of("/a"));
        assertMatches("/**", List.of("/", "/a", "/a/b", "//a"), List.of());
        assertMatches("/a/**/z", List.of("/a/z", "/a/b/z", "/a/z/z", "/a//z"), List.of("/a", "/z", "/a/z/b"));
        assertMatches("/a/**/b/**/c", List.of("/a/b/c", "/a/x/b/y/c", "/a/b/b/c/c"), List.of("/a/c", "/a/c/b"));
        assertMatches("/r/a*z/x", List.of("/r/az/x", "/r/abz/x"), List.of("/r/a/x", "/r/zaz/x", "/r/aza/x"));
        assertMatches("/r/*.c*s", List.of("/r/a.css", "/r/.cs"), List.of("/r/a.js", "/r/a.c"));
        assertMatches("/caf%C3%A9/*", List.of("/caf%c3%a9/1"), List.of("/cafe/1"));
    }

    private static void assertMatches(String pattern, List<String> yes, List<String> no) {
        Access access = new Rules().allow("biller", pattern).compile();
        yes.forEach(target -> assertThat(isAllowed(access, "GET", target))
                .as(pattern + " " + target)
                .isTrue());
        no.forEach(target -> assertThat(isAllowed(access, "GET", target))
                .as(pattern + " " + target)
                .isFalse());
    }

    @Test
    void methods_are_compared_as_sent_and_get_brings_head() {
        Access access = new Rules().allow("biller", "GET|POST /a", "/b").compile();

        assertThat(isAllowed(access, "GET", "/a")).isTrue();
        assertThat(isAllowed(access, "HEAD", "/a")).isTrue();
        assertThat(isAllowed(access, "POST", "/a")).isTrue();
        assertThat(isAllowed(access, "PUT", "/a")).isFalse();
        assertThat(isAllowed(access, "get", "/a")).isFalse();
        assertThat(isAllowed(access, "INVENTED", "/b")).isTrue();
    }

    @Test
    void a_denial_of_any_role_outweighs_every_permit() {
        Access access = new Rules()
                .allow("biller", "/invoices/**")
                .deny("biller", "DELETE /invoices/**")
                .deny("trainee", "POST /invoices/**")
                .compile();

        assertThat(reason(judge(access, "DELETE", "/invoices/5", "biller"))).isEqualTo("access.deny");
        assertThat(reason(judge(access, "delete", "/invoices/5", "biller")))
                .as("some backends ignore the case of a method")
                .isEqualTo("access.deny");
        assertThat(judge(access, "POST", "/invoices/5", "biller")).isInstanceOf(Permit.class);
        assertThat(reason(judge(access, "POST", "/invoices/5", "biller", "trainee")))
                .isEqualTo("access.deny");
        Denied denied = (Denied) judge(access, "POST", "/invoices/5", "biller", "trainee");
        assertThat(denied.rule()).extracting(RulePattern::text).isEqualTo("POST /invoices/**");
    }

    @Test
    void a_denial_holds_in_every_spelling() {
        Access access = new Rules()
                .allow("biller", "/**")
                .deny("biller", "/admin/**", "POST /pay")
                .compile();

        for (String target : List.of(
                "/admin",
                "/Admin/x",
                "/%41DMIN",
                "//admin/x",
                "//host/admin/x",
                "/admin;x/y",
                "/;/admin",
                "/admin./x",
                "/admin%20/x",
                "/%20admin",
                "/admin%3Fx",
                "/admin%23/x",
                "/admin::$DATA/x",
                "/admin:x",
                "/adm%C4%B1n/x",
                "/%EF%BD%81dmin/x",
                "/a%CC%81dmin/x",
                "/ad%C2%ADmin",
                "/;//admin%20.;x//y")) {
            assertThat(reason(judge(access, "GET", target, "biller")))
                    .as(target)
                    .isEqualTo("access.deny");
        }
        assertThat(reason(judge(access, "POST", "/pay/", "biller")))
                .as("many frameworks ignore the last slash")
                .isEqualTo("access.deny");
        assertThat(isAllowed(access, "GET", "/administrator")).isTrue();
        assertThat(isAllowed(access, "GET", "/x/admin")).isTrue();
    }

    @Test
    void every_reading_must_be_allowed() {
        Access access = new Rules().allow("biller", "/public/**", "/doc/*").compile();

        for (String target : List.of(
                "//public/x",
                "//x/public/",
                "/public;x/../y",
                "/;/public/x",
                "/public%20/x",
                "/public./x",
                "/Public/x",
                "/doc/a%3F/b",
                "/doc/;x",
                "/doc/%20")) {
            assertThat(isAllowed(access, "GET", target)).as(target).isFalse();
        }
        for (String target :
                List.of("/public/x;v=1", "/public//x", "/public/x.", "/public/a%3Fb", "/doc/a;b", "/doc/a%3Fb")) {
            assertThat(isAllowed(access, "GET", target)).as(target).isTrue();
        }
    }

    @Test
    void public_rules_ask_for_nobody_and_know_no_denials() {
        Access access =
                new Rules().open("GET /static/**").deny("biller", "/static/**").compile();

        assertThat(access.judgePublic("GET", ReadingsTest.readings("/static/a.css"), Form.NONE))
                .isInstanceOf(Permit.class);
        assertThat(access.judgePublic("POST", ReadingsTest.readings("/static/a.css"), Form.NONE))
                .isInstanceOf(Denied.class);
        assertThat(access.judgePublic("GET", ReadingsTest.readings("/"), null)).isInstanceOf(Denied.class);
    }

    @Test
    void a_condition_denies_if_any_occurrence_matches_in_query_or_form() {
        Access access = new Rules()
                .allow("biller", "/ledger.cgi")
                .deny("biller", "/ledger.cgi?action=void")
                .compile();

        for (String query : List.of(
                "action=void",
                "ACTION=Void",
                "action=+void%20",
                "action=list&action=void",
                "a=1;action=void",
                "%61ction=%76oid",
                "action%5B%5D=void",
                "action[0]=void",
                "+action=void",
                "?action=void",
                "action=void%00x",
                "action=vo%C2%ADid",
                "action=v%C3%B3id",
                "action=%EF%BD%96oid")) {
            assertThat(reason(judge(access, "GET", "/ledger.cgi?" + query, "biller")))
                    .as(query)
                    .isEqualTo("access.deny");
        }
        assertThat(isAllowed(access, "GET", "/ledger.cgi?action=list")).isTrue();
        assertThat(isAllowed(access, "GET", "/ledger.cgi?xaction=void")).isTrue();
        assertThat(reason(judge(access, "POST", "/ledger.cgi", form("x", "1", "Action", " VOID\r\n"), "biller")))
                .isEqualTo("access.deny");
        assertThat(judge(access, "POST", "/ledger.cgi", form("action", "list"), "biller"))
                .isInstanceOf(Permit.class);
    }

    @Test
    void a_condition_allows_only_if_every_occurrence_is_exactly_it() {
        Access access = new Rules().allow("biller", "/l.cgi?action=list&v=2").compile();

        assertThat(isAllowed(access, "GET", "/l.cgi?action=list&v=2&x=9")).isTrue();
        assertThat(judge(access, "POST", "/l.cgi?v=2", form("action", "list"), "biller"))
                .isInstanceOf(Permit.class);
        for (String query : List.of(
                "",
                "action=list",
                "action=List&v=2",
                "action=list+&v=2",
                "action=list&action=void&v=2",
                "action=list&ACTION=void&v=2",
                "action=list&action[]=void&v=2",
                "action=list;v=2")) {
            assertThat(isAllowed(access, "GET", "/l.cgi?" + query)).as(query).isFalse();
        }
        assertThat(judge(access, "POST", "/l.cgi?action=list&v=2", form("action", "void"), "biller"))
                .isInstanceOf(Denied.class);
    }

    @Test
    void a_form_is_needed_only_where_it_can_matter() {
        Access access = new Rules()
                .allow("biller", "/a", "/b?x=1", "/d")
                .deny("biller", "POST /d?x=void")
                .compile();

        assertThat(judge(access, "POST", "/a", (Form) null, "biller")).isInstanceOf(Permit.class);
        assertThat(judge(access, "POST", "/b", (Form) null, "biller")).isInstanceOf(NeedsForm.class);
        assertThat(judge(access, "POST", "/b?x=2", (Form) null, "biller")).isInstanceOf(Denied.class);
        assertThat(judge(access, "POST", "/d", (Form) null, "biller")).isInstanceOf(NeedsForm.class);
        assertThat(reason(judge(access, "POST", "/d?x=void", (Form) null, "biller")))
                .isEqualTo("access.deny");
        assertThat(judge(access, "PUT", "/d", (Form) null, "biller")).isInstanceOf(Permit.class);
        assertThat(reason(judge(access, "POST", "/c", (Form) null, "biller"))).isEqualTo("access.none");
    }

    @Test
    void a_query_that_cant_be_decoded_is_refused_where_a_rule_names_a_parameter() {
        Access access = new Rules()
                .allow("biller", "/a", "/b?x=1", "/c")
                .deny("biller", "/c?x=1")
                .compile();

        for (String query : List.of("y=%", "y=%zz", "y=%u0041", "y=%C0%AF")) {
            assertThat(isAllowed(access, "GET", "/a?" + query)).as(query).isTrue();
            assertThat(reason(judge(access, "GET", "/b?x=1&" + query, "biller")))
                    .isEqualTo("access.query");
            assertThat(reason(judge(access, "GET", "/c?" + query, "biller"))).isEqualTo("access.query");
        }
        assertThat(isAllowed(access, "GET", "/c?name=J%F6rg"))
                .as("old forms send ISO-8859-1")
                .isTrue();
    }

    @Test
    void a_method_that_a_parameter_asks_for_is_judged_too() {
        Access access = new Rules()
                .allow("biller", "/invoices/**")
                .deny("biller", "DELETE /invoices/**")
                .compile();

        for (String query : List.of(
                "_method=DELETE",
                "_method=delete",
                "%5fmethod=delete",
                "_METHOD=+Delete",
                "_method=DELETE%00x",
                "x=%&_method=DELETE",
                "a=1;_method=DELETE",
                "X-HTTP-Method-Override=DELETE")) {
            assertThat(reason(judge(access, "POST", "/invoices/5?" + query, "biller")))
                    .as(query)
                    .isEqualTo("access.deny");
        }
        assertThat(reason(judge(access, "POST", "/invoices/5", form("_method", "DELETE"), "biller")))
                .isEqualTo("access.deny");
        assertThat(isAllowed(access, "POST", "/invoices/5?_method=PUT")).isTrue();
        assertThat(isAllowed(access, "POST", "/invoices/5?payment_method=delete"))
                .isTrue();
        assertThat(access.isMethodDecisive(ReadingsTest.readings("/invoices/5"), BILLER))
                .isTrue();
    }

    @Test
    void a_form_is_not_read_for_a_method_where_none_makes_a_difference() {
        Access access =
                new Rules().allow("biller", "/claims/**", "GET /patients/*").compile();

        assertThat(access.isMethodDecisive(ReadingsTest.readings("/claims/5"), BILLER))
                .isFalse();
        assertThat(access.isMethodDecisive(ReadingsTest.readings("/patients/5"), BILLER))
                .isTrue();
        assertThat(new Rules().allow("biller", "/x").compile().isMethodDecisive(ReadingsTest.readings("/y"), BILLER))
                .isFalse();
    }

    @Test
    void an_explanation_names_the_rule_and_its_place() {
        Access access = new Rules()
                .open("GET /static/**")
                .allow("biller", "/l.cgi")
                .deny("biller", "/l.cgi?action=void")
                .compile();

        Explanation allowed = access.explain("POST", ReadingsTest.readings("/l.cgi"), BILLER);
        Explanation denied = access.explain("GET", ReadingsTest.readings("/l.cgi?action=void"), BILLER);
        Explanation open = access.explain("GET", ReadingsTest.readings("/static/x"), Set.of());

        assertThat(allowed.isAllowed()).isTrue();
        assertThat(allowed.needsForm()).isTrue();
        assertThat(denied.reason()).isEqualTo("access.deny");
        assertThat(denied.rule().at()).isEqualTo(new Position("tollgate.yaml", 1, 1));
        assertThat(open.reason()).isEqualTo("access.public");
    }

    @Test
    void ten_thousand_rules_of_many_roles_are_told_apart() {
        Rules rules = new Rules();
        for (int i = 0; i < 10_000; i++) {
            rules.allow("role-" + i % 50, "/app/m" + i + "/*", "/shared/**");
        }
        Access access = rules.compile();

        for (int i = 0; i < 10_000; i += 977) {
            assertThat(judge(access, "GET", "/app/m" + i + "/x", "role-" + i % 50))
                    .isInstanceOf(Permit.class);
            assertThat(reason(judge(access, "GET", "/app/m" + i + "/x", "role-" + (i + 1) % 50)))
                    .isEqualTo("access.role");
        }
        assertThat(judge(access, "GET", "/shared/x", "role-7")).isInstanceOf(Permit.class);
        assertThat(reason(judge(access, "GET", "/shared/x", "role-x"))).isEqualTo("access.role");
    }

    @Test
    void many_any_depths_in_a_pattern_do_not_make_judging_slow() {
        Access access =
                new Rules().allow("biller", "/**/a/**/a/**/a/**/a/**/a/**/b").compile();

        long before = System.nanoTime();
        assertThat(isAllowed(access, "GET", "/a".repeat(4_000))).isFalse();
        assertThat(isAllowed(access, "GET", "/a".repeat(4_000) + "/b")).isTrue();

        assertThat(System.nanoTime() - before).isLessThan(5_000_000_000L);
    }
}
