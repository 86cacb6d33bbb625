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

/** Strangers guess somebody's password: where that person is known they notice nothing, and elsewhere they wait. */
@Tag("journeys")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class LockoutJourneyIT {
    private static final String MAY = "may@clinic.example";

    private Practice practice;
    private Chromium browser;

    @BeforeAll
    void open(@TempDir Path folder) throws Exception {
        practice = Practice.open(folder, "");
        browser = practice.browser;
        practice.rig.user(MAY, "biller");
    }

    @AfterAll
    void close() {
        practice.close();
    }

    @BeforeEach
    void afresh() {
        browser.afresh();
    }

    private void strangersGuess() throws Exception {
        for (int i = 0; i < 6; i++) {
            Browser stranger = practice.rig.browser();
            assertThat(stranger.post("/.tollgate/login", "username", MAY, "password", "guess-" + i + "-of-many")
                            .statusCode())
                    .isEqualTo(401);
        }
    }

    @Test
    void let_in_where_they_are_known_until_that_is_taken_back() throws Exception {
        practice.logIn(MAY, GatewayRig.PASSWORD);
        browser.at("a[href^='/invoices/']");
        browser.go("/.tollgate/account");
        browser.sight().isGood("account-devices");
        browser.click("Log out");
        browser.meets("Log in to billing");
        strangersGuess();

        practice.logIn(MAY, GatewayRig.PASSWORD);
        browser.at("a[href^='/invoices/']");
        browser.go("/.tollgate/account");
        browser.press(Keys.TAB);
        assertThat(browser.focus().name()).startsWith("Remove ").contains("this one");
        browser.press(Keys.ENTER);
        browser.at("[role=status]");
        browser.sight().isGood("account-removed");
        browser.click("Log out");
        browser.meets("Log in to billing");

        practice.logIn(MAY, GatewayRig.PASSWORD);
        assertThat(browser.at("#problem").getText()).startsWith("That did not work");
        practice.rig.command("users.unlock", "name", MAY);
        practice.logIn(MAY, GatewayRig.PASSWORD);
        browser.at("a[href^='/invoices/']");
    }
}
