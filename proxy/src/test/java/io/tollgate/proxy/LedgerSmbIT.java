package io.tollgate.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.proxy.SameAnswers.Ask;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * LedgerSMB as Debian ships it, behind the gateway: Basic credentials on every request and a cookie of its own beside them,
 * which nearly every answer sets anew, relative redirects, chunked answers. {@code .ci/apps} installs and starts it and says
 * where it is in {@code tollgate.test.ledgersmb}.
 */
@Tag("apps")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class LedgerSmbIT {
    private static final String BASIC = basic("clerk:clerk-2003");

    private GatewayRig rig;
    private int port;

    private static String basic(String credentials) {
        return "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
    }

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        String url = System.getProperty("tollgate.test.ledgersmb", "");
        assertThat(url).as("where LedgerSMB is, from .ci/apps").startsWith("http://127.0.0.1:");
        port = URI.create(url).getPort();
        rig = GatewayRig.start(folder, """
            apps:
              ledger:
                upstream: %s
                home: /login.pl
                app-cookies: ["LedgerSMB-*"]
                public: ["GET /css/**", "GET /js-src/**", "GET /images/**"]
                access:
                  biller:  { allow: ["/**"], deny: ["/setup.pl/**"] }
                  auditor: { allow: ["GET /**"], deny: ["/setup.pl/**", "GET /**?action=save"] }
            """.formatted(url));
        rig.user("ann@clinic.example", "biller");
        rig.user("oz@clinic.example", "auditor");
    }

    @AfterAll
    void stop() {
        rig.close();
    }

    private Browser loggedIn(String user) throws Exception {
        Browser browser = rig.browser();
        assertThat(browser.login(user).statusCode()).isEqualTo(303);
        return browser;
    }

    private SameAnswers answers(Browser browser) {
        return new SameAnswers(
                browser,
                port,
                rig.port(),
                // It warns of a password's end once, whoever comes first.
                text -> text.replaceAll("(?s)<script type=\"text/javascript\">\\s*window\\.alert.*?</script>\\s*", "")
                        .replaceAll("LedgerSMB-1\\.6-ds=[^;]*", "LedgerSMB-1.6-ds=…")
                        .replaceAll("(csrf_token|form_id)(\"?[^>]*value=\")[^\"]*", "$1$2…")
                        .replaceAll("\\d\\d:\\d\\d:\\d\\d", "…")
                        .replaceAll("dijit[A-Za-z0-9_-]*", "dijit"));
    }

    private static Ask get(String path) {
        return Ask.of("GET", path, "", "Authorization", BASIC);
    }

    private static Ask post(String path, String form) {
        return Ask.of("POST", path, form, "Authorization", BASIC, "Content-Type", "application/x-www-form-urlencoded");
    }

    @Test
    void every_answer_is_the_one_given_directly() throws Exception {
        SameAnswers answers = answers(loggedIn("ann@clinic.example"));
        List<Ask> day = List.of(
                Ask.of("GET", "/", ""),
                Ask.of("GET", "/login.pl", ""),
                Ask.of("GET", "/login.pl?action=authenticate&company=acme", ""),
                Ask.of("GET", "/login.pl?action=authenticate&company=acme", "", "Authorization", basic("clerk:wrong")),
                get("/login.pl?action=authenticate&company=none-such"),
                get("/login.pl?action=authenticate&company=acme"),
                get("/login.pl?action=login&company=acme"),
                get("/menu.pl?action=root_doc"),
                get("/menu.pl?action=expanding_menu"),
                get("/contact.pl?action=add&entity_class=2"),
                post(
                        "/contact.pl",
                        "action=save&target_div=company_div&entity_class=2&legal_name=Northside+Clinic&name=Northside"
                                + "&country_id=232&tax_id=&sic_code=&control_code=C-2003%3A1&license_number="),
                get("/contact.pl?action=search&entity_class=2"),
                get("/reports.pl?action=start_report&report_name=contact_search&entity_class=2"),
                get("/journal.pl?action=search"),
                get("/user.pl?action=preference_screen"),
                get("/am.pl?action=defaults"),
                get("/gl.pl?action=add"),
                get("/is.pl?action=add&type=invoice"),
                get("/erp/nothing"),
                Ask.of("HEAD", "/login.pl", "", "Authorization", BASIC),
                Ask.of("OPTIONS", "/login.pl", "", "Authorization", BASIC),
                Ask.of("GET", "/css/ledgersmb.css", "", "Range", "bytes=0-99"),
                Ask.of("GET", "/css/ledgersmb.css", "", "If-Modified-Since", "Thu, 03 Jun 2032 18:25:42 GMT"),
                Ask.of("GET", "/js-src/dojo/dojo.js", ""),
                get("/login.pl?action=logout&company=acme"));
        SoftAssertions all = new SoftAssertions();
        for (Ask ask : day) {
            all.assertThat(answers.differences(ask))
                    .as(ask.method() + " " + ask.path())
                    .isEmpty();
        }
        all.assertAll();
        assertThat(answers.asked()).isEqualTo(day.size());
    }

    @Test
    void its_own_401_and_its_session_reach_the_browser() throws Exception {
        Browser ann = loggedIn("ann@clinic.example");
        String target = "/login.pl?action=authenticate&company=acme";
        HttpResponse<String> asked = ann.get(target);
        assertThat(asked.statusCode()).isEqualTo(401);
        assertThat(asked.headers().firstValue("www-authenticate").orElseThrow()).startsWith("Basic realm=");
        assertThat(asked.headers().firstValue("tollgate-reason")).isEmpty();

        HttpResponse<String> opened = ann.send(ann.to(target).header("Authorization", BASIC));
        assertThat(opened.statusCode()).isEqualTo(200);
        assertThat(opened.headers().firstValue("set-cookie").orElseThrow())
                .matches("LedgerSMB-1\\.6-ds=[0-9]+:[0-9a-f]+:acme; Path=/; SameSite=Strict; Secure; HttpOnly");
        HttpResponse<String> menu = ann.send(ann.to("/menu.pl?action=root_doc").header("Authorization", BASIC));
        assertThat(menu.statusCode()).isEqualTo(200);
        assertThat(menu.body()).contains("id=\"login_info\" class=\"header_left\">clerk<");
    }

    @Test
    void the_session_of_one_person_is_not_the_next_persons() throws Exception {
        Browser ann = loggedIn("ann@clinic.example");
        ann.send(ann.to("/login.pl?action=authenticate&company=acme").header("Authorization", BASIC));
        String cookie = List.of(ann.cookie().split("; ")).stream()
                .filter(each -> each.startsWith("LedgerSMB"))
                .findFirst()
                .orElseThrow();
        HttpRequest.Builder page = loggedInAs("oz@clinic.example", cookie);
        HttpResponse<String> found = rig.browser().send(page);
        assertThat(found.statusCode()).as("as without that cookie").isIn(302, 303, 401);
    }

    private HttpRequest.Builder loggedInAs(String user, String cookie) throws Exception {
        Browser browser = loggedIn(user);
        return browser.to("/menu.pl?action=root_doc")
                .header("Authorization", BASIC)
                .header("Cookie", browser.cookie() + "; " + cookie);
    }

    @Test
    void what_a_role_may_not_do_never_reaches_it() throws Exception {
        Browser oz = loggedIn("oz@clinic.example");
        for (String path : List.of("/setup.pl", "/Setup.pl", "/setup.pl/", "/setup.pl?action=login")) {
            HttpResponse<String> answer = oz.send(oz.to(path).header("Authorization", BASIC));
            assertThat(answer.statusCode()).as(path).isIn(400, 403);
            assertThat(answer.headers().firstValue("tollgate-reason")).as(path).isPresent();
        }
        HttpResponse<String> posted = oz.send(oz.to("/contact.pl")
                .header("Authorization", BASIC)
                .header("Sec-Fetch-Site", "same-origin")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString("action=save&entity_class=2")));
        assertThat(posted.statusCode()).isEqualTo(403);
        assertThat(oz.send(oz.to("/contact.pl?action=Save").header("Authorization", BASIC))
                        .statusCode())
                .isEqualTo(403);
    }
}
