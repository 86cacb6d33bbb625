package io.tollgate.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A second factor over a whole gateway: set up in a login, asked for, counted, and none of it forgotten by a restart. */
final class SecondFactorIT {
    private static final String ANN = "ann@clinic.example";
    private static final int AT_ONCE = 64;

    @TempDir
    Path folder;

    private final FakeTime time = new FakeTime();
    private final QuickHasher hasher = new QuickHasher();
    private ScriptedUpstream app;
    private GatewayRig rig;
    private AuthenticatorApp telephone;
    private List<String> recovery = List.of();

    @BeforeEach
    void start() throws Exception {
        app = new ScriptedUpstream(SecondFactorIT::serve);
        rig = GatewayRig.start(folder, """
            apps:
              desk:
                upstream: http://127.0.0.1:%d
                access:
                  biller: { allow: ["/**"] }
            second-factor: { use: required }
            lockout: { per-network: 1000/m }
            """.formatted(app.port()), world -> hasher.in(time.in(world)));
        rig.user(ANN, "biller");
    }

    private static void serve(String head, Socket socket) throws IOException {
        ScriptedUpstream.say(socket, "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: close\r\n\r\nsmall");
    }

    @AfterEach
    void stop() throws Exception {
        rig.close();
        app.close();
    }

    private String now() {
        return telephone.code(time.instant());
    }

    private String wrong() {
        return telephone.wrong(time.instant());
    }

    /** Ann, logged in with an app that she set up as she had to. */
    private Browser enrolled() throws Exception {
        Browser ann = rig.browser();
        assertThat(ann.login(ANN).headers().firstValue("location").orElse("")).startsWith("/.tollgate/factor");
        telephone = AuthenticatorApp.scanning(ann.get("/.tollgate/enrol").body());
        HttpResponse<String> codes = ann.post("/.tollgate/enrol", "code", now(), "return-to", "/claims/1");
        assertThat(codes.statusCode()).isEqualTo(200);
        recovery = AuthenticatorApp.recoveryCodes(codes.body());
        return ann;
    }

    /** A login of which the password was right. */
    private Browser challenged() throws Exception {
        Browser ann = rig.browser();
        assertThat(ann.login(ANN).headers().firstValue("location").orElse("")).startsWith("/.tollgate/factor");
        return ann;
    }

    private static HttpResponse<String> code(Browser browser, String typed) throws Exception {
        return browser.post("/.tollgate/factor", "code", typed, "return-to", "/claims/1");
    }

    private static String neutral(HttpResponse<String> answer) {
        Map<String, List<String>> fields = new TreeMap<>(answer.headers().map());
        fields.remove("date");
        return answer.statusCode() + " " + fields + answer.body();
    }

    private List<String> trail() throws Exception {
        try (Stream<Path> files = Files.walk(Ground.trailDirectory(rig.config().data()))) {
            StringBuilder text = new StringBuilder();
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                text.append(Files.readString(file));
            }
            return text.toString().lines().toList();
        }
    }

    @Test
    void an_app_is_set_up_in_the_login_that_needs_it_and_asked_for_in_the_next() throws Exception {
        Browser ann = enrolled();
        assertThat(recovery).hasSize(10);
        assertThat(ann.get("/claims/1").body()).isEqualTo("small");

        time.jump(Duration.ofMinutes(1));
        Browser again = challenged();
        int asked = app.heads().size();
        HttpResponse<String> page = again.get("/claims/1");
        assertThat(page.statusCode()).isEqualTo(303);
        assertThat(page.headers().firstValue("location")).contains("/.tollgate/factor?return-to=/claims/1");
        assertThat(page.headers().firstValue("tollgate-reason")).contains("session.factor");
        HttpResponse<String> script = again.fetch("POST", "/claims/1");
        assertThat(script.statusCode()).isEqualTo(401);
        assertThat(script.body()).contains("\"factor\":\"/.tollgate/factor\"", "session.factor");
        assertThat(again.post("/claims/1", "a", "b").body()).contains("Finish logging in", "Leave this tab open");
        assertThat(app.heads()).as("the app heard nothing of it").hasSize(asked);
        String before = again.cookie();

        HttpResponse<String> in = code(again, now());

        assertThat(in.headers().firstValue("location")).contains("/claims/1");
        assertThat(again.cookie()).isNotEqualTo(before);
        assertThat(again.get("/claims/1").body()).isEqualTo("small");
    }

    @Test
    void a_password_that_was_guessed_is_no_login_and_shows_in_no_list() throws Exception {
        enrolled();
        challenged();

        assertThat(rig.command("sessions.list").rows()).hasSize(1);
        assertThat(rig.command("users.show", "name", ANN).rows().get(0)).containsEntry("sessions", 1);
    }

    @Test
    void a_code_is_taken_once_and_a_restart_gives_none_back() throws Exception {
        enrolled();
        String used = now();
        assertThat(code(challenged(), used).statusCode())
                .as("the one that set it up")
                .isEqualTo(401);
        time.jump(Duration.ofSeconds(30));
        String next = now();
        assertThat(code(challenged(), next).statusCode()).isEqualTo(303);
        assertThat(code(challenged(), recovery.get(0)).statusCode()).isEqualTo(303);

        rig.restart();

        Browser ann = challenged();
        assertThat(code(ann, next).statusCode()).isEqualTo(401);
        assertThat(code(ann, recovery.get(0)).statusCode()).isEqualTo(401);
        assertThat(code(ann, recovery.get(1)).statusCode()).isEqualTo(303);
    }

    @Test
    void a_wrong_code_a_used_one_and_a_right_one_while_it_is_locked_have_one_answer() throws Exception {
        enrolled();
        time.jump(Duration.ofMinutes(1));
        List<String> answers = new ArrayList<>();
        for (int login = 0; login < 3; login++) {
            Browser ann = challenged();
            for (int i = 0; i < 4 && answers.size() < 10; i++) {
                answers.add(neutral(code(ann, i == 1 ? "so-wrong" : wrong())));
            }
        }
        time.jump(Duration.ofMinutes(1));
        answers.add(neutral(code(challenged(), now())));
        rig.restart();
        answers.add(neutral(code(challenged(), now())));

        assertThat(answers).hasSize(12).allMatch(answer -> answer.equals(answers.get(0)));
        time.jump(Duration.ofMinutes(15));
        assertThat(code(challenged(), now()).statusCode()).isEqualTo(303);
        rig.stop();
        assertThat(trail())
                .anyMatch(line -> line.contains("\"factor.locked\"") && line.contains("\"failures\":10"))
                .anyMatch(line -> line.contains("\"factor.failed\"") && line.contains("\"factor.code\""))
                .anyMatch(line -> line.contains("\"login.succeeded\"") && line.contains("\"how\":\"totp\""));
        rig.restart();
    }

    @Test
    void of_sixty_four_wrong_codes_at_once_ten_are_compared_and_the_password_hears_of_none() throws Exception {
        enrolled();
        time.jump(Duration.ofMinutes(1));
        List<Browser> logins = List.of(challenged(), challenged(), challenged(), challenged());
        String body = "code=" + wrong();
        List<CompletableFuture<HttpResponse<String>>> guesses = new ArrayList<>();
        for (int i = 0; i < AT_ONCE; i++) {
            Browser login = logins.get(i % logins.size());
            guesses.add(login.client()
                    .sendAsync(
                            login.to("/.tollgate/factor")
                                    .header("Content-Type", "application/x-www-form-urlencoded")
                                    .POST(BodyPublishers.ofString(body))
                                    .build(),
                            BodyHandlers.ofString()));
        }
        for (CompletableFuture<HttpResponse<String>> guess : guesses) {
            assertThat(guess.get(60, TimeUnit.SECONDS).statusCode()).isIn(401, 303);
        }

        assertThat(counted("factor.code")).isEqualTo(10);
        assertThat(rig.command("lockouts.list").rows())
                .as("nothing of the password")
                .allMatch(row -> "second factor".equals(row.get("where")));
        assertThat(code(challenged(), now()).statusCode()).isEqualTo(401);
        time.jump(Duration.ofMinutes(15));
        assertThat(code(challenged(), now()).statusCode()).isEqualTo(303);
    }

    /** How many second factors were refused for this reason, as metrics have it. */
    private long counted(String reason) throws Exception {
        rig.stop();
        long count = 0;
        Pattern number = Pattern.compile("\"count\":([0-9]+)");
        for (String line : trail()) {
            if (line.contains("\"factor.failed\"") && line.contains('"' + reason + '"')) {
                Matcher matcher = number.matcher(line);
                count += matcher.find() ? Long.parseLong(matcher.group(1)) : 1;
            }
        }
        rig.restart();
        return count;
    }

    @Test
    void no_seed_and_no_code_is_in_the_store_or_the_trail() throws Exception {
        enrolled();
        time.jump(Duration.ofMinutes(1));
        String code = now();
        code(challenged(), code);
        rig.stop();
        try (Stream<Path> files = Files.walk(rig.config().data())) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String text = Files.readString(file, StandardCharsets.ISO_8859_1);
                assertThat(text.contains(telephone.seed())).as(file.toString()).isFalse();
                for (String each : recovery) {
                    assertThat(text.contains(each) || text.contains(each.replace("-", "")))
                            .as(file.toString())
                            .isFalse();
                }
                assertThat(file.toString().endsWith(".jsonl") && text.contains('"' + code))
                        .isFalse();
            }
        }
        rig.restart();
    }
}
