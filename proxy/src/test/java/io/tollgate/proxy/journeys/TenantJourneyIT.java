package io.tollgate.proxy.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.proxy.GatewayRig;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;

/** Somebody of two practices says for which they work, changes it later, and is told where an address is not theirs. */
@Tag("journeys")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class TenantJourneyIT {
    private static final String TEA = "tea@clinic.example";
    private static final String UMA = "uma@clinic.example";

    private Practice practice;
    private Chromium browser;

    @BeforeAll
    void open(@TempDir Path folder) throws Exception {
        practice = Practice.open(folder, """
              north:
                hosts: [north.clinic.example]
                upstream: http://127.0.0.1:1
            tenants:
              northside: { title: Northside Family Practice, hosts: [north.clinic.example] }
              southside: { title: Southside Clinic for Hand Surgery and Rehabilitation }
              westside: { title: Westside }
            """);
        browser = practice.browser;
        practice.rig.user(TEA, "southside/biller", "westside/front-desk");
        practice.rig.user(UMA, "westside/biller");
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
    void chosen_and_changed_by_keyboard_alone() {
        browser.go("/patients/");
        browser.press(TEA, Keys.TAB, GatewayRig.PASSWORD, Keys.ENTER);
        browser.meets("For whom do you work now?");
        browser.sight().isGood("tenant");
        browser.press(Keys.TAB);
        assertThat(browser.tabStops())
                .containsExactly(
                        "button: Southside Clinic for Hand Surgery and Rehabilitation",
                        "button: Westside",
                        "button: Log out");
        browser.go("/patients/");
        browser.meets("For whom do you work now?");
        browser.press(Keys.TAB, Keys.TAB, Keys.ENTER);
        browser.at("a[href^='/patients/']");

        browser.go("/.tollgate/account");
        assertThat(browser.text()).contains("Westside");
        browser.sight().isGood("account-tenant");
        browser.go("/.tollgate/account");
        browser.press(Keys.TAB, Keys.ENTER);
        browser.meets("For whom do you work now?");
        assertThat(browser.text()).contains("Westside (as now)");
        browser.sight().isGood("tenant-change");
    }

    @Test
    void the_choice_works_without_scripts() {
        browser.withoutScripts();
        try {
            practice.logIn(TEA, GatewayRig.PASSWORD);
            browser.click("Westside");
            browser.meets("You can't do this"); // Not for the front desk, which she is at Westside.
            assertThat(browser.place()).isEqualTo("/invoices/");
        } finally {
            browser.scripts(true);
        }
    }

    @Test
    void an_address_of_another_practice_says_so() {
        browser.go("north.clinic.example", "/.tollgate/login");
        browser.fill("username", UMA);
        browser.fill("password", GatewayRig.PASSWORD);
        browser.click("Log in");
        browser.meets("This address is not yours");
        browser.sight().isGood("refusal-tenant");
        browser.click("Log in as somebody else");
        browser.meets("Log out?");
    }
}
