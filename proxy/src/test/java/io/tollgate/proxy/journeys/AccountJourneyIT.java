package io.tollgate.proxy.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.proxy.Browser;
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

/** Who somebody is here, where else they are logged in, and an end to that. */
@Tag("journeys")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class AccountJourneyIT {
    private static final String EVE = "eve@clinic.example";

    private Practice practice;
    private Chromium browser;

    @BeforeAll
    void open(@TempDir Path folder) throws Exception {
        practice = Practice.open(folder, "");
        browser = practice.browser;
        practice.rig.user(EVE, "biller", "front-desk");
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
    void another_login_is_ended_by_keyboard_alone() throws Exception {
        Browser other = practice.rig.browser();
        assertThat(other.login(EVE).statusCode()).isEqualTo(303);
        assertThat(other.get("/invoices/").statusCode()).isEqualTo(200);

        practice.logIn(EVE, GatewayRig.PASSWORD);
        browser.at("a[href^='/invoices/']");
        browser.go("/.tollgate/account");
        browser.meets("Your account");
        browser.sight().isGood("account");
        browser.press(Keys.TAB);
        assertThat(browser.focus().role()).isEqualTo("button");
        assertThat(browser.focus().name()).startsWith("End the login on ");
        assertThat(browser.tabStops())
                .hasSize(6)
                .endsWith("link: Go to billing", "link: Change password", "button: Log out");

        browser.go("/.tollgate/account");
        browser.press(Keys.TAB, Keys.ENTER);
        assertThat(browser.at("[role=status]").getText()).isEqualTo("That login has ended.");
        browser.sight().isGood("account-ended");
        assertThat(other.get("/invoices/").statusCode()).isEqualTo(303);
    }
}
