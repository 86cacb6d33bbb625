package io.tollgate.config.reader;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.config.AppLoginConfig;
import io.tollgate.config.LoginMarkers;
import io.tollgate.config.RulePattern;
import io.tollgate.config.StatusRange;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AppLoginReaderTest {

    private static final String UP = "upstream: http://127.0.0.1:8080";
    private static final String FIELDS = "path: /check, user-field: u, password-field: p";
    private static final String MARKERS = "success: { status: 302 }, failure: { status: 200 }";
    private static final String FORM = "form: { " + FIELDS + ", " + MARKERS + " }";
    private static final String PAGE = "page: /login.jsp, before: [GET /login.jsp]";
    private static final String WHOLE = "by: app, " + FORM + ", " + PAGE;

    @TempDir
    Path temporary;

    private ConfigFolder folder;

    @BeforeEach
    void begin() {
        folder = new ConfigFolder(temporary);
    }

    private static String apps(String... apps) {
        return ConfigFolder.LISTENERS + "apps:\n  " + String.join("\n  ", apps) + "\n";
    }

    private static String app(String login) {
        return apps("a: { app-cookies: [SID*, Ledger*], login: { " + login + " }, " + UP
                + ", access: { biller: { allow: [/**] } } }");
    }

    private AppLoginConfig loaded(String login) {
        return folder.loaded(app(login)).apps().get(0).login();
    }

    @Test
    void a_form_is_read_with_its_fields_places_and_markers() {
        AppLoginConfig login = loaded("by: app, form: { path: [/j_security_check, /app/j_security_check],"
                + " user-field: j_username, password-field: j_password,"
                + " success: { status: 302-303, location: \"**/index*\", cookie: SID*, body: Hello },"
                + " failure: { location: \"**/login?error*\" } }, page: /app/index.jsp, before: [\"GET /app/**\"],"
                + " logout: [\"/logout*\"], roles: [biller]");
        assertThat(login.form().at())
                .hasSize(2)
                .allSatisfy(at -> assertThat(at.methods()).containsExactly("POST"));
        assertThat(login.form().userField()).isEqualTo("j_username");
        assertThat(login.form().success().status()).isEqualTo(new StatusRange(302, 303));
        assertThat(login.form().success().isCookie("SID1")).isTrue();
        assertThat(login.form().success().body()).isEqualTo("Hello");
        assertThat(login.form().failure().location().matchesQuery("error=1")).isTrue();
        assertThat(login.form().failure().location().matchesQuery("x&error=1")).isFalse();
        assertThat(login.page()).isEqualTo("/app/index.jsp");
        assertThat(login.before()).extracting(RulePattern::text).containsExactly("GET /app/**");
        assertThat(login.logout()).hasSize(1);
        assertThat(login.roles()).containsExactly("biller");
    }

    @Test
    void basic_credentials_are_told_by_status_where_nothing_is_said() {
        AppLoginConfig login = loaded("by: app, basic: { path: [\"/*.pl\"] }");
        assertThat(login.form()).isNull();
        assertThat(login.page()).isNull();
        assertThat(login.basic().success()).isEqualTo(LoginMarkers.TAKEN);
        assertThat(login.basic().failure()).isEqualTo(LoginMarkers.CHALLENGED);
    }

    @Test
    void everything_that_is_missing_is_told() {
        assertThat(folder.whats(app("by: app")))
                .containsExactly(
                        "apps.a.login.by: by: app, but nothing tells how a login looks; add form with its fields"
                                + " and markers, or basic where the app takes Basic credentials");
        assertThat(folder.whats(app("by: app, form: { path: /check }")))
                .containsExactly(
                        "apps.a.login.form.user-field: is missing; add it: the field that holds the name",
                        "apps.a.login.form.password-field: is missing; add it: the field that holds the password",
                        "apps.a.login.form.success: is missing; add it: by what a login that succeeded is told; all"
                                + " that is given must hold",
                        "apps.a.login.form.failure: is missing; add it: by what a wrong name or password is told; it is"
                                + " looked at first",
                        "apps.a.login.form: has no page; add login.page: the page with the app's form, such as"
                                + " /login.jsp");
    }

    @Test
    void markers_that_say_nothing_or_that_no_login_gets_past_are_told() {
        assertThat(folder.whats(
                        app("by: app, form: { " + FIELDS + ", success: {}, failure: { status: 200 } }, " + PAGE)))
                .containsExactly(
                        "apps.a.login.form.success: says nothing; give at least one of status, location, cookie"
                                + " and body");
        assertThat(folder.whats(app("by: app, form: { " + FIELDS
                        + ", success: { status: 302, location: \"**/a/*\" }, failure: { status: 300-399 } }, " + PAGE)))
                .containsExactly(
                        "apps.a.login.form.failure: every answer that success matches is a failure too, so that nobody"
                                + " would ever get in; add to failure what only a wrong password gives: a status,"
                                + " location, cookie or text");
        loaded("by: app, form: { " + FIELDS
                + ", success: { status: 302 }, failure: { status: 302, location: \"**/login?error*\" } }, " + PAGE);
    }

    @Test
    void a_text_that_is_empty_tells_nothing() {
        assertThat(folder.whats(app("by: app, form: { " + FIELDS
                        + ", success: { status: 302 }, failure: { body: \"\" } }, " + PAGE)))
                .containsExactly("apps.a.login.form.failure.body: is empty, which is in every answer; write a text that"
                        + " only such an answer has");
    }

    @Test
    void a_page_that_nobody_can_see_before_the_login_is_told() {
        assertThat(folder.whats(app("by: app, " + FORM + ", page: /login.jsp, before: [GET /css/**, POST /login.jsp]")))
                .containsExactly(
                        "apps.a.login.page: nobody can see this page before the login; add \"GET /login.jsp\" to"
                                + " login.before, with what the page needs to show itself");
        loaded("by: app, " + FORM + ", page: \"/doku.php?do=login\", before: [\"GET /doku.php?do=login\"]");
        assertThat(folder.whats(app(
                        "by: app, " + FORM + ", page: \"/doku.php?do=show\", before: [\"GET /doku.php?do=login\"]")))
                .hasSize(1);
    }

    @Test
    void the_keys_of_an_apps_own_login_mean_nothing_without_by_app() {
        assertThat(folder.whats(app("roles: [biller]")))
                .containsExactly("apps.a.login.roles: means nothing where the gateway logs people in; add by: app, or"
                        + " remove it");
    }

    @Test
    void roles_that_have_no_access_are_told() {
        assertThat(folder.whats(app(WHOLE + ", roles: [biler]")))
                .containsExactly(
                        "apps.a.login.roles[0]: \"biler\" has no access on this app, so that it lets nobody in;"
                                + " did you mean \"biller\"?");
    }

    @Test
    void another_app_needs_a_word_on_whether_people_are_the_same() {
        assertThat(folder.whats(apps(
                        "a: { hosts: [a.example], login: { " + WHOLE + " }, " + UP + " }",
                        "b: { hosts: [b.example], " + UP + " }")))
                .containsExactly(
                        "apps.a.login.by: by: app, and there is another app, \"b\" at tollgate.yaml:4:3: somebody who"
                                + " has the same name in both would be one user; add same-people: true if a name means the"
                                + " same person in all of them, or run a gateway for each");
        folder.loaded(apps(
                "a: { hosts: [a.example], login: { " + WHOLE + ", same-people: true }, " + UP + " }",
                "b: { hosts: [b.example], " + UP + " }"));
    }

    @Test
    void apps_of_one_host_have_one_way_of_login() {
        assertThat(folder.whats(apps(
                        "a: { login: { " + WHOLE + ", same-people: true }, " + UP + " }",
                        "b: { path: /b, " + UP + " }")))
                .containsExactly(
                        "apps.a.login.by: by: app, while people of the app \"b\" at tollgate.yaml:4:3 on the same host"
                                + " log in on the gateway's page, and a session is the host's; give one of them another"
                                + " host, or the same way of login");
    }

    @Test
    void basic_credentials_are_not_checked_where_everybody_may_ask() {
        assertThat(folder.whats(app("by: app, basic: { path: [/static/app.pl] }, before: [GET /static/**]")))
                .containsExactly(
                        "apps.a.login.before[0]: \"GET /static/**\" lets everybody ask for \"/static/app.pl\", where"
                                + " the app is said to check Basic credentials; leave it out of before, or out of"
                                + " basic.path, or say by which cookie or text of its body a success is told");
    }

    @Test
    void basic_credentials_are_not_checked_where_a_role_is_denied() {
        String denied = "access: { biller: { allow: [/**], deny: [\"DELETE /a/**\"] } } }";
        String login = "a: { login: { by: app, basic: { path: %s } }, " + UP + ", ";
        assertThat(folder.whats(apps(login.formatted("[/**]") + denied)))
                .containsExactly(
                        "apps.a.access.biller.deny[0]: \"DELETE /a/**\" lies within \"/**\" of login.basic.path, where"
                                + " a request that brings credentials is let through before anybody knows whose they are;"
                                + " name in basic.path only what everybody asks for first, such as the page behind the"
                                + " login");
        assertThat(folder.whats(apps(login.formatted("[\"GET /**\"]") + denied)))
                .isEmpty();
        assertThat(folder.whats(apps(login.formatted("[/in]") + denied))).isEmpty();
    }

    @Test
    void a_cookie_that_tells_of_a_login_is_one_of_the_apps_own() {
        assertThat(folder.whats(app("by: app, basic: { path: /in, success: { cookie: token } }")))
                .containsExactly("apps.a.login.by: a login is told by the cookie \"token\", which is in nobody's name"
                        + " without app-cookies: whoever has an account could send theirs with somebody"
                        + " else's login; add \"token\" to app-cookies of this app, with its session"
                        + " cookie");
        assertThat(folder.whats(app("by: app, basic: { path: /in, success: { cookie: JSESSIONID } }")))
                .isEmpty();
    }

    @Test
    void basic_credentials_may_be_checked_by_the_page_with_the_form_where_more_than_a_status_tells() {
        AppLoginConfig login = loaded("by: app, basic: { path: \"/login.pl?action=authenticate\","
                + " success: { status: 200, cookie: Ledger* } }, page: /login.pl, before: [GET /login.pl]");
        assertThat(login.basic().success().isCookie("Ledger-1")).isTrue();
    }

    @Test
    void a_place_without_its_own_method_and_a_field_for_each_are_asked_for() {
        assertThat(folder.whats(app("by: app, form: { path: POST /check, user-field: u, password-field: U, " + MARKERS
                        + " }, " + PAGE)))
                .containsExactly(
                        "apps.a.login.form.path: \"POST /check\" begins with a method; write the path alone, and method"
                                + " beside it",
                        "apps.a.login.form.password-field: is the field that holds the name; name the other one");
    }
}
