package io.tollgate.proxy.apps;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.proxy.AuthenticatorApp;
import io.tollgate.proxy.Browser;
import io.tollgate.proxy.FakeTime;
import io.tollgate.proxy.GatewayRig;
import io.tollgate.proxy.Ground;
import io.tollgate.proxy.SameAnswers;
import io.tollgate.proxy.SameAnswers.Ask;
import io.tollgate.proxy.apps.LegacyApp.Step;
import io.tollgate.proxy.apps.LegacyApp.Visitor;
import io.tollgate.proxy.control.ControlReply;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What holds for every application that keeps its own login: the gateway judges each attempt before the application hears of
 * it, and what the application answers is what opens a session. The YAML is the one of its page in {@code docs/apps}.
 */
interface OwnLoginContract {
    /** Three wrong passwords and no more: fewer than any application would let pass. */
    String LOCKOUT = "lockout: { after: 3, first: 10m, longest: 15m, until-admin-after: 50, per-network: 1000/m }\n";

    /** The application, started. */
    LegacyApp app();

    /** A gateway before it, as the document says. */
    default GatewayRig rig(Path folder, String more) throws Exception {
        return rig(folder, more, new FakeTime());
    }

    private GatewayRig rig(Path folder, String more, FakeTime time) throws Exception {
        String yaml = AppsDocument.read(app().document()).withOwnLogin("http://127.0.0.1:" + app().port());
        return GatewayRig.start(folder, yaml + LOCKOUT + more, time::in);
    }

    private Visitor visitor(GatewayRig rig) throws Exception {
        return app().visitor(rig.browser());
    }

    /** Ann, after the right password. */
    default Visitor annInside(GatewayRig rig) throws Exception {
        Visitor ann = visitor(rig);
        HttpResponse<String> answer = ann.login(app().ann(), LegacyApp.PASSWORD);
        assertThat(answer.statusCode()).as("the app's answer").isIn(200, 302, 303);
        assertThat(answer.headers().firstValue("tollgate-reason")).isEmpty();
        assertThat(app().greets(ann.open(app().inside()), app().ann()))
                .as("Ann sees her page")
                .isTrue();
        return ann;
    }

    private static void isRefused(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).isIn(401, 429);
        assertThat(answer.headers().allValues("set-cookie"))
                .as("no cookie of the app's, and no session of ours")
                .noneMatch(cookie -> !cookie.startsWith("__Host-tollgate-device"));
    }

    /** The sessions there are, a line each. */
    static List<String> sessions(GatewayRig rig) throws Exception {
        return rig.command("sessions.list").rows().stream()
                .map(row -> row.toString())
                .toList();
    }

    @Test
    default void whoever_is_not_logged_in_is_sent_to_the_apps_own_form_and_is_let_in_by_it(@TempDir Path folder)
            throws Exception {
        try (GatewayRig rig = rig(folder, "")) {
            Visitor ann = visitor(rig);
            HttpResponse<String> first = ann.browser().get(app().inside());
            if (first.statusCode() == 303) {
                assertThat(first.headers().firstValue("location").orElseThrow())
                        .as("the app's page, not the gateway's")
                        .doesNotContain("/.tollgate/");
            }
            assertThat(app().greets(first, app().ann())).isFalse();

            HttpResponse<String> answer = ann.login(app().ann(), LegacyApp.PASSWORD);
            assertThat(answer.headers().allValues("set-cookie"))
                    .anyMatch(cookie -> cookie.startsWith("__Host-tollgate="));
            assertThat(app().greets(ann.open(app().inside()), app().ann())).isTrue();
            assertThat(sessions(rig))
                    .hasSize(1)
                    .allMatch(row -> row.contains("user=" + app().ann().toLowerCase(Locale.ROOT)));
        }
    }

    @Test
    default void every_page_is_the_one_shown_directly(@TempDir Path folder) throws Exception {
        try (GatewayRig rig = rig(folder, "")) {
            SameAnswers answers = new SameAnswers(rig.browser(), app().port(), rig.port(), app()::settled);
            SoftAssertions all = new SoftAssertions();
            for (Step step : app().day()) {
                Ask directly = step.after(answers.bodyDirectly());
                all.assertThat(answers.differences(directly, step.after(answers.bodyThrough())))
                        .as(directly.method() + " " + directly.path())
                        .isEmpty();
            }
            all.assertAll();
            assertThat(answers.asked()).isEqualTo(app().day().size());
        }
    }

    @Test
    default void after_so_many_wrong_passwords_the_app_hears_of_no_other_attempt(@TempDir Path folder)
            throws Exception {
        try (GatewayRig rig = rig(folder, "")) {
            int before = app().looked();
            Visitor guesser = visitor(rig);
            for (int i = 0; i < 3; i++) {
                HttpResponse<String> wrong = guesser.login(app().ann(), "wrong-" + i);
                assertThat(wrong.headers().firstValue("tollgate-reason"))
                        .as("the app's own answer")
                        .isEmpty();
            }
            assertThat(app().looked()).isEqualTo(before + 3);

            HttpResponse<String> locked = guesser.login(app().ann(), "wrong-3");
            HttpResponse<String> right = guesser.login(app().ann(), LegacyApp.PASSWORD);
            HttpResponse<String> afresh = visitor(rig).login(app().ann(), LegacyApp.PASSWORD);
            assertThat(List.of(locked, right, afresh)).allSatisfy(OwnLoginContract::isRefused);
            assertThat(right.body()).as("no oracle").isEqualTo(locked.body());
            assertThat(app().looked()).as("what the app has seen").isEqualTo(before + 3);

            Visitor bob = visitor(rig);
            bob.login(app().bob(), LegacyApp.PASSWORD);
            assertThat(app().greets(bob.open(app().inside()), app().bob())).isTrue();

            // She has never got in, so that she is no user yet: the administrator's word helps her all the same.
            assertThat(rig.command("lockouts.clear", "user", app().ann()).message())
                    .contains("forgiven");
            annInside(rig);
        }
    }

    @Test
    default void names_that_nobody_has_are_counted_and_answered_alike(@TempDir Path folder) throws Exception {
        try (GatewayRig rig = rig(folder, "")) {
            int before = app().looked();
            Visitor guesser = visitor(rig);
            for (int i = 0; i < 3; i++) {
                guesser.login("zz-nobody", "wrong-" + i);
                guesser.login(app().ann(), "wrong-" + i);
            }
            int seen = app().looked();
            assertThat(seen).isEqualTo(before + 6);
            HttpResponse<String> nobody = guesser.login("zz-nobody", "wrong-3");
            HttpResponse<String> ann = guesser.login(app().ann(), "wrong-3");
            isRefused(nobody);
            assertThat(nobody.statusCode()).isEqualTo(ann.statusCode());
            assertThat(nobody.body().replace("zz-nobody", "NAME"))
                    .isEqualTo(ann.body().replace(app().ann(), "NAME"));
            assertThat(app().looked()).isEqualTo(seen);
        }
    }

    @Test
    default void another_spelling_of_a_name_is_no_other_budget(@TempDir Path folder) throws Exception {
        try (GatewayRig rig = rig(folder, "")) {
            annInside(rig);
            Visitor guesser = visitor(rig);
            for (int i = 0; i < 3; i++) {
                guesser.login(app().ann(), "wrong-" + i);
            }
            int before = app().looked();
            String name = app().ann();
            for (String spelled : List.of(
                    name.toUpperCase(Locale.ROOT),
                    name.toLowerCase(Locale.ROOT),
                    " " + name + " ",
                    "_" + name,
                    name + "_")) {
                guesser.login(spelled, LegacyApp.PASSWORD);
            }
            assertThat(app().looked()).isEqualTo(before);
            assertThat(app().greets(guesser.open(app().inside()), name)).isFalse();
        }
    }

    @Test
    default void who_is_disabled_is_out_at_once_and_stays_out(@TempDir Path folder) throws Exception {
        try (GatewayRig rig = rig(folder, "")) {
            Visitor ann = annInside(rig);
            rig.command("users.disable", "name", app().ann());
            assertThat(app().greets(ann.open(app().inside()), app().ann())).isFalse();
            int before = app().looked();
            for (String spelled : List.of(app().ann(), app().ann().toUpperCase(Locale.ROOT))) {
                HttpResponse<String> answer = visitor(rig).login(spelled, LegacyApp.PASSWORD);
                assertThat(answer.headers().allValues("set-cookie"))
                        .noneMatch(cookie -> cookie.startsWith("__Host-tollgate="));
            }
            assertThat(app().looked()).as("what the app has seen").isEqualTo(before);
            rig.command("users.enable", "name", app().ann());
            annInside(rig);
        }
    }

    @Test
    default void the_apps_logout_ends_the_session_here(@TempDir Path folder) throws Exception {
        try (GatewayRig rig = rig(folder, "")) {
            Visitor ann = annInside(rig);
            assertThat(sessions(rig)).hasSize(1);
            String token = ann.browser().cookie();
            ann.logout();
            assertThat(sessions(rig)).isEmpty();
            HttpResponse<String> page = rig.browser()
                    .send(rig.browser()
                            .to(app().inside())
                            .header("Cookie", token)
                            .header("Sec-Fetch-Mode", "navigate"));
            assertThat(app().greets(page, app().ann())).isFalse();
        }
    }

    @Test
    default void a_logout_here_ends_the_apps_too(@TempDir Path folder) throws Exception {
        try (GatewayRig rig = rig(folder, "")) {
            Visitor ann = annInside(rig);
            String cookies = ann.browser().cookie();
            HttpResponse<String> out = ann.browser().post("/.tollgate/logout");
            assertThat(out.statusCode()).isLessThan(400);
            assertThat(sessions(rig)).isEmpty();
            assertThat(app().greets(ann.browser().get(app().inside()), app().ann()))
                    .isFalse();
            HttpResponse<String> kept = rig.browser()
                    .send(rig.browser()
                            .to(app().inside())
                            .header("Cookie", cookies)
                            .header("Sec-Fetch-Mode", "navigate"));
            assertThat(app().greets(kept, app().ann()))
                    .as("with the app's old cookies")
                    .isFalse();
        }
    }

    @Test
    default void who_comes_second_at_the_same_browser_is_not_taken_for_the_first(@TempDir Path folder)
            throws Exception {
        try (GatewayRig rig = rig(folder, "")) {
            Visitor ann = annInside(rig);
            String cookies = ann.browser().cookie();
            rig.command("sessions.end", "user", app().ann());

            Visitor second = app().visitor(ann.browser());
            assertThat(app().greets(second.open(app().inside()), app().ann())).isFalse();
            second.login(app().bob(), LegacyApp.PASSWORD);
            HttpResponse<String> page = second.open(app().inside());
            assertThat(app().greets(page, app().bob())).isTrue();

            Browser thief = rig.browser();
            app().visitor(thief).login(app().bob(), LegacyApp.PASSWORD);
            String stolen = cookies.replaceAll("__Host-tollgate[^;]*(; )?", "");
            HttpResponse<String> found = thief.send(thief.to(app().inside())
                    .header("Cookie", ours(thief.cookie()) + "; " + stolen)
                    .header("Sec-Fetch-Mode", "navigate"));
            assertThat(app().greets(found, app().ann()))
                    .as("Ann's cookies in Bob's session")
                    .isFalse();
        }
    }

    private static String ours(String cookies) {
        return List.of(cookies.split("; ")).stream()
                .filter(each -> each.startsWith("__Host-tollgate="))
                .findFirst()
                .orElse("none=here");
    }

    @Test
    default void an_idle_session_locks_and_the_apps_own_login_brings_it_back(@TempDir Path folder) throws Exception {
        FakeTime time = new FakeTime();
        try (GatewayRig rig = rig(folder, "", time)) {
            Visitor ann = annInside(rig);
            time.jump(Duration.ofMinutes(11));
            HttpResponse<String> locked = ann.browser().get(app().inside());
            assertThat(app().greets(locked, app().ann())).isFalse();
            ann.login(app().ann(), LegacyApp.PASSWORD);
            assertThat(app().greets(ann.open(app().inside()), app().ann())).isTrue();
            assertThat(sessions(rig)).hasSize(1);
        }
    }

    @Test
    default void a_second_factor_is_asked_for_after_the_apps_own_login(@TempDir Path folder) throws Exception {
        FakeTime time = new FakeTime();
        try (GatewayRig rig = rig(folder, "second-factor: { use: required }\n", time)) {
            Visitor ann = visitor(rig);
            ann.login(app().ann(), LegacyApp.PASSWORD);
            isWaiting(rig, ann);
            AuthenticatorApp telephone = AuthenticatorApp.scanning(
                    ann.browser().get("/.tollgate/enrol").body());
            HttpResponse<String> codes = ann.browser()
                    .post("/.tollgate/enrol", "code", telephone.code(time.instant()), "return-to", app().inside());
            assertThat(AuthenticatorApp.recoveryCodes(codes.body())).hasSize(10);
            assertThat(app().greets(ann.open(app().inside()), app().ann())).isTrue();

            time.jump(Duration.ofMinutes(1));
            Visitor again = visitor(rig);
            again.login(app().ann(), LegacyApp.PASSWORD);
            isWaiting(rig, again, 1);
            assertThat(again.browser()
                            .post("/.tollgate/factor", "code", telephone.wrong(time.instant()), "return-to", "/")
                            .statusCode())
                    .isEqualTo(401);
            isWaiting(rig, again, 1);
            HttpResponse<String> in = again.browser()
                    .post("/.tollgate/factor", "code", telephone.code(time.instant()), "return-to", app().inside());
            assertThat(in.headers().firstValue("location")).contains(app().inside());
            assertThat(app().greets(again.open(app().inside()), app().ann())).isTrue();
        }
    }

    private void isWaiting(GatewayRig rig, Visitor ann) throws Exception {
        isWaiting(rig, ann, 0);
    }

    /** The app's cookies are there, and good for nothing before the second factor. */
    private void isWaiting(GatewayRig rig, Visitor ann, int sessions) throws Exception {
        HttpResponse<String> waiting = ann.open(app().further());
        assertThat(waiting.statusCode()).isEqualTo(303);
        assertThat(waiting.headers().firstValue("location").orElseThrow()).startsWith("/.tollgate/factor?return-to=");
        assertThat(app().greets(ann.open(app().inside()), app().ann())).isFalse();
        assertThat(sessions(rig)).hasSize(sessions);
    }

    /** All that the trail says, after the gateway has ended: what strangers did is written together. */
    static String ended(GatewayRig rig) throws Exception {
        rig.stop();
        StringBuilder text = new StringBuilder();
        try (Stream<Path> files = Files.walk(Ground.trailDirectory(rig.config().data()))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                text.append(Files.readString(file));
            }
        }
        return text.toString();
    }

    @Test
    default void whoever_is_in_the_user_table_has_the_roles_that_it_says(@TempDir Path folder) throws Exception {
        try (GatewayRig rig = rig(folder, "")) {
            Visitor ann = annInside(rig);
            ControlReply shown = rig.command("users.show", "name", app().ann());
            assertThat(shown.toString()).contains(app().role());
            assertThat(ann.open(app().further()).statusCode()).isEqualTo(200);
            rig.command("users.roles", "name", app().ann(), "remove", app().role());
            HttpResponse<String> refused = ann.open(app().further());
            assertThat(refused.statusCode()).isEqualTo(403);
            assertThat(refused.headers().firstValue("tollgate-reason")).isPresent();
        }
    }

    @Test
    default void the_gateways_own_login_page_lets_nobody_of_the_app_in(@TempDir Path folder) throws Exception {
        try (GatewayRig rig = rig(folder, "")) {
            annInside(rig);
            Browser other = rig.browser();
            for (String password : List.of("", LegacyApp.PASSWORD)) {
                HttpResponse<String> answer =
                        other.post("/.tollgate/login", "username", app().ann(), "password", password, "return-to", "/");
                assertThat(answer.headers().allValues("set-cookie"))
                        .noneMatch(cookie -> cookie.startsWith("__Host-tollgate="));
            }
        }
    }
}
