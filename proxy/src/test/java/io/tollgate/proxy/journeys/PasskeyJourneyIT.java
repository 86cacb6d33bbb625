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

/** Passkeys of Chromium's own virtual authenticator: made, used in place of name and password, and removed. */
@Tag("journeys")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class PasskeyJourneyIT {
    private static final String EVE = "eve@clinic.example";
    private static final String JO = "jo@clinic.example";
    private static final String KIM = "kim@clinic.example";

    private Practice practice;
    private Chromium browser;
    private VirtualAuthenticator key;

    @BeforeAll
    void open(@TempDir Path folder) throws Exception {
        practice = Practice.open(folder, "second-factor: { passkeys: alone }\n");
        browser = practice.browser;
        practice.rig.user(EVE, "biller");
        practice.rig.user(JO, "biller");
        practice.rig.user(KIM, "biller");
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
    void a_passkey_is_made_by_keyboard_lets_in_alone_and_is_removed() {
        practice.logIn(EVE, GatewayRig.PASSWORD);
        browser.at("a[href^='/invoices/']");
        browser.go("/.tollgate/passkeys");
        browser.meets("Your passkeys for billing");
        browser.sight().isGood("passkeys-none");
        browser.press(Keys.TAB);
        assertThat(browser.focus().name()).isEqualTo("What to call it");
        browser.press("Front desk", Keys.TAB, Keys.ENTER);
        assertThat(browser.at("[role=status]").getText()).startsWith("The passkey was made.");
        assertThat(key.getCredentials()).hasSize(1);
        assertThat(browser.text()).contains("Front desk", "not used yet");
        browser.sight().isGood("passkeys");
        browser.press(Keys.TAB);
        assertThat(browser.tabStops())
                .containsExactly(
                        "button: Remove the passkey Front desk",
                        "DisclosureTriangle: Another name for Front desk",
                        "textbox: What to call it",
                        "button: Add a passkey",
                        "link: Back to your account");

        browser.offeringNothing();
        logOut();
        browser.sight().isGood("login-passkey");
        browser.click("Log in with a passkey");
        browser.at("a[href^='/invoices/']");
        browser.go("/.tollgate/passkeys");
        assertThat(browser.text()).contains("last used");

        browser.click("Remove");
        assertThat(browser.at("[role=status]").getText()).startsWith("That passkey no longer lets anybody in.");
        assertThat(browser.text()).contains("You have none at this address.");
        logOut();
        browser.click("Log in with a passkey");
        assertThat(browser.at("#problem").getText()).contains("The passkey was not accepted");
        browser.sight().isGood("login-passkey-refused");
    }

    @Test
    void the_browser_offers_the_passkey_where_the_name_is_typed() {
        practice.logIn(JO, GatewayRig.PASSWORD);
        browser.at("a[href^='/invoices/']");
        browser.go("/.tollgate/passkeys");
        browser.click("Add a passkey");
        browser.at("[role=status]");
        browser.go("/.tollgate/logout");
        browser.click("Log out");
        browser.at("a[href^='/invoices/']"); // The virtual authenticator chooses by itself.
        browser.go("/.tollgate/account");
        assertThat(browser.text()).contains("You have one at this address.");
    }

    @Test
    void one_device_makes_no_second_passkey_and_says_so() {
        practice.logIn(KIM, GatewayRig.PASSWORD);
        browser.at("a[href^='/invoices/']");
        browser.go("/.tollgate/passkeys");
        browser.click("Add a passkey");
        browser.at("[role=status]");
        browser.at("form[data-passkey] button").sendKeys(Keys.ENTER);
        assertThat(browser.at("[data-problem] h2").getText()).isEqualTo("There is one already");
        browser.sight().isGood("passkeys-again");
        assertThat(key.getCredentials()).hasSize(1);
    }

    @Test
    void whoever_is_not_verified_does_not_get_in() {
        practice.logIn(KIM, GatewayRig.PASSWORD);
        browser.at("a[href^='/invoices/']");
        browser.go("/.tollgate/passkeys");
        key.setUserVerified(false);
        browser.click("Add a passkey");
        assertThat(browser.at("[data-problem] h2").getText()).isEqualTo("Nothing was sent");
    }

    @Test
    void without_scripts_there_is_everything_else() {
        browser.withoutScripts();
        practice.logIn(KIM, GatewayRig.PASSWORD);
        browser.at("a[href^='/invoices/']");
        browser.go("/.tollgate/passkeys");
        assertThat(browser.text()).contains("the browser has to run the one script of this page");
        assertThat(browser.at("form[data-passkey]").isDisplayed()).isFalse();
    }

    private void logOut() {
        browser.go("/.tollgate/logout");
        browser.click("Log out");
        browser.meets("Log in to billing");
    }
}
