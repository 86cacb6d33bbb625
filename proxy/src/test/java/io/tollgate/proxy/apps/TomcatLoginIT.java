package io.tollgate.proxy.apps;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.proxy.Browser;
import io.tollgate.proxy.GatewayRig;
import io.tollgate.proxy.Tomcat;
import io.tollgate.proxy.apps.LegacyApp.Visitor;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Tomcat's {@code FORM} login, guarded in place: a status and a redirect tell. */
@Tag("apps")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class TomcatLoginIT implements OwnLoginContract {
    private Tomcat tomcat;
    private LegacyApp app;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        tomcat = Tomcat.start(folder);
        app = new TomcatExamples(tomcat);
    }

    @AfterAll
    void stop() {
        tomcat.close();
    }

    @Override
    public LegacyApp app() {
        return app;
    }

    private static HttpResponse<String> posted(Browser browser, String target, String form) throws Exception {
        return browser.send(browser.to(target)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Sec-Fetch-Mode", "navigate")
                .header("Sec-Fetch-Site", "same-origin")
                .POST(HttpRequest.BodyPublishers.ofString(form)));
    }

    @Test
    void a_redirect_that_everybody_gets_is_no_login(@TempDir Path folder) throws Exception {
        try (GatewayRig rig = rig(folder, "")) {
            Browser browser = rig.browser();
            for (String target : List.of(
                    "/examples?j_username=ann&j_password=x",
                    "/examples/?j_username=ann&j_password=x",
                    TomcatExamples.PROTECTED + "index.jsp?j_username=ann&j_password=x",
                    TomcatExamples.PROTECTED + "index.jsp?logoff=true&j_username=ann&j_password=x")) {
                browser.get(target);
            }
            browser.send(browser.to(app.inside())
                    .header("Authorization", LedgerSmb.basic("ann", "x"))
                    .header("Sec-Fetch-Mode", "navigate"));
            assertThat(OwnLoginContract.sessions(rig)).isEmpty();
        }
    }

    @Test
    void of_two_names_none_is_believed(@TempDir Path folder) throws Exception {
        try (GatewayRig rig = rig(folder, "")) {
            annInside(rig);
            Browser bob = rig.browser();
            String check = TomcatExamples.PROTECTED + "j_security_check";
            for (List<String> two : List.of(
                    List.of(check, "j_username=bob&j_username=ann&j_password=" + LegacyApp.PASSWORD),
                    List.of(check, "j_username=bob&J_USERNAME=ann&j_password=" + LegacyApp.PASSWORD),
                    List.of(check + "?j_username=bob", "j_username=ann&j_password=" + LegacyApp.PASSWORD),
                    List.of(check + "?j_username=bob&j_password=" + LegacyApp.PASSWORD, "j_username=ann"))) {
                bob.get(app.inside());
                posted(bob, two.get(0), two.get(1));
            }
            assertThat(OwnLoginContract.sessions(rig)).hasSize(1).allMatch(row -> row.contains("ann"));
            assertThat(rig.command("sessions.list", "user", "bob").rows()).isEmpty();
        }
    }

    @Test
    void wherever_the_fields_are_they_count(@TempDir Path folder) throws Exception {
        try (GatewayRig rig = rig(folder, "")) {
            int before = app.looked();
            Browser guesser = rig.browser();
            guesser.get(app.inside());
            guesser.get(app.inside() + "?j_username=ann&j_password=wrong-1");
            posted(guesser, "/examples/x/j_security_check", "j_username=ann&j_password=wrong-2");
            guesser.get(TomcatExamples.PROTECTED + "j_security_check?j_username=ann&j_password=wrong-3");
            guesser.send(guesser.to(TomcatExamples.PROTECTED + "j_security_check")
                    .header("Content-Type", "multipart/form-data; boundary=xx")
                    .header("Sec-Fetch-Mode", "navigate")
                    .POST(HttpRequest.BodyPublishers.ofString("--xx\r\n"
                            + "Content-Disposition: form-data; name=\"j_username\"\r\n\r\n"
                            + "ann\r\n"
                            + "--xx\r\n"
                            + "Content-Disposition: form-data; name=\"j_password\"\r\n\r\n"
                            + "wrong-4\r\n"
                            + "--xx--\r\n")));
            for (int i = 0; i < 6; i++) {
                guesser.get(app.inside() + "?j_username=ann&j_password=wrong-" + i);
                posted(guesser, "/examples/x/j_security_check", "j_username=ann&j_password=wrong-" + i);
                posted(guesser, TomcatExamples.PROTECTED + "j_security_check", "j_username=ann&j_password=wrong-" + i);
            }
            assertThat(app.looked() - before).as("what Tomcat looked at of 22").isLessThanOrEqualTo(3);
        }
    }

    @Test
    void an_answer_that_says_neither_opens_nothing(@TempDir Path folder) throws Exception {
        try (GatewayRig rig = rig(folder, "")) {
            Browser browser = rig.browser(); // Has never seen the form: Tomcat knows no session and answers 408.
            HttpResponse<String> answer = posted(
                    browser,
                    TomcatExamples.PROTECTED + "j_security_check",
                    "j_username=ann&j_password=" + LegacyApp.PASSWORD);
            assertThat(answer.statusCode()).isEqualTo(408);
            assertThat(OwnLoginContract.sessions(rig)).isEmpty();
            annInside(rig);
            assertThat(OwnLoginContract.ended(rig)).contains("\"login.unclear\"");
        }
    }

    @Test
    void the_id_that_tomcat_changes_at_login_is_followed(@TempDir Path folder) throws Exception {
        try (GatewayRig rig = rig(folder, "")) {
            Browser browser = rig.browser();
            browser.get(app.inside());
            String before = browser.cookie();
            app.visitor(browser).login("ann", LegacyApp.PASSWORD);
            String after = browser.cookie();
            assertThat(after).contains("JSESSIONID=").doesNotContain(before);
            assertThat(browser.get("/examples/servlets/servlet/SessionExample?dataname=claim&datavalue=2003-0117")
                            .body())
                    .contains("claim = 2003-0117");
            assertThat(browser.get("/examples/servlets/servlet/SessionExample").body())
                    .contains("claim = 2003-0117");
        }
    }

    @Test
    void roles_say_where_in_the_app_people_may_go(@TempDir Path folder) throws Exception {
        try (GatewayRig rig = rig(folder, "")) {
            Visitor ann = annInside(rig);
            assertThat(ann.open("/manager/html").statusCode()).isEqualTo(403);
            rig.command("users.roles", "name", "ann", "add", "operator");
            HttpResponse<String> manager = ann.open("/manager/html");
            assertThat(manager.statusCode()).isEqualTo(401);
            assertThat(manager.headers().firstValue("www-authenticate").orElseThrow())
                    .startsWith("Basic realm=");
        }
    }
}
