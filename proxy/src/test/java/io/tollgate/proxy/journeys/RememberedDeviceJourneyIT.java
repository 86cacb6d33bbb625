package io.tollgate.proxy.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.proxy.AuthenticatorApp;
import io.tollgate.proxy.GatewayRig;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;

/** A box that is ticked by keyboard, a login without a code, and the code asked for again. */
@Tag("journeys")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RememberedDeviceJourneyIT {
    private static final String ROY = "roy@clinic.example";

    private Practice practice;
    private Chromium browser;

    @BeforeAll
    void open(@TempDir Path folder) throws Exception {
        practice = Practice.open(folder, """
            second-factor: { use: required, passkeys: off, remember: 30d }
            """);
        browser = practice.browser;
        practice.rig.user(ROY, "biller");
    }

    @AfterAll
    void close() {
        practice.close();
    }

    private void logInAgain() {
        browser.go("/.tollgate/logout");
        browser.click("Log out");
        browser.meets("Log in to billing");
        practice.time.jump(Duration.ofMinutes(1)); // The code of that step is used up.
        practice.logIn(ROY, GatewayRig.PASSWORD);
    }

    @Test
    void no_code_is_asked_for_on_a_remembered_computer_until_its_user_wants_it_back() {
        browser.afresh();
        practice.logIn(ROY, GatewayRig.PASSWORD);
        browser.meets("Set up an authenticator app");
        AuthenticatorApp app = AuthenticatorApp.scanning(
                "<p class=\"seed\"><code>" + browser.at(".seed code").getDomProperty("textContent") + "</code></p>");
        browser.fill("code", app.code(practice.time.instant()));
        browser.press(Keys.ENTER);
        browser.meets("Your recovery codes");

        logInAgain();
        browser.meets("One more step to log in to billing");
        browser.press(app.code(practice.time.instant()), Keys.TAB);
        assertThat(browser.focus().role()).isEqualTo("checkbox");
        assertThat(browser.focus().name()).startsWith("Don't ask for a code").endsWith("for 30 days");
        assertThat(browser.focus().description()).isNotEmpty();
        browser.press(Keys.SPACE, Keys.ENTER);
        browser.at("a[href^='/invoices/']");

        logInAgain();
        browser.at("a[href^='/invoices/']");
        browser.go("/.tollgate/account");
        assertThat(browser.text()).contains("no code is asked for until");
        browser.sight().isGood("account-remembered");
        browser.click("Ask for a code again");
        assertThat(browser.at("[role=status]").getText())
                .isEqualTo("From the next login on, you are asked for a code on that computer again.");
        browser.sight().isGood("account-asked-again");

        logInAgain();
        browser.meets("One more step to log in to billing");
    }
}
