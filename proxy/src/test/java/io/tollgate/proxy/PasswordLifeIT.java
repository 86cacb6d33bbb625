package io.tollgate.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.proxy.control.ControlReply;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A password over its life, as the person and the administrator meet it. */
final class PasswordLifeIT {
    private static final String ANN = "ann@clinic.example";
    private static final String NEXT = "eleven violet umbrellas";
    private static final String LINE = "ann@clinic.example,{SSHA}HC4179Ynr3Uo2614bPvg9uPHVVYAAQIDBAUGBw==,biller\n";

    @TempDir
    Path folder;

    private final FakeTime time = new FakeTime();
    private final QuickHasher hasher = new QuickHasher();
    private ScriptedUpstream app;
    private GatewayRig rig;

    @BeforeEach
    void start() throws Exception {
        app = new ScriptedUpstream(PasswordLifeIT::serve);
        rig = GatewayRig.start(
                folder, yaml("{ max-age: 90d, history: 365d, strength: good }"), world -> hasher.in(time.in(world)));
    }

    private String yaml(String passwords) {
        return """
            session: { idle: 23h, lock-for: 24h, absolute: 24h }
            apps:
              desk:
                upstream: http://127.0.0.1:%d
                access:
                  biller: { allow: ["/**"] }
            passwords: %s
            """.formatted(app.port(), passwords);
    }

    private static void serve(String head, Socket socket) throws IOException {
        ScriptedUpstream.say(socket, "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: close\r\n\r\nsmall");
    }

    @AfterEach
    void stop() throws Exception {
        rig.close();
        app.close();
    }

    private static HttpResponse<String> login(Browser browser, String password) throws Exception {
        return browser.post(
                "/.tollgate/login", "username", ANN, "password", password, "return-to", "/invoices/?month=3");
    }

    private static HttpResponse<String> change(Browser browser, String present, String next) throws Exception {
        return browser.post(
                "/.tollgate/password",
                "current-password",
                present,
                "new-password",
                next,
                "repeat-password",
                next,
                "return-to",
                "/invoices/");
    }

    private static String location(HttpResponse<String> answer) {
        return answer.headers().firstValue("location").orElse("");
    }

    @Test
    void days_before_the_end_a_person_is_told_after_the_login_and_goes_on() throws Exception {
        rig.user(ANN, "biller");
        time.jump(Duration.ofDays(75));
        assertThat(location(login(rig.browser(), GatewayRig.PASSWORD))).isEqualTo("/invoices/?month=3");

        time.jump(Duration.ofDays(5));
        Browser browser = rig.browser();
        String notice = location(login(browser, GatewayRig.PASSWORD));
        assertThat(notice).isEqualTo("/.tollgate/expiry?return-to=/invoices/%3Fmonth%3D3");
        assertThat(browser.get(notice).body())
                .contains("Your password expires in 10 days")
                .contains("href=\"/invoices/?month=3\"")
                .contains("/.tollgate/password?return-to=/invoices/%3Fmonth%3D3");

        assertThat(browser.post("/claims/", "amount", "12").statusCode())
                .as("never in the way of a POST")
                .isEqualTo(200);
        assertThat(browser.get("/invoices/").statusCode()).isEqualTo(200);
        assertThat(browser.get("/.tollgate/account").body()).contains("to be changed by", "in 10 days");
    }

    @Test
    void who_has_nothing_to_be_told_is_sent_on_from_the_notice() throws Exception {
        rig.user(ANN, "biller");
        assertThat(rig.browser().get("/.tollgate/expiry").statusCode()).isEqualTo(303);
        Browser browser = rig.browser();
        login(browser, GatewayRig.PASSWORD);
        assertThat(location(browser.get("/.tollgate/expiry?return-to=/claims/")))
                .isEqualTo("/claims/");
        assertThat(location(browser.get("/.tollgate/expiry?return-to=//elsewhere.example/")))
                .isEqualTo("/");
    }

    @Test
    void an_expired_password_opens_nothing_but_its_change_and_can_not_come_back() throws Exception {
        rig.user(ANN, "biller");
        time.jump(Duration.ofDays(91));
        Browser browser = rig.browser();
        assertThat(location(login(browser, GatewayRig.PASSWORD))).startsWith("/.tollgate/password?return-to=");
        assertThat(location(browser.get("/invoices/"))).startsWith("/.tollgate/password");
        assertThat(browser.fetch("POST", "/claims/").statusCode()).isEqualTo(403);
        assertThat(browser.get("/.tollgate/account").body())
                .contains("; expired on ")
                .doesNotContain("to be changed by");
        assertThat(browser.get("/.tollgate/password").body())
                .contains("<h1>Choose a new password</h1>", "is as old as a password may get here")
                .contains("At least 12 characters.")
                .contains("Not one that you have used in the last 365 days.")
                .contains("It is good for 90 days.");

        assertThat(location(change(browser, GatewayRig.PASSWORD, NEXT))).isEqualTo("/invoices/");
        assertThat(browser.get("/invoices/").statusCode()).isEqualTo(200);
        assertThat(login(rig.browser(), GatewayRig.PASSWORD).statusCode()).isEqualTo(401);

        rig.restart();
        Browser again = rig.browser();
        assertThat(location(login(again, NEXT))).isEqualTo("/invoices/?month=3");
        HttpResponse<String> back = change(again, NEXT, GatewayRig.PASSWORD);
        assertThat(back.statusCode()).isEqualTo(422);
        assertThat(back.body()).contains("<li>You have used it before. Choose one that is new.</li>");
    }

    @Test
    void who_is_in_when_the_password_expires_is_not_interrupted() throws Exception {
        rig.user(ANN, "biller");
        time.jump(Duration.ofDays(89).plusHours(20));
        Browser early = rig.browser();
        login(early, GatewayRig.PASSWORD);
        time.jump(Duration.ofHours(5));

        assertThat(early.post("/claims/", "amount", "12").statusCode()).isEqualTo(200);
        assertThat(location(login(rig.browser(), GatewayRig.PASSWORD))).startsWith("/.tollgate/password");
        assertThat(early.get("/invoices/").statusCode()).isEqualTo(200);
    }

    @Test
    void rules_that_are_tightened_count_from_the_next_login_on() throws Exception {
        rig.user(ANN, "biller");
        Browser early = rig.browser();
        login(early, GatewayRig.PASSWORD);
        rig.rewrite(yaml("{ min-length: 40 }"));
        rig.gateway().reload(rig.config(), "test");

        assertThat(early.get("/invoices/").statusCode()).isEqualTo(200);
        Browser late = rig.browser();
        assertThat(location(login(late, GatewayRig.PASSWORD))).startsWith("/.tollgate/password");
        assertThat(late.get("/.tollgate/password").body())
                .contains("The rules for passwords have changed here")
                .contains("At least 40 characters.");

        HttpResponse<String> weak = change(late, GatewayRig.PASSWORD, NEXT);
        assertThat(weak.statusCode()).isEqualTo(422);
        assertThat(weak.body()).contains("<li>It has 23 characters; at least 40 are needed.</li>");
    }

    @Test
    void what_is_easy_to_guess_is_refused_without_blocking_an_event_loop() throws Exception {
        rig.user(ANN, "biller");
        Browser browser = rig.browser();
        login(browser, GatewayRig.PASSWORD);
        HttpResponse<String> weak = change(browser, GatewayRig.PASSWORD, "Londonsommer1");
        assertThat(weak.statusCode()).isEqualTo(422);
        assertThat(weak.body()).contains("It is easier to guess than it looks");
        assertThat(change(browser, GatewayRig.PASSWORD, NEXT).statusCode()).isEqualTo(303);
    }

    @Test
    void an_imported_user_logs_in_with_the_old_password_and_the_hash_becomes_ours() throws Exception {
        ControlReply reply = rig.command("users.import", "text", "name,hash,roles\n" + LINE);
        assertThat(reply.exit()).as(reply.message()).isZero();
        assertThat(reply.message())
                .isEqualTo("1 user imported; 1 must choose a new password at the first login, as the"
                        + " old hash is weak");
        assertThat(login(rig.browser(), "vier schwarze Hunde").statusCode()).isEqualTo(401);

        Browser browser = rig.browser();
        assertThat(location(login(browser, "vier schwarze Katzen"))).startsWith("/.tollgate/password");
        assertThat(rig.gateway().ground().users().byName(ANN).password().encoded())
                .startsWith("$quick$");
        assertThat(browser.get("/.tollgate/password").body()).contains("comes from an older system");

        rig.restart();
        Browser later = rig.browser();
        assertThat(location(login(later, "vier schwarze Katzen"))).startsWith("/.tollgate/password");
        assertThat(location(change(later, "vier schwarze Katzen", NEXT))).isEqualTo("/invoices/");
        assertThat(rig.command("users.show", "name", ANN).rows().get(0))
                .containsEntry("must-change-password", false)
                .containsEntry("change-reason", "");
    }
}
