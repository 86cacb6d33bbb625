package io.tollgate.proxy.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.proxy.GatewayRig;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;
import org.openqa.selenium.virtualauthenticator.VirtualAuthenticator;

/** A passkey as the second factor that everybody must have: made in a login, asked for in the next. */
@Tag("journeys")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class PasskeyFactorJourneyIT {
    private static final String EVE = "eve@clinic.example";

    private Practice practice;
    private Chromium browser;
    private VirtualAuthenticator key;

    @BeforeAll
    void open(@TempDir Path folder) throws Exception {
        practice = Practice.open(folder, "second-factor: { use: required, passkeys: beside }\n");
        browser = practice.browser;
        practice.rig.user(EVE, "biller");
    }

    @AfterAll
    void close() {
        practice.close();
    }

    @BeforeEach
    void afresh() {
        browser.afresh();
        key = browser.authenticator(true);
    }

    @AfterEach
    void unplug() {
        browser.without(key);
    }

    @Test
    void a_passkey_is_made_in_a_login_and_asked_for_in_the_next() {
        practice.logIn(EVE, GatewayRig.PASSWORD);
        browser.meets("Set up an authenticator app");
        browser.sight().isGood("enrol-passkey");
        browser.click("Add a passkey");
        browser.meets("Your recovery codes");
        assertThat(browser.text()).contains("Your passkey is made.");
        browser.click("I have them: go on");
        browser.at("a[href^='/invoices/']");

        logOut();
        practice.logIn(EVE, GatewayRig.PASSWORD);
        browser.meets("One more step to log in to billing");
        browser.sight().isGood("factor-passkey");
        browser.press(Keys.TAB, Keys.ENTER);
        browser.at("a[href^='/invoices/']");

        browser.go("/.tollgate/passkeys");
        browser.click("Remove");
        assertThat(browser.at("#problem").getText()).contains("the only second step you have");
        browser.sight().isGood("passkeys-last");

        logOut();
        browser.withoutScripts();
        practice.logIn(EVE, GatewayRig.PASSWORD);
        browser.meets("One more step to log in to billing");
        browser.click("Use a recovery code");
        browser.at("input[name=code]");
    }

    private void logOut() {
        browser.go("/.tollgate/logout");
        browser.click("Log out");
        browser.meets("Log in to billing");
    }
}
