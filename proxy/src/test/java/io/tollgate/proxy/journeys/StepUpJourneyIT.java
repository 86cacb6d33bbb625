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

/** A payment that has to be confirmed, and goes on by itself. */
@Tag("journeys")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class StepUpJourneyIT {
    private static final String RAE = "rae@clinic.example";

    private Practice practice;
    private Chromium browser;

    @BeforeAll
    void open(@TempDir Path folder) throws Exception {
        practice = Practice.open(folder, "step-up: { keep: 1MB }\n");
        browser = practice.browser;
        practice.rig.user(RAE, "cashier");
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

    /** Some minutes after a login, at an invoice whose payment is typed. */
    private void aPaymentIsTyped(String amount) {
        practice.logIn(RAE, GatewayRig.PASSWORD);
        browser.at("a[href^='/invoices/2']").click();
        browser.at("input[name='amount']");
        practice.time.jump(Duration.ofMinutes(6));
        browser.fill("amount", amount);
        browser.press(Keys.ENTER);
    }

    @Test
    void confirmed_by_keyboard_alone() {
        aPaymentIsTyped("1.25");
        browser.meets("Confirm that it is you");
        browser.sight().isGood("step-up");
        assertThat(browser.text()).contains("You are about to send what you filled in to /payments/ of billing.");
        assertThat(browser.focus().name()).isEqualTo("Password");
        assertThat(browser.focus().description()).startsWith("You are about to send");
        assertThat(browser.tabStops()).startsWith("textbox: Password", "button: Confirm");

        browser.fill("password", "not-the-password-at-all");
        browser.press(Keys.ENTER);
        browser.at("#problem");
        browser.sight().isGood("step-up-refused");
        assertThat(browser.focus().description()).startsWith("That was not right");
        browser.press(GatewayRig.PASSWORD, Keys.ENTER);
        assertThat(browser.text()).contains("Payment of $1.25 taken");
    }

    @Test
    void without_scripts_and_once() {
        browser.withoutScripts();
        aPaymentIsTyped("2.35");
        browser.meets("Confirm that it is you");
        browser.fill("password", GatewayRig.PASSWORD);
        browser.press(Keys.ENTER);
        assertThat(browser.text()).contains("Payment of $2.35 taken");
        browser.go("/payments/");
        assertThat(browser.text()).containsOnlyOnce("2.35");
        browser.scripts(true);
        browser.go("/.tollgate/step-up?kept=was-never-here");
        browser.meets("This does not wait here any more");
        browser.sight().isGood("step-up-gone");
    }

    @Test
    void in_a_tab_of_its_own() {
        practice.logIn(RAE, GatewayRig.PASSWORD);
        browser.at("a[href^='/invoices/']");
        practice.time.jump(Duration.ofMinutes(6));
        browser.go("/.tollgate/step-up");
        browser.meets("Confirm that it is you");
        browser.press(GatewayRig.PASSWORD, Keys.ENTER);
        browser.meets("Confirmed");
        browser.sight().isGood("step-up-confirmed");
    }
}
