package io.tollgate.proxy.journeys;

import static org.assertj.core.api.Assertions.assertThat;

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

/** In at the door, locked while nobody is there, on again and out. */
@Tag("journeys")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class LoginJourneyIT {
    private static final String ANN = "ann@clinic.example";
    private static final String WRONG = "not-the-password-at-all";

    private Practice practice;
    private Chromium browser;

    @BeforeAll
    void open(@TempDir Path folder) throws Exception {
        practice = Practice.open(folder, "");
        browser = practice.browser;
        practice.rig.user(ANN, "biller");
    }

    @AfterAll
    void close() {
        practice.close();
    }

    @BeforeEach
    void afresh() {
        browser.afresh();
    }

    @Test
    void the_page_is_good_to_look_at_and_to_hear() {
        browser.go("/.tollgate/login");
        browser.meets("Log in to billing");
        browser.sight().isGood("login");
        assertThat(browser.title()).isEqualTo("Log in: billing");
        assertThat(browser.focus()).isEqualTo(new Focus("textbox", "Name", "Usually your e-mail address at work"));
        assertThat(browser.tabStops()).containsExactly("textbox: Name", "textbox: Password", "button: Log in");
    }

    @Test
    void wrong_and_then_right_by_keyboard_alone() {
        browser.go("/invoices/");
        browser.meets("Log in to billing");
        browser.press(ANN, Keys.TAB, WRONG, Keys.ENTER);

        browser.at("#problem");
        assertThat(browser.at("#problem").getDomAttribute("role")).isEqualTo("alert");
        assertThat(browser.title()).isEqualTo("Not logged in: billing");
        Focus again = browser.focus();
        assertThat(again.name()).as("the name is right most times").isEqualTo("Password");
        assertThat(again.description()).startsWith("That did not work");
        browser.sight().isGood("login-refused");

        browser.press(GatewayRig.PASSWORD, Keys.ENTER);
        browser.at("a[href^='/invoices/']");
        assertThat(browser.place()).isEqualTo("/invoices/");
    }

    @Test
    void locked_while_nobody_was_there_and_on_where_it_was() {
        practice.logIn(ANN, GatewayRig.PASSWORD);
        browser.at("a[href^='/invoices/']");
        practice.time.jump(Duration.ofMinutes(11));

        browser.go("/patients/");
        browser.meets("Locked while nobody was here");
        browser.sight().isGood("lock");
        assertThat(browser.focus().name()).isEqualTo("Password");
        browser.press(WRONG, Keys.ENTER);
        browser.at("#problem");
        assertThat(browser.focus().description()).startsWith("Still locked");
        browser.sight().isGood("lock-refused");
        assertThat(browser.tabStops())
                .containsExactly("textbox: Password", "button: Unlock", "button: Log out and let somebody else log in");

        browser.fill("password", GatewayRig.PASSWORD);
        browser.press(Keys.ENTER);
        browser.at("a[href^='/patients/']");
        assertThat(browser.place()).isEqualTo("/patients/");
    }

    @Test
    void out_by_keyboard_alone() {
        practice.logIn(ANN, GatewayRig.PASSWORD);
        browser.at("a[href^='/invoices/']");
        browser.go("/.tollgate/logout");
        browser.meets("Log out?");
        browser.sight().isGood("logout");
        assertThat(browser.focus().name()).isEqualTo("Log out");
        browser.press(Keys.ENTER);
        browser.meets("Log in to billing");
        browser.go("/invoices/");
        browser.meets("Log in to billing");
    }

    @Test
    void the_whole_way_without_scripts() {
        browser.withoutScripts();
        browser.go("/invoices/");
        browser.fill("username", ANN);
        browser.fill("password", WRONG);
        browser.click("Log in");
        assertThat(browser.at("#problem").getText()).startsWith("That did not work");
        browser.fill("password", GatewayRig.PASSWORD);
        browser.click("Log in");
        browser.at("a[href^='/invoices/']");
        practice.time.jump(Duration.ofMinutes(11));
        browser.go("/invoices/");
        browser.fill("password", GatewayRig.PASSWORD);
        browser.click("Unlock");
        browser.at("a[href^='/invoices/']");
        browser.go("/.tollgate/account");
        browser.click("Log out");
        browser.meets("Log in to billing");
    }
}
