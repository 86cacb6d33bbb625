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

/** A password grows old where the policy has every rule there is: a warning, a forced change, hints and objections. */
@Tag("journeys")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ExpiryJourneyIT {
    private static final String IDA = "ida@clinic.example";
    private static final String NEXT = "seven-otters-under-the-bridge-4";

    private Practice practice;
    private Chromium browser;

    @BeforeAll
    void open(@TempDir Path folder) throws Exception {
        practice = Practice.open(folder, """
            passwords: { max-age: 90d, warn: 14d, history: 4, strength: fair, composition: letters-and-digits }
            """);
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

    @Test
    void warned_then_made_to_choose_another_by_keyboard_alone() throws Exception {
        practice.rig.user(IDA, "biller");
        practice.time.jump(Duration.ofDays(80));
        browser.go("/patients/");
        browser.press(IDA, Keys.TAB, GatewayRig.PASSWORD, Keys.ENTER);
        browser.meets("Your password expires in 10 days");
        browser.sight().isGood("password-expires");
        browser.press(Keys.TAB);
        assertThat(browser.tabStops()).containsExactly("link: Go on to billing", "link: Change it now");
        browser.go("/patients/"); // Whoever does not want to, need not.
        browser.at("a[href^='/patients/']");

        practice.time.jump(Duration.ofDays(11));
        browser.go("/patients/");
        browser.press(IDA, Keys.TAB, GatewayRig.PASSWORD, Keys.ENTER);
        browser.meets("Choose a new password");
        assertThat(browser.text()).contains("as old as a password may get");
        browser.sight().isGood("password-expired");

        browser.press(GatewayRig.PASSWORD, Keys.TAB);
        assertThat(browser.focus().description())
                .contains("At least 12 characters")
                .contains("one letter and one digit");
        browser.press("password", Keys.TAB, "password", Keys.ENTER);
        browser.at("#problem");
        assertThat(browser.focus().description()).startsWith("Choose another new password");
        browser.sight().isGood("password-objections");

        browser.press(GatewayRig.PASSWORD, Keys.TAB, NEXT, Keys.TAB, NEXT, Keys.ENTER);
        browser.at("a[href^='/patients/']");
        assertThat(browser.place()).isEqualTo("/patients/");
        browser.go("/.tollgate/account");
        browser.sight().isGood("account-expiry");
    }
}
