package io.tollgate.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An application that keeps its own login form, with the gateway's limits and sessions around it. */
final class OwnLoginIT {
    private static final String RIGHT = DoorApp.RIGHT;

    @TempDir
    Path folder;

    private final FakeTime time = new FakeTime();
    private DoorApp app;
    private GatewayRig rig;

    @BeforeEach
    void start() throws Exception {
        app = new DoorApp();
        rig = GatewayRig.start(
                folder,
                yaml("success: { status: 302, location: /index }, failure: { location: \"**/login?error*\" }"),
                time::in);
    }

    private String yaml(String markers) {
        return """
            apps:
              door:
                upstream: http://127.0.0.1:%d
                home: /index
                app-cookies: [SID]
                login:
                  by: app
                  form: { path: [/login, /again], user-field: user, password-field: pass, %s }
                  page: /login
                  before: ["GET /login"]
                  logout: [/logout]
                  roles: [clerk]
                public: ["GET /static/**"]
                access:
                  clerk: { allow: ["/**"], deny: ["/secret/**"] }
                  boss: { allow: ["/**"] }
            lockout: { per-network: 1000/m }
            """.formatted(app.port(), markers);
    }

    private void markers(String markers) throws Exception {
        rig.rewrite(yaml(markers));
        rig.restart();
    }

    @AfterEach
    void stop() throws Exception {
        rig.close();
        app.close();
    }

    private static HttpResponse<String> login(Browser browser, String name, String password) throws Exception {
        return browser.post("/login", "user", name, "pass", password);
    }

    @Test
    void whoever_is_not_logged_in_is_led_to_the_apps_form_and_scripts_are_told() throws Exception {
        Browser browser = rig.browser();
        HttpResponse<String> led = browser.get("/index");
        assertThat(led.statusCode()).isEqualTo(303);
        assertThat(led.headers().firstValue("location")).hasValue("/login");
        HttpResponse<String> told = browser.fetch("GET", "/index");
        assertThat(told.statusCode()).isEqualTo(401);
        assertThat(told.body()).contains("\"login\":\"/login\"");
        assertThat(browser.get("/.tollgate/login").headers().firstValue("location"))
                .hasValue("/login");
        assertThat(browser.post("/.tollgate/login", "username", "ann", "password", RIGHT)
                        .headers()
                        .firstValue("location"))
                .hasValue("/login");
        assertThat(browser.get("/login").body()).isEqualTo("a form");
    }

    @Test
    void the_apps_yes_opens_a_session_for_somebody_with_its_roles_and_its_answer_goes_as_it_was() throws Exception {
        Browser browser = rig.browser();
        browser.get("/login");
        HttpResponse<String> in = login(browser, "Ann", RIGHT);
        assertThat(in.statusCode()).isEqualTo(302);
        assertThat(in.headers().firstValue("location")).hasValue("/index");
        assertThat(browser.cookie()).contains("__Host-tollgate=").contains("SID=");
        assertThat(browser.get("/index").body()).isEqualTo("app says: Ann");
        assertThat(browser.get("/secret/x").statusCode()).isEqualTo(403);
        assertThat(app.heads().get(app.heads().size() - 1)).contains("X-Forwarded-User: ann");
        assertThat(rig.command("users.list").rows().toString()).contains("ann").contains("clerk");
        assertThat(rig.command("audit.tail", "last", "50").toString()).isNotNull();
    }

    @Test
    void nobody_is_asked_for_a_password_that_they_do_not_have_here() throws Exception {
        Browser browser = rig.browser();
        login(browser, "ann", RIGHT);

        assertThat(browser.get("/.tollgate/account").body())
                .contains("the application's own: it is changed there")
                .doesNotContain("/.tollgate/password");
        assertThat(browser.get("/.tollgate/password").headers().firstValue("location"))
                .hasValue("/.tollgate/account");
        assertThat(browser.post("/.tollgate/password", "current-password", "x", "new-password", "y")
                        .headers()
                        .firstValue("location"))
                .hasValue("/.tollgate/account");
        assertThat(rig.command("users.show", "name", "ann").rows().get(0)).containsEntry("password-set", "");
    }

    @Test
    void a_no_of_the_app_counts_and_the_sixth_never_reaches_it() throws Exception {
        Browser browser = rig.browser();
        for (int i = 0; i < 5; i++) {
            HttpResponse<String> no = login(browser, "ann", "wrong-" + i);
            assertThat(no.statusCode()).isEqualTo(302);
            assertThat(no.headers().firstValue("location")).hasValue("/login?error=1");
            assertThat(browser.cookie()).doesNotContain("__Host-tollgate=");
        }
        HttpResponse<String> refused = login(browser, "ann", RIGHT);
        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(app.logins()).hasSize(5);

        for (int i = 0; i < 5; i++) {
            login(browser, "bob", "wrong-" + i);
        }
        HttpResponse<String> other = login(browser, "bob", RIGHT);
        assertThat(other.body()).isEqualTo(refused.body());
        time.jump(Duration.ofSeconds(31));
        assertThat(login(browser, "ann", RIGHT).statusCode()).isEqualTo(302);
        assertThat(browser.cookie()).contains("__Host-tollgate=");
    }

    @Test
    void spellings_that_an_app_may_take_for_the_same_name_are_counted_as_one() throws Exception {
        Browser browser = rig.browser();
        for (String name : List.of("ann", "ANN", " ann", "ánn", "_ann_")) {
            login(browser, name, "wrong");
        }
        assertThat(login(browser, "Ann!", RIGHT).statusCode()).isEqualTo(401);
        assertThat(app.logins()).hasSize(5);
    }

    @Test
    void who_is_disabled_is_refused_before_the_app_sees_it_however_the_name_is_spelled() throws Exception {
        Browser browser = rig.browser();
        login(browser, "ann", RIGHT);
        rig.command("users.disable", "name", "ann");
        assertThat(browser.get("/index").statusCode()).isEqualTo(303);
        int before = app.logins().size();
        for (String name : List.of("ann", "Ann", "ann!", "_ann")) {
            assertThat(login(rig.browser(), name, RIGHT).statusCode()).as(name).isEqualTo(401);
        }
        assertThat(app.logins()).hasSize(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP_1_1", "HTTP_2"})
    void of_sixty_four_wrong_logins_at_once_five_reach_the_app(HttpClient.Version version) throws Exception {
        Browser browser = rig.browser(version);
        browser.send(browser.to("/static/logo"));
        List<CompletableFuture<HttpResponse<String>>> guesses = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            guesses.add(browser.client()
                    .sendAsync(
                            browser.to("/login")
                                    .header("Content-Type", "application/x-www-form-urlencoded")
                                    .POST(BodyPublishers.ofString("user=ann&pass=guess-" + i))
                                    .build(),
                            BodyHandlers.ofString()));
        }
        Set<Integer> statuses = new HashSet<>();
        for (CompletableFuture<HttpResponse<String>> guess : guesses) {
            statuses.add(guess.get(60, TimeUnit.SECONDS).statusCode());
        }
        assertThat(statuses).containsOnly(302, 401);
        assertThat(app.logins()).hasSize(5);
        rig.restart();
        assertThat(login(rig.browser(), "ann", "one-more").statusCode()).isEqualTo(401);
        assertThat(app.logins()).hasSize(5);
    }

    @Test
    void a_login_is_recognised_wherever_and_however_its_fields_come() throws Exception {
        Browser browser = rig.browser();
        app.mode = "no";
        String boundary = "xYx";
        String parts = "--" + boundary + "\r\nContent-Disposition: form-data; name=\"user\"\r\n\r\nann\r\n--" + boundary
                + "\r\nContent-Disposition: form-data; name=\"pass\"\r\n\r\nwrong\r\n--" + boundary + "--\r\n";
        browser.send(browser.to("/login?user=ann")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("pass=wrong")));
        assertThat(browser.get("/login?user=ann&pass=x").statusCode()).isEqualTo(401);
        assertThat(browser.get("/login?user=ann&p%61ss%5B%5D=x").statusCode()).isEqualTo(401);
        browser.send(browser.to("/login")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("u%73er=ann&pass%5B%5D=wrong")));
        login(browser, "ann", "wrong-2");
        browser.send(browser.to("/login")
                .header("Content-Type", "multipart/form-data; boundary=" + boundary)
                .POST(BodyPublishers.ofString(parts)));
        browser.send(browser.to("/login").POST(BodyPublishers.ofString("USER=ann&Pass=x")));
        app.mode = "";
        assertThat(login(browser, "ann", RIGHT).statusCode()).isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "user=ann&user=bob&pass=x",
                "user=ann&pass=x&pass=y",
                "user=ann&pass=%zz",
                "user=a%00b&pass=x",
                "user=&pass=x"
            })
    void what_can_be_read_in_two_ways_never_reaches_the_app(String body) throws Exception {
        Browser browser = rig.browser();
        HttpResponse<String> answer = browser.send(browser.to("/login")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(body)));
        assertThat(answer.statusCode()).isIn(400, 401);
        assertThat(app.logins()).isEmpty();
    }

    @Test
    void in_a_session_no_login_slips_by_in_what_is_too_long_to_be_read() throws Exception {
        Browser browser = rig.browser();
        login(browser, "ann", RIGHT);
        int before = app.logins().size();
        String filler = "x=" + "y".repeat(100_000);
        for (String body : List.of(filler + "&user=bob&pass=guess", "user=bob&" + filler + "&pass=guess")) {
            HttpResponse<String> answer = browser.send(browser.to("/login")
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .POST(BodyPublishers.ofString(body)));
            assertThat(answer.statusCode()).isEqualTo(400);
        }
        HttpResponse<String> json = browser.send(browser.to("/login")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"user\":\"bob\",\"p\\u0061ss\":\"guess\"}")));
        assertThat(json.statusCode()).isEqualTo(400);
        assertThat(app.logins()).hasSize(before);
        HttpResponse<String> long200 = browser.send(browser.to("/claims")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("user=bob&" + filler)));
        assertThat(long200.statusCode()).isEqualTo(200);
    }

    @Test
    void fields_elsewhere_open_no_session_whatever_the_answer_looks_like() throws Exception {
        markers("success: { status: 200-399 }, failure: { location: \"**/login?error*\" }");
        Browser browser = rig.browser();
        assertThat(browser.get("/static/logo?user=boss&pass=x").statusCode()).isEqualTo(401);
        assertThat(app.heads()).isEmpty();
        assertThat(browser.get("/static/logo?user=boss").statusCode()).isEqualTo(200);
        assertThat(browser.cookie()).doesNotContain("__Host-tollgate=");
        assertThat(browser.get("/index").statusCode()).isEqualTo(303);
    }

    @Test
    void an_answer_that_fits_no_marker_is_neither_and_is_told() throws Exception {
        app.mode = "other";
        Browser browser = rig.browser();
        for (int i = 0; i < 7; i++) {
            assertThat(login(browser, "ann", "guess-" + i).body()).isEqualTo("the database is away");
        }
        assertThat(browser.cookie()).doesNotContain("__Host-tollgate=");
        app.mode = "";
        assertThat(login(browser, "ann", RIGHT).statusCode()).isEqualTo(302);
        assertThat(rig.command("lockouts.list").rows()).isEmpty();
    }

    @Test
    void an_app_that_breaks_off_has_compared_nothing() throws Exception {
        app.mode = "drop";
        Browser browser = rig.browser();
        for (int i = 0; i < 6; i++) {
            assertThat(login(browser, "ann", RIGHT).statusCode()).isEqualTo(502);
        }
        app.mode = "";
        assertThat(login(browser, "ann", RIGHT).statusCode()).isEqualTo(302);
        assertThat(browser.cookie()).contains("__Host-tollgate=");
    }

    @ParameterizedTest
    @ValueSource(strings = {"chunked", "gzip"})
    void a_text_tells_in_chunks_and_compressed(String mode) throws Exception {
        markers("success: { body: Welcome }, failure: { body: \"Sorry, wrong\" }");
        app.mode = mode;
        Browser browser = rig.browser();
        for (int i = 0; i < 5; i++) {
            assertThat(login(browser, "ann", "wrong-" + i).statusCode()).isEqualTo(200);
        }
        assertThat(login(browser, "ann", RIGHT).statusCode()).isEqualTo(401);
        Browser bob = rig.browser();
        login(bob, "bob", RIGHT);
        assertThat(bob.cookie()).contains("__Host-tollgate=");
    }

    @Test
    void a_text_is_seen_up_to_the_last_of_64_kilobytes_and_no_further_and_all_of_the_answer_comes() throws Exception {
        markers("success: { body: Welcome }, failure: { body: \"Sorry, wrong\" }");
        app.mode = "edge";
        Browser browser = rig.browser();
        for (int i = 0; i < 5; i++) {
            assertThat(login(browser, "ann", "wrong-" + i).body()).hasSize(65_536 + 200_000);
        }
        assertThat(login(browser, "ann", RIGHT).statusCode()).isEqualTo(401);
        app.mode = "beyond";
        for (int i = 0; i < 6; i++) {
            assertThat(login(browser, "bob", "wrong-" + i).body()).hasSize(65_537 + 200_000);
        }
    }

    @Test
    void a_failure_is_one_whatever_else_fits() throws Exception {
        markers("success: { status: 302 }, failure: { location: \"**/login?error*\" }");
        app.mode = "both";
        Browser browser = rig.browser();
        login(browser, "ann", "x");
        assertThat(browser.cookie()).doesNotContain("__Host-tollgate=");
        assertThat(rig.command("lockouts.list").rows()).isNotEmpty();
    }

    @Test
    void a_cookie_that_was_planted_before_the_login_is_its_users_afterwards() throws Exception {
        app.mode = "same id";
        Browser thief = rig.browser();
        thief.get("/login");
        String planted = thief.cookie();
        Browser victim = rig.browser();
        HttpResponse<String> in = victim.send(victim.to("/login")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Cookie", planted)
                .POST(BodyPublishers.ofString("user=ann&pass=" + RIGHT)));
        assertThat(in.statusCode()).isEqualTo(302);
        thief.get("/login");
        assertThat(DoorApp.header(app.heads().get(app.heads().size() - 1), "cookie"))
                .isNull();
        assertThat(victim.get("/index").body()).isEqualTo("app says: ann");
    }

    @Test
    void the_apps_logout_ends_both_and_ours_takes_its_cookies() throws Exception {
        Browser browser = rig.browser();
        login(browser, "ann", RIGHT);
        String before = browser.cookie();
        HttpResponse<String> out = browser.get("/logout");
        assertThat(out.statusCode()).isEqualTo(302);
        assertThat(out.headers().firstValue("location")).hasValue("/login");
        assertThat(browser.cookie()).doesNotContain("__Host-tollgate=");
        Browser old = rig.browser();
        assertThat(old.send(old.to("/index").header("Cookie", before)).statusCode())
                .isEqualTo(401);

        login(browser, "ann", RIGHT);
        String again = browser.cookie();
        assertThat(browser.post("/.tollgate/logout")
                        .headers()
                        .allValues("set-cookie")
                        .toString())
                .contains("SID=; Path=/; Max-Age=0");
        Browser next = rig.browser();
        next.send(next.to("/login").header("Cookie", again).header("Sec-Fetch-Mode", "navigate"));
        assertThat(DoorApp.header(app.heads().get(app.heads().size() - 1), "cookie"))
                .isNull();
    }

    @Test
    void a_locked_session_is_unlocked_by_the_apps_login_of_the_same_person_and_replaced_by_anothers() throws Exception {
        Browser browser = rig.browser();
        login(browser, "ann", RIGHT);
        time.jump(Duration.ofMinutes(11));
        HttpResponse<String> locked = browser.get("/index");
        assertThat(locked.headers().firstValue("location").orElseThrow()).startsWith("/.tollgate/lock");
        assertThat(browser.get("/.tollgate/lock").body()).contains("href=\"/login\"");
        login(browser, "ann", RIGHT);
        assertThat(browser.get("/index").body()).isEqualTo("app says: ann");
        assertThat(rig.command("sessions.list").rows()).hasSize(1);

        time.jump(Duration.ofMinutes(11));
        login(browser, "bob", RIGHT);
        assertThat(browser.get("/index").body()).isEqualTo("app says: bob");
        assertThat(rig.command("sessions.list").rows().toString())
                .contains("bob")
                .doesNotContain("ann");
    }

    @Test
    void a_login_that_is_sent_again_by_a_307_is_one() throws Exception {
        Browser browser = rig.browser();
        for (int i = 0; i < 4; i++) {
            assertThat(browser.post("/again", "user", "ann", "pass", "wrong-" + i)
                            .statusCode())
                    .isEqualTo(307);
            login(browser, "ann", "wrong-" + i);
        }
        assertThat(browser.post("/again", "user", "ann", "pass", RIGHT).statusCode())
                .isEqualTo(307);
        assertThat(login(browser, "ann", RIGHT).headers().firstValue("location"))
                .hasValue("/index");
        assertThat(browser.get("/index").body()).isEqualTo("app says: ann");
    }

    @Test
    void another_sites_page_logs_nobody_in() throws Exception {
        Browser browser = rig.browser();
        HttpResponse<String> answer = browser.send(browser.to("/login")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Sec-Fetch-Site", "cross-site")
                .POST(BodyPublishers.ofString("user=ann&pass=" + RIGHT)));
        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(app.logins()).isEmpty();
    }

    @Test
    void basic_credentials_are_refused_where_none_are_declared() throws Exception {
        Browser browser = rig.browser();
        HttpResponse<String> answer = browser.send(browser.to("/login").header("Authorization", "bAsIc  YW5uOng="));
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(app.heads()).isEmpty();
    }

    @Test
    void a_second_factor_is_asked_for_before_the_session_counts() throws Exception {
        rig.rewrite(yaml("success: { status: 302, location: /index }, failure: { location: \"**/login?error*\" }")
                + "second-factor: { use: required }\n");
        rig.restart();
        Browser browser = rig.browser();
        HttpResponse<String> in = login(browser, "ann", RIGHT);
        assertThat(in.statusCode()).isEqualTo(302);
        assertThat(in.headers().firstValue("location")).hasValue("/index");
        HttpResponse<String> next = browser.get("/index");
        assertThat(next.statusCode()).isEqualTo(303);
        assertThat(next.headers().firstValue("location").orElseThrow()).startsWith("/.tollgate/factor");
        assertThat(rig.command("sessions.list").rows()).isEmpty();
        browser.get("/login");
        assertThat(DoorApp.header(app.heads().get(app.heads().size() - 1), "cookie"))
                .as("the app's cookie is ann's, who is not there yet")
                .isNull();
    }

    @Test
    void who_is_not_in_the_table_learns_it_after_the_apps_yes_only() throws Exception {
        rig.rewrite(yaml("success: { status: 302, location: /index }, failure: { location: \"**/login?error*\" }")
                .replace("roles: [clerk]", "logout: [/logout]")
                .replaceFirst("logout: \\[/logout\\]\n", "\n"));
        rig.restart();
        Browser browser = rig.browser();
        assertThat(login(browser, "ann", "wrong").statusCode()).isEqualTo(302);
        HttpResponse<String> refused = login(browser, "ann", RIGHT);
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(refused.headers().allValues("set-cookie")).isEmpty();
        assertThat(rig.command("users.add", "name", "ann", "role", "boss", "no-password", "yes")
                        .toString())
                .contains("without a password");
        assertThat(login(browser, "ann", RIGHT).statusCode()).isEqualTo(302);
        assertThat(browser.get("/secret/x").body()).isEqualTo("app says: ann");
        assertThat(browser.post("/.tollgate/login", "username", "ann", "password", "!")
                        .headers()
                        .firstValue("location"))
                .hasValue("/login");
    }
}
