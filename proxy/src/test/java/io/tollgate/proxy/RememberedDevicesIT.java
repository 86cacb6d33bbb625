package io.tollgate.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.filters.factor.Enrolments;
import io.tollgate.filters.identity.User;
import io.tollgate.proxy.control.ControlReply;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A device on which no code is asked again, and all that ends that, with a gateway that runs. */
final class RememberedDevicesIT {
    private static final String ANN = "ann@clinic.example";
    private static final String REMEMBER = "Don't ask for a code";

    @TempDir
    Path folder;

    private final FakeTime time = new FakeTime();
    private ScriptedUpstream app;
    private GatewayRig rig;
    private AuthenticatorApp telephone;
    private Browser desk;

    @BeforeEach
    void start() throws Exception {
        app = new ScriptedUpstream((head, socket) ->
                ScriptedUpstream.say(socket, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok"));
        rig = GatewayRig.start(folder, yaml("use: required, remember: 30d"), time::in);
        User ann = rig.user(ANN, "biller");
        enrol(ann);
        desk = rig.browser();
    }

    private String yaml(String factor) {
        return """
            second-factor: { %s }
            apps:
              desk:
                upstream: http://127.0.0.1:%d
                access: { biller: { allow: ["/**"] } }
            """.formatted(factor, app.port());
    }

    private void enrol(User user) throws Exception {
        Enrolments enrolments = rig.gateway().ground().factors().codes().enrolments();
        String seed = enrolments
                .offer("a session", user.id(), "Tollgate", ANN)
                .toCompletableFuture()
                .join()
                .text();
        telephone = AuthenticatorApp.scanning("<p class=\"seed\"><code>" + seed + "</code>");
        assertThat(enrolments
                        .confirm(
                                "a session",
                                user.id(),
                                telephone.code(time.instant()),
                                () -> CompletableFuture.completedStage(null))
                        .toCompletableFuture()
                        .join())
                .isInstanceOf(Enrolments.Outcome.Enrolled.class);
        time.jump(Duration.ofMinutes(1)); // The code of that step is used up.
    }

    @AfterEach
    void stop() throws Exception {
        rig.close();
        app.close();
    }

    private static String location(HttpResponse<?> answer) {
        return answer.headers().firstValue("location").orElse("");
    }

    /** Whether a login there asks for a code; it is left where it is. */
    private boolean isAsked(Browser browser) throws Exception {
        String location = location(browser.login(ANN));
        assertThat(location).isNotEmpty();
        return location.startsWith("/.tollgate/factor");
    }

    private void proved(Browser browser, String... more) throws Exception {
        String[] form = Stream.concat(
                        Stream.of("code", telephone.code(time.instant()), "return-to", "/"), Stream.of(more))
                .toArray(String[]::new);
        HttpResponse<String> answer = browser.post("/.tollgate/factor", form);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(303);
        assertThat(location(answer)).isEqualTo("/");
        time.jump(Duration.ofMinutes(1));
    }

    private void remembered(Browser browser) throws Exception {
        assertThat(isAsked(browser)).isTrue();
        assertThat(browser.get("/.tollgate/factor").body()).contains(REMEMBER, "for 30 days", "name=\"remember\"");
        proved(browser, "remember", "1");
    }

    private List<String> codelessUntil() throws IOException {
        return rig.command("users.devices", "name", ANN).rows().stream()
                .map(row -> String.valueOf(row.get("no-code-until")))
                .filter(until -> !until.isEmpty())
                .toList();
    }

    private String trail() throws IOException {
        try (Stream<Path> files = Files.walk(rig.config().data().resolve("audit"))) {
            return files.filter(Files::isRegularFile)
                    .map(file -> {
                        try {
                            return Files.readString(file);
                        } catch (IOException e) {
                            throw new AssertionError(e);
                        }
                    })
                    .collect(Collectors.joining());
        }
    }

    @Test
    void no_code_is_asked_there_again_over_a_restart_and_until_the_time_is_over() throws Exception {
        remembered(desk);
        assertThat(isAsked(desk)).isFalse();
        assertThat(desk.get("/claims/1").statusCode()).isEqualTo(200);
        assertThat(desk.get("/.tollgate/account").body()).contains("no code is asked for until");
        assertThat(isAsked(rig.browser())).as("another browser").isTrue();
        assertThat(codelessUntil()).hasSize(1);
        Map<String, Object> shown =
                rig.command("users.show", "name", ANN).rows().get(0);
        assertThat(shown).containsEntry("remembered-devices", 1).containsEntry("second-factor", "required");
        assertThat(trail()).contains("users.device-remembered", "\"remembered\"");

        rig.restart();
        desk = again(desk);
        assertThat(isAsked(desk)).isFalse();
        time.jump(Duration.ofDays(30));
        assertThat(isAsked(desk)).isTrue();
    }

    /** The port may be another one after a restart; cookies do not mind. */
    private Browser again(Browser before) throws Exception {
        String device = Stream.of(before.cookie().split("; "))
                .filter(pair -> pair.startsWith("__Host-tollgate-device="))
                .findFirst()
                .orElseThrow();
        Browser next = rig.browser();
        next.keep(device);
        return next;
    }

    @Test
    void a_policy_that_remembers_no_more_takes_it_away_for_good() throws Exception {
        remembered(desk);
        rig.rewrite(yaml("use: required"));
        assertThat(rig.gateway().reload("test").exit()).isZero();
        assertThat(codelessUntil()).isEmpty();
        assertThat(isAsked(desk)).isTrue();
        assertThat(desk.get("/.tollgate/factor").body()).doesNotContain(REMEMBER);

        rig.rewrite(yaml("use: required, remember: 30d"));
        assertThat(rig.gateway().reload("test").exit()).isZero();
        assertThat(isAsked(desk)).isTrue();
    }

    @Test
    void a_reset_takes_factors_devices_and_sessions_and_the_next_login_sets_up_another() throws Exception {
        remembered(desk);
        Browser home = rig.browser();
        assertThat(isAsked(home)).as("waits for its code").isTrue();
        ControlReply listed = rig.command("users.factors", "name", ANN);
        assertThat(listed.rows()).extracting(row -> row.get("factor")).containsExactly("totp", "recovery");

        ControlReply reset = rig.command("users.reset-factors", "name", ANN);

        assertThat(reset.exit()).as(reset.message()).isZero();
        assertThat(reset.message())
                .contains("has no longer: totp, recovery", "every session is ended", "sets up a second factor");
        assertThat(desk.fetch("GET", "/claims/1").statusCode()).isEqualTo(401);
        assertThat(location(home.get("/.tollgate/factor"))).startsWith("/.tollgate/login");
        assertThat(codelessUntil()).isEmpty();
        assertThat(rig.command("users.factors", "name", ANN).rows()).isEmpty();
        assertThat(rig.command("users.reset-factors", "name", ANN).exit()).isEqualTo(1);
        assertThat(isAsked(desk)).isTrue();
        assertThat(location(desk.get("/.tollgate/factor"))).startsWith("/.tollgate/enrol");
        assertThat(trail()).contains("users.factors-reset");
    }

    @Test
    void sessions_may_be_kept_but_none_that_waits_for_its_code() throws Exception {
        remembered(desk);
        Browser home = rig.browser();
        assertThat(isAsked(home)).isTrue();

        assertThat(rig.command("users.reset-factors", "name", ANN, "totp", "1", "keep-sessions", "1")
                        .exit())
                .isZero();

        assertThat(desk.get("/claims/1").statusCode()).isEqualTo(200);
        assertThat(location(home.get("/.tollgate/factor"))).startsWith("/.tollgate/login");
        assertThat(rig.command("users.factors", "name", ANN).rows())
                .as("recovery codes alone are no second factor")
                .isEmpty();
    }

    @Test
    void another_app_asks_everywhere_again() throws Exception {
        remembered(desk);
        enrol(rig.gateway().ground().accounts().show(ANN));
        assertThat(codelessUntil()).isEmpty();
        assertThat(isAsked(desk)).isTrue();
    }

    @Test
    void a_password_set_by_somebody_else_and_a_forgotten_device_ask_again() throws Exception {
        remembered(desk);
        String id = String.valueOf(
                rig.command("users.devices", "name", ANN).rows().get(0).get("id"));
        assertThat(rig.command("users.devices", "name", ANN, "revoke", id).exit())
                .isZero();
        assertThat(isAsked(desk)).isTrue();
        proved(desk, "remember", "1");
        assertThat(isAsked(desk)).isFalse();

        assertThat(rig.command("users.password", "name", ANN, "password", GatewayRig.PASSWORD + "x", "keep", "1")
                        .exit())
                .isZero();
        assertThat(location(desk.post(
                        "/.tollgate/login", "username", ANN, "password", GatewayRig.PASSWORD + "x", "return-to", "/")))
                .startsWith("/.tollgate/factor");
    }

    @Test
    void a_locked_factor_is_listed_and_cleared_and_the_password_knows_nothing_of_it() throws Exception {
        for (int attempt = 0; attempt < 2; attempt++) {
            Browser stranger = rig.browser();
            assertThat(isAsked(stranger)).isTrue();
            for (int i = 0; i < 5; i++) {
                stranger.post("/.tollgate/factor", "code", telephone.wrong(time.instant()), "return-to", "/");
            }
        }
        ControlReply listed = rig.command("lockouts.list", "user", ANN);
        assertThat(listed.rows())
                .singleElement()
                .satisfies(row -> assertThat(row)
                        .containsEntry("where", "second factor")
                        .containsEntry("failures", 10)
                        .containsEntry("locked", true));
        assertThat(rig.command("users.factors", "name", ANN).rows())
                .last()
                .satisfies(row -> assertThat(String.valueOf(row.get("note"))).startsWith("10 in a row; locked until "));
        assertThat(isAsked(desk)).as("the password is good").isTrue();
        assertThat(desk.post("/.tollgate/factor", "code", telephone.code(time.instant()), "return-to", "/")
                        .statusCode())
                .isEqualTo(401);

        ControlReply cleared = rig.command("lockouts.clear", "user", ANN);
        assertThat(cleared.message()).endsWith("forgiven");
        assertThat(rig.command("lockouts.list").rows()).isEmpty();
        proved(desk);
    }
}
