package io.tollgate.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.proxy.control.ControlReply;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The door: who gets in, who does not, and what each is told. */
final class LoginIT {
    private static final String ANN = "ann@clinic.example";
    private static final String BOB = "bob@clinic.example";
    private static final String WRONG = "not-the-password-at-all";

    @TempDir
    Path folder;

    private final FakeTime time = new FakeTime();
    private final QuickHasher hasher = new QuickHasher();
    private ScriptedUpstream app;
    private GatewayRig rig;

    @BeforeEach
    void start() throws Exception {
        app = new ScriptedUpstream(LoginIT::serve);
        rig = gateway("lockout: { per-network: 1000/m }");
    }

    private GatewayRig gateway(String more) throws Exception {
        return GatewayRig.start(folder, """
            apps:
              desk:
                upstream: http://127.0.0.1:%d
                access:
                  biller: { allow: ["/**"] }
            %s
            """.formatted(app.port(), more), world -> hasher.in(time.in(world)));
    }

    private static void serve(String head, Socket socket) throws IOException {
        ScriptedUpstream.say(socket, "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: close\r\n\r\nsmall");
    }

    @AfterEach
    void stop() throws Exception {
        rig.close();
        app.close();
    }

    private HttpResponse<String> attempt(String user, String password) throws Exception {
        return rig.browser().post("/.tollgate/login", "username", user, "password", password, "return-to", "/");
    }

    @Test
    void five_failures_lock_and_thirty_seconds_later_the_right_password_counts_again() throws Exception {
        rig.user(ANN, "biller");
        for (int i = 0; i < 5; i++) {
            assertThat(attempt(ANN, WRONG).statusCode()).isEqualTo(401);
        }
        assertThat(attempt(ANN, GatewayRig.PASSWORD).statusCode()).isEqualTo(401);
        assertThat(hasher.compared()).isEqualTo(5);

        time.jump(Duration.ofSeconds(31));
        assertThat(attempt(ANN, GatewayRig.PASSWORD).statusCode()).isEqualTo(303);
    }

    @Test
    void unknown_wrong_locked_and_disabled_look_the_same() throws Exception {
        rig.user(ANN, "biller");
        rig.user(BOB, "biller");
        rig.user("eve@clinic.example", "biller");
        done(rig.command("users.disable", "name", BOB));
        for (int i = 0; i < 6; i++) {
            attempt("eve@clinic.example", WRONG);
        }
        int before = hasher.compared() + hasher.dummies();
        List<HttpResponse<String>> answers = List.of(
                attempt(ANN, WRONG),
                attempt("nob@clinic.example", WRONG),
                attempt(BOB, GatewayRig.PASSWORD),
                attempt("eve@clinic.example", GatewayRig.PASSWORD));
        List<String> names = List.of(ANN, "nob@clinic.example", BOB, "eve@clinic.example");
        for (int i = 0; i < names.size(); i++) {
            HttpResponse<String> answer = answers.get(i);
            assertThat(answer.statusCode()).isEqualTo(401);
            assertThat(answer.headers().firstValue("www-authenticate")).contains("Tollgate");
            assertThat(answer.body()).contains(names.get(i));
            assertThat(neutral(answer, names.get(i))).isEqualTo(neutral(answers.get(0), ANN));
        }
        assertThat(hasher.compared() + hasher.dummies() - before)
                .as("each costs one hash")
                .isEqualTo(4);
    }

    /** Head and body without the name and the second. */
    private static String neutral(HttpResponse<String> answer, String name) {
        Map<String, List<String>> fields = new TreeMap<>(answer.headers().map());
        fields.remove("date");
        return answer.statusCode() + " " + fields + answer.body().replace(name, "NAME");
    }

    @Test
    void a_network_with_too_many_failures_is_told_when_to_come_back() throws Exception {
        rig.close();
        rig = gateway("lockout: { per-network: 10/m }");
        rig.user(ANN, "biller");
        List<Integer> statuses = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            statuses.add(attempt("nobody" + i + "@clinic.example", WRONG).statusCode());
        }
        assertThat(statuses.subList(0, 9)).containsOnly(401);
        assertThat(statuses.get(11)).isEqualTo(429);
        HttpResponse<String> later = attempt(ANN, GatewayRig.PASSWORD);
        assertThat(later.statusCode()).isEqualTo(429);
        assertThat(Integer.parseInt(later.headers().firstValue("retry-after").orElseThrow()))
                .isBetween(1, 60);

        time.jump(Duration.ofSeconds(61));
        assertThat(attempt(ANN, GatewayRig.PASSWORD).statusCode()).isEqualTo(303);
    }

    @Test
    void successes_never_exhaust_a_network() throws Exception {
        rig.close();
        rig = gateway("lockout: { per-network: 5/m }");
        rig.user(ANN, "biller");
        for (int i = 0; i < 12; i++) {
            assertThat(attempt(ANN, GatewayRig.PASSWORD).statusCode()).isEqualTo(303);
        }
    }

    @Test
    void a_password_set_by_somebody_else_is_changed_before_anything_is_reached() throws Exception {
        done(rig.command("users.add", "name", ANN, "role", "biller", "password", "a-first-one-from-ops-9"));
        Browser browser = rig.browser();
        HttpResponse<String> in = browser.post(
                "/.tollgate/login", "username", ANN, "password", "a-first-one-from-ops-9", "return-to", "/claims");
        assertThat(in.headers().firstValue("location").orElseThrow()).startsWith("/.tollgate/password");
        HttpResponse<String> app1 = browser.get("/claims");
        assertThat(app1.statusCode()).isEqualTo(303);
        assertThat(app1.headers().firstValue("location").orElseThrow()).startsWith("/.tollgate/password");
        assertThat(browser.fetch("GET", "/claims").statusCode()).isIn(401, 403);
        assertThat(app.heads()).isEmpty();

        assertThat(change(browser, "a-first-one-from-ops-9", "short").statusCode())
                .isEqualTo(422);
        HttpResponse<String> changed = change(browser, "a-first-one-from-ops-9", "mossy-lantern-under-eaves");
        assertThat(changed.statusCode()).isEqualTo(303);
        assertThat(changed.headers().firstValue("location")).contains("/claims");
        assertThat(browser.get("/claims").statusCode()).isEqualTo(200);
        assertThat(attempt(ANN, "a-first-one-from-ops-9").statusCode()).isEqualTo(401);
        assertThat(attempt(ANN, "mossy-lantern-under-eaves").statusCode()).isEqualTo(303);
    }

    private static HttpResponse<String> change(Browser browser, String from, String to) throws Exception {
        return browser.post(
                "/.tollgate/password",
                "current-password",
                from,
                "new-password",
                to,
                "repeat-password",
                to,
                "return-to",
                "/claims");
    }

    @Test
    void who_comes_back_after_a_while_unlocks_and_is_where_they_were() throws Exception {
        rig.user(ANN, "biller");
        rig.user(BOB, "biller");
        Browser browser = rig.browser();
        browser.login(ANN);
        assertThat(browser.get("/claims/7?line=2").statusCode()).isEqualTo(200);
        String before = browser.cookie();

        time.jump(Duration.ofMinutes(11));
        HttpResponse<String> locked = browser.get("/claims/7?line=2");
        assertThat(locked.statusCode()).isEqualTo(303);
        String lock = locked.headers().firstValue("location").orElseThrow();
        assertThat(lock).startsWith("/.tollgate/lock?return-to=");
        assertThat(browser.get(lock).body()).contains(ANN);
        assertThat(browser.post("/.tollgate/lock", "password", WRONG, "return-to", "/claims/7?line=2")
                        .statusCode())
                .isEqualTo(401);

        HttpResponse<String> open =
                browser.post("/.tollgate/lock", "password", GatewayRig.PASSWORD, "return-to", "/claims/7?line=2");
        assertThat(open.statusCode()).isEqualTo(303);
        assertThat(open.headers().firstValue("location")).contains("/claims/7?line=2");
        assertThat(browser.cookie()).isNotEqualTo(before);
        assertThat(browser.get("/claims/7?line=2").statusCode()).isEqualTo(200);

        time.jump(Duration.ofMinutes(9));
        assertThat(browser.get("/claims/7").statusCode()).isEqualTo(200);
        time.jump(Duration.ofMinutes(80));
        assertThat(browser.get("/claims/7").headers().firstValue("location").orElseThrow())
                .as("locked for too long is over")
                .startsWith("/.tollgate/login");
    }

    @Test
    void of_many_parallel_guesses_only_a_few_are_compared() throws Exception {
        rig.user(ANN, "biller");
        Browser browser = rig.browser();
        List<CompletableFuture<HttpResponse<String>>> guesses = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            guesses.add(browser.client()
                    .sendAsync(
                            browser.to("/.tollgate/login")
                                    .header("Content-Type", "application/x-www-form-urlencoded")
                                    .POST(java.net.http.HttpRequest.BodyPublishers.ofString(
                                            "username=ann%40clinic.example&password=guess-number-" + i))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString()));
        }
        for (CompletableFuture<HttpResponse<String>> guess : guesses) {
            assertThat(guess.get(60, TimeUnit.SECONDS).statusCode()).isIn(401, 503);
        }
        assertThat(hasher.compared()).isBetween(1, 5);
        assertThat(attempt(ANN, GatewayRig.PASSWORD).statusCode()).isEqualTo(401);
    }

    @Test
    void a_lockout_outlives_the_gateway_until_an_administrator_ends_it() throws Exception {
        rig.user(ANN, "biller");
        for (int i = 0; i < 5; i++) {
            attempt(ANN, WRONG);
        }
        rig.restart();
        assertThat(attempt(ANN, GatewayRig.PASSWORD).statusCode()).isEqualTo(401);
        ControlReply list = rig.command("lockouts.list");
        assertThat(list.rows())
                .hasSize(2)
                .allSatisfy(row -> assertThat(row).containsEntry("user", ANN).containsEntry("failures", 5));
        assertThat(list.rows())
                .filteredOn(row -> row.get("locked").equals(true))
                .hasSize(1);

        done(rig.command("users.unlock", "name", ANN));
        assertThat(attempt(ANN, GatewayRig.PASSWORD).statusCode()).isEqualTo(303);
    }

    private static void done(ControlReply reply) {
        assertThat(reply.exit()).as(reply.message()).isZero();
    }
}
