package io.tollgate.proxy.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.proxy.GatewayRig;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;

/** A password that somebody else set is changed first; objections are seen and heard. */
@Tag("journeys")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class PasswordJourneyIT {
    private static final String NEXT = "seven-otters-under-the-bridge";

    private Practice practice;
    private Chromium browser;

    @BeforeAll
    void open(@TempDir Path folder) throws Exception {
        practice = Practice.open(folder, "");
        browser = practice.browser;
    }

    @AfterAll
    void close() {
        practice.close();
    }

    @BeforeEach
    void afresh() {
        browser.afresh();
    }

    private void given(String user) throws Exception {
        practice.rig
                .gateway()
                .ground()
                .accounts()
                .add("test", user, Set.of("biller"), GatewayRig.PASSWORD.toCharArray(), false)
                .toCompletableFuture()
                .get();
    }

    @Test
    void set_by_somebody_else_and_changed_by_keyboard_alone() throws Exception {
        given("dora@clinic.example");
        browser.go("/invoices/");
        browser.press("dora@clinic.example", Keys.TAB, GatewayRig.PASSWORD, Keys.ENTER);
        browser.meets("Choose a password of your own");
        browser.sight().isGood("password-forced");
        assertThat(browser.focus().name()).isEqualTo("Password you have now");
        assertThat(browser.tabStops())
                .containsExactly(
                        "textbox: Password you have now",
                        "textbox: New password",
                        "textbox: New password again",
                        "button: Change password",
                        "button: Log out");
        browser.go("/invoices/");
        browser.meets("Choose a password of your own");

        browser.press(GatewayRig.PASSWORD, Keys.TAB, "short", Keys.TAB, "short", Keys.ENTER);
        browser.at("#problem");
        assertThat(browser.title()).startsWith("Not changed: ");
        assertThat(browser.at("#problem").getDomAttribute("role")).isEqualTo("alert");
        assertThat(browser.focus().description()).startsWith("Choose another new password");
        browser.sight().isGood("password-objection");

        browser.press(GatewayRig.PASSWORD, Keys.TAB, NEXT, Keys.TAB, NEXT, Keys.ENTER);
        browser.at("a[href^='/invoices/']");
        assertThat(browser.place()).isEqualTo("/invoices/");
    }

    @Test
    void changed_of_ones_own_will_without_scripts() throws Exception {
        practice.rig.user("carl@clinic.example", "biller");
        browser.withoutScripts();
        practice.logIn("carl@clinic.example", GatewayRig.PASSWORD);
        browser.at("a[href^='/invoices/']");
        browser.go("/.tollgate/account");
        browser.click("Change password");
        browser.meets("Change your password");
        browser.fill("current-password", GatewayRig.PASSWORD);
        browser.fill("new-password", NEXT);
        browser.fill("repeat-password", NEXT + "?");
        browser.click("Change password");
        assertThat(browser.at("#problem").getText()).contains("differ");
        browser.scripts(true);
        browser.sight().isGood("password-differs");
        browser.scripts(false);
        browser.fill("current-password", GatewayRig.PASSWORD);
        browser.fill("new-password", NEXT);
        browser.fill("repeat-password", NEXT);
        browser.click("Change password");
        browser.at("a[href^='/invoices/']");
    }
}
