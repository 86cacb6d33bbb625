package io.tollgate.proxy.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.proxy.AuthenticatorApp;
import io.tollgate.proxy.DoorApp;
import io.tollgate.proxy.GatewayRig;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;

/** A second factor that is offered and taken, a browser where none is asked for, and the door of an app's own login. */
@Tag("journeys")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class OfferJourneyIT {
    private static final String KIM = "kim@clinic.example";
    private static final String LOU = "lou@clinic.example";

    private DoorApp door;
    private Practice practice;
    private Chromium browser;

    @BeforeAll
    void open(@TempDir Path folder) throws Exception {
        door = new DoorApp();
        practice = Practice.open(folder, """
              notes:
                hosts: [notes.clinic.example]
                upstream: http://127.0.0.1:%d
                login:
                  by: app
                  same-people: true
                  form:
                    path: /login
                    user-field: user
                    password-field: pass
                    success: { status: 302, location: /index }
                    failure: { location: "**/login?error*" }
                  page: /login
                  before: ["GET /login"]
                  roles: [biller]
                access: { biller: { allow: ["/**"] } }
            second-factor: { use: offered, passkeys: off, remember: 30d }
            """.formatted(door.port()));
        browser = practice.browser;
        practice.rig.user(KIM, "biller");
        practice.rig.user(LOU, "biller");
    }

    @AfterAll
    void close() throws Exception {
        practice.close();
        door.close();
    }

    @BeforeEach
    void afresh() {
        practice.time.jump(Duration.ofMinutes(20));
        browser.afresh();
    }

    private String now(AuthenticatorApp app) {
        return app.code(practice.time.instant());
    }

    @Test
    void taken_and_then_no_code_asked_for_until_its_user_wants_one() {
        practice.logIn(KIM, GatewayRig.PASSWORD);
        browser.meets("Protect your account");
        browser.sight().isGood("offer");
        browser.click("Set it up");
        browser.meets("Set up an authenticator app");
        AuthenticatorApp app = AuthenticatorApp.scanning(
                "<p class=\"seed\"><code>" + browser.at(".seed code").getDomProperty("textContent") + "</code></p>");
        browser.fill("code", now(app));
        browser.press(Keys.ENTER);
        browser.meets("Your recovery codes");
        browser.click("I have them: go on");
        browser.at("a[href^='/invoices/']");
        browser.go("/.tollgate/logout");
        browser.click("Log out");

        practice.time.jump(Duration.ofMinutes(1));
        practice.logIn(KIM, GatewayRig.PASSWORD);
        browser.meets("One more step to log in to billing");
        browser.press(now(app), Keys.TAB, Keys.SPACE, Keys.ENTER);
        browser.at("a[href^='/invoices/']");
        browser.go("/.tollgate/logout");
        browser.click("Log out");
        practice.logIn(KIM, GatewayRig.PASSWORD);
        browser.at("a[href^='/invoices/']");

        browser.go("/.tollgate/account");
        browser.sight().isGood("account-remembered");
        browser.click("Ask for a code again");
        browser.at("[role=status]");
        browser.sight().isGood("account-asked-again");
        browser.go("/.tollgate/logout");
        browser.click("Log out");
        practice.time.jump(Duration.ofMinutes(1));
        practice.logIn(KIM, GatewayRig.PASSWORD);
        browser.meets("One more step to log in to billing");
    }

    @Test
    void put_off_by_keyboard_alone_and_without_scripts() {
        browser.withoutScripts();
        browser.go("/invoices/");
        browser.press(LOU, Keys.TAB, GatewayRig.PASSWORD, Keys.ENTER);
        browser.meets("Protect your account");
        browser.click("Not now");
        browser.at("a[href^='/invoices/']");
    }

    @Test
    void a_login_of_an_app_that_is_refused_here_says_what_to_do() {
        browser.go("notes.clinic.example", "/login?user=ann&pass=guessed");
        browser.at("h1");
        browser.sight().isGood("app-login-refused");
        assertThat(browser.text()).doesNotContain("a form").doesNotContain("guessed");
    }
}
