package io.tollgate.proxy.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.proxy.AuthenticatorApp;
import io.tollgate.proxy.GatewayRig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;

/** An authenticator app, from the first login that asks for one to the last recovery codes. */
@Tag("journeys")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SecondFactorJourneyIT {
    private static final String PIA = "pia@clinic.example";
    private static final String QUI = "quinn@clinic.example";

    private Practice practice;
    private Chromium browser;

    @BeforeAll
    void open(@TempDir Path folder) throws Exception {
        practice = Practice.open(folder, """
            second-factor: { use: required, passkeys: off, remember: 30d }
            """);
        browser = practice.browser;
        practice.rig.user(PIA, "biller");
        practice.rig.user(QUI, "biller");
    }

    @AfterAll
    void close() {
        practice.close();
    }

    @BeforeEach
    void afresh() {
        practice.time.jump(Duration.ofMinutes(20));
        browser.afresh();
    }

    /** What the page says to an app, whether it can be seen or not. */
    private AuthenticatorApp scanned() {
        return AuthenticatorApp.scanning(
                "<p class=\"seed\"><code>" + browser.at(".seed code").getDomProperty("textContent") + "</code></p>");
    }

    private String now(AuthenticatorApp app) {
        return app.code(practice.time.instant());
    }

    @Test
    void set_up_in_the_first_login_by_keyboard_alone_and_asked_for_in_the_second() {
        browser.go("/invoices/");
        browser.press(PIA, Keys.TAB, GatewayRig.PASSWORD, Keys.ENTER);
        browser.meets("Set up an authenticator app");
        browser.sight().isGood("factor-enrol");
        AuthenticatorApp app = scanned();
        browser.at("summary").sendKeys(Keys.ENTER);
        browser.sight().isGood("factor-enrol-typed");

        browser.fill("code", app.wrong(practice.time.instant()));
        browser.press(Keys.ENTER);
        browser.at("#problem");
        assertThat(browser.focus().name()).isEqualTo("Enter the code that the app shows");
        assertThat(browser.focus().description()).startsWith("The code does not fit");
        browser.sight().isGood("factor-enrol-wrong");
        browser.press(now(app), Keys.ENTER);

        browser.meets("Your recovery codes");
        browser.sight().isGood("factor-codes");
        browser.click("I have them: go on");
        browser.at("a[href^='/invoices/']");

        browser.go("/.tollgate/account");
        browser.sight().isGood("factor-account");
        browser.go("/.tollgate/recovery");
        browser.sight().isGood("factor-recovery");

        practice.time.jump(Duration.ofMinutes(1));
        browser.afresh();
        browser.go("/invoices/");
        browser.press(PIA, Keys.TAB, GatewayRig.PASSWORD, Keys.ENTER);
        browser.meets("One more step to log in to billing");
        assertThat(browser.focus().name()).isEqualTo("Code from your authenticator app");
        browser.sight().isGood("factor-code");
        browser.click("Use a recovery code");
        browser.meets("One more step to log in to billing");
        assertThat(browser.focus().name()).isEqualTo("Recovery code");
        browser.sight().isGood("factor-recovery-code");
        browser.click("Enter a code from the app");
        assertThat(browser.focus().name()).isEqualTo("Code from your authenticator app");
        browser.press(app.wrong(practice.time.instant()), Keys.ENTER);
        browser.at("#problem");
        browser.sight().isGood("factor-code-refused");
        browser.press(now(app), Keys.ENTER);
        browser.at("a[href^='/invoices/']");
        assertThat(browser.place()).isEqualTo("/invoices/");
    }

    @Test
    void the_whole_way_without_scripts_with_a_recovery_code_at_last() {
        browser.withoutScripts();
        practice.logIn(QUI, GatewayRig.PASSWORD);
        browser.meets("Set up an authenticator app");
        browser.at("summary").sendKeys(Keys.ENTER);
        browser.fill("code", now(scanned()));
        browser.press(Keys.ENTER);
        browser.meets("Your recovery codes");
        List<String> codes = browser.text()
                .lines()
                .filter(line -> line.matches("([0-9A-Z]{4}-){5}[0-9A-Z]{4}"))
                .toList();
        assertThat(codes).hasSize(10);
        browser.click("I have them: go on");
        browser.at("a[href^='/invoices/']");

        browser.go("/.tollgate/logout");
        browser.click("Log out");
        browser.meets("Log in to billing");
        practice.logIn(QUI, GatewayRig.PASSWORD);
        browser.meets("One more step to log in to billing");
        browser.click("Use a recovery code");
        browser.meets("One more step to log in to billing");
        browser.fill("code", codes.get(0));
        browser.press(Keys.ENTER);
        browser.at("a[href^='/invoices/']");
    }
}
