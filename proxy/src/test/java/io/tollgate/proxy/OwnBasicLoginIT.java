package io.tollgate.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An application that asks for Basic credentials, with the gateway's limits and sessions around them. */
final class OwnBasicLoginIT {
    @TempDir
    Path folder;

    private final FakeTime time = new FakeTime();
    private DoorApp app;
    private GatewayRig rig;

    @BeforeEach
    void start() throws Exception {
        app = new DoorApp();
        rig = GatewayRig.start(folder, yaml(), time::in);
    }

    private String yaml() {
        return """
            apps:
              door:
                upstream: http://127.0.0.1:%d
                home: /index
                app-cookies: [SID]
                login:
                  by: app
                  basic: { path: [/basic, "/basic/**"], success: { status: 200, cookie: SID } }
                  page: /login
                  before: ["GET /login"]
                  roles: [clerk]
                public: ["GET /static/**"]
                access:
                  clerk: { allow: ["/**"] }
            lockout: { per-network: 1000/m }
            """.formatted(app.port());
    }

    @AfterEach
    void stop() throws Exception {
        rig.close();
        app.close();
    }

    private static HttpRequest.Builder with(HttpRequest.Builder request, String name, String password) {
        byte[] said = (name + ":" + password).getBytes(StandardCharsets.UTF_8);
        return request.header("Authorization", "Basic " + Base64.getEncoder().encodeToString(said));
    }

    private HttpResponse<String> asked(Browser browser, String path, String name, String password) throws Exception {
        return browser.send(with(browser.to(path), name, password));
    }

    @Test
    void credentials_that_the_app_takes_open_a_session_and_go_on_in_it() throws Exception {
        Browser browser = rig.browser();
        HttpResponse<String> who = browser.send(browser.to("/basic"));
        assertThat(who.statusCode()).isEqualTo(401);
        assertThat(who.headers().firstValue("www-authenticate")).hasValue("Basic realm=\"door\"");
        assertThat(asked(browser, "/basic", "ann", DoorApp.RIGHT).body()).isEqualTo("basic: yes");
        assertThat(browser.cookie()).contains("__Host-tollgate=").contains("SID=");
        for (int i = 0; i < 3; i++) {
            assertThat(asked(browser, "/basic/a", "ann", DoorApp.RIGHT).statusCode())
                    .isEqualTo(200);
            assertThat(asked(browser, "/index", "ann", DoorApp.RIGHT).body()).isEqualTo("app says: ann");
        }
        assertThat(rig.command("sessions.list").rows()).hasSize(1);
    }

    @Test
    void what_the_app_shows_with_its_yes_is_not_seen_before_the_second_factor() throws Exception {
        rig.rewrite(yaml() + "second-factor: { use: required }\n");
        rig.restart();
        Browser browser = rig.browser();
        HttpResponse<String> in =
                browser.send(with(browser.to("/basic"), "ann", DoorApp.RIGHT).header("Accept", "text/html"));
        assertThat(in.statusCode()).isEqualTo(303);
        assertThat(in.headers().firstValue("location")).hasValue("/.tollgate/factor?return-to=/basic");
        assertThat(in.body()).doesNotContain("basic: yes");
        assertThat(browser.cookie()).contains("__Host-tollgate=").contains("SID=");
        HttpResponse<String> script = asked(rig.browser(), "/basic", "ann", DoorApp.RIGHT);
        assertThat(script.statusCode()).isEqualTo(200);
        assertThat(script.headers().firstValue("tollgate-reason")).hasValue("session.factor");
        assertThat(script.body()).isEmpty();
        assertThat(rig.command("sessions.list").rows()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP_1_1", "HTTP_2"})
    void the_same_wrong_ones_on_twenty_assets_at_once_are_one_failure(HttpClient.Version version) throws Exception {
        Browser browser = rig.browser(version);
        browser.send(browser.to("/static/logo"));
        List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            answers.add(browser.client()
                    .sendAsync(
                            with(browser.to("/basic/" + (i % 2 == 0 ? "a" : "b")), "ann", "wrong")
                                    .build(),
                            BodyHandlers.ofString()));
        }
        for (CompletableFuture<HttpResponse<String>> answer : answers) {
            HttpResponse<String> no = answer.get(30, TimeUnit.SECONDS);
            assertThat(no.statusCode()).isEqualTo(401);
        }
        assertThat(rig.command("lockouts.list").rows())
                .allMatch(row -> row.get("failures").equals(1))
                .isNotEmpty();
        int seen = app.logins().size();
        HttpResponse<String> again = asked(browser, "/basic", "ann", "wrong");
        assertThat(again.headers().firstValue("www-authenticate")).hasValue("Basic realm=\"door\"");
        assertThat(app.logins()).hasSize(seen);
        time.jump(Duration.ofSeconds(61));
        asked(browser, "/basic", "ann", "wrong");
        assertThat(app.logins()).hasSize(seen + 1);
    }

    @Test
    void where_everybody_may_ask_they_are_not_forwarded() throws Exception {
        Browser browser = rig.browser();
        assertThat(asked(browser, "/static/logo", "ann", "wrong").body()).isEqualTo("logo");
        assertThat(asked(browser, "/login", "ann", DoorApp.RIGHT).statusCode()).isEqualTo(200);
        assertThat(app.heads()).allMatch(head -> DoorApp.header(head, "authorization") == null);
        assertThat(asked(browser, "/index", "ann", DoorApp.RIGHT).statusCode()).isEqualTo(401);
        assertThat(rig.command("sessions.list").rows()).isEmpty();
    }

    @Test
    void in_ones_own_session_no_other_password_is_guessed_for_nothing() throws Exception {
        Browser browser = rig.browser();
        asked(browser, "/basic", "ann", DoorApp.RIGHT);
        for (int i = 0; i < 5; i++) {
            assertThat(asked(browser, "/basic", "bob", "wrong-" + i).statusCode())
                    .isEqualTo(401);
        }
        int seen = app.logins().size();
        asked(browser, "/basic", "bob", DoorApp.RIGHT);
        assertThat(app.logins()).hasSize(seen);
        assertThat(asked(browser, "/index", "ann", DoorApp.RIGHT).body()).isEqualTo("app says: ann");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Basic",
                "Basic !!!!",
                "Basic YW5u",
                "BasicYW5uOng=",
                "Digest username=ann",
                "Negotiate x",
                "x, Basic YW5uOng="
            })
    void what_is_no_pair_of_name_and_password_never_reaches_the_app(String value) throws Exception {
        Browser browser = rig.browser();
        HttpResponse<String> answer = browser.send(browser.to("/basic").header("Authorization", value));
        assertThat(answer.statusCode()).isEqualTo(401);
        HttpResponse<String> two = browser.send(browser.to("/basic")
                .header("Authorization", "Basic YW5uOng=")
                .header("authorization", "Basic Ym9iOng="));
        assertThat(two.statusCode()).isIn(400, 401);
        assertThat(app.heads()).isEmpty();
    }

    /** Nothing but a status tells, and credentials are said to be checked everywhere. */
    private void toldByStatus() throws Exception {
        rig.rewrite("""
            apps:
              door:
                upstream: http://127.0.0.1:%d
                home: /index
                app-cookies: [SID]
                login:
                  by: app
                  basic: { path: ["/basic", "/**"] }
                  page: /login
                  before: ["GET /login"]
                  roles: [clerk]
                public: ["GET /static/**"]
                access:
                  clerk: { allow: ["/basic", "/basic/a"] }
            """.formatted(app.port()));
        rig.restart();
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET /static/logo", "GET /login", "OPTIONS /basic", "GET /leading-on"})
    void nobody_is_taken_for_somebody_by_an_answer_that_everybody_gets(String request) throws Exception {
        toldByStatus();
        Browser stranger = rig.browser();
        String[] line = request.split(" ", -1);
        HttpResponse<String> answer = stranger.send(
                with(stranger.to(line[1]), "ann", "guess").method(line[0], HttpRequest.BodyPublishers.noBody()));
        assertThat(answer.statusCode()).isIn(200, 302, 401);
        assertThat(stranger.cookie()).doesNotContain("__Host-tollgate=");
        assertThat(rig.command("sessions.list").rows()).isEmpty();
        assertThat(asked(stranger, "/basic", "ann", DoorApp.RIGHT).statusCode()).isEqualTo(200);
        assertThat(stranger.cookie()).contains("__Host-tollgate=");
    }

    @Test
    void in_a_session_credentials_open_nothing_that_its_roles_do_not() throws Exception {
        toldByStatus();
        Browser browser = rig.browser();
        asked(browser, "/basic", "ann", DoorApp.RIGHT);
        assertThat(asked(browser, "/basic/a", "ann", DoorApp.RIGHT).statusCode())
                .isEqualTo(200);
        int seen = app.heads().size();
        for (String password : List.of(DoorApp.RIGHT, "another")) {
            assertThat(asked(browser, "/basic/b", "ann", password).statusCode()).isEqualTo(403);
            assertThat(asked(browser, "/basic/b", "bob", password).statusCode()).isEqualTo(403);
        }
        assertThat(app.heads()).hasSize(seen);
    }
}
