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

/** What is refused, and told to a person who knows nothing of gateways. */
@Tag("journeys")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RefusalsJourneyIT {
    private static final String FAY = "fay@clinic.example";
    private static final String GIL = "gil@clinic.example";

    private Practice practice;
    private Chromium browser;

    @BeforeAll
    void open(@TempDir Path folder) throws Exception {
        practice = Practice.open(folder, """
              closed:
                hosts: [closed.clinic.example]
                upstream: http://127.0.0.1:1
                access:
                  biller: { allow: ["/**"] }
            lockout: { per-network: 3/m }
            """);
        browser = practice.browser;
        practice.rig.user(FAY, "front-desk");
        practice.rig.user(GIL, "biller");
    }

    @AfterAll
    void close() {
        practice.close();
    }

    @BeforeEach
    void afresh() {
        practice.time.jump(Duration.ofMinutes(2)); // What one test failed is no other's business.
        browser.afresh();
    }

    private void isARefusal(String heading, String picture) {
        browser.meets(heading);
        browser.sight().isGood(picture);
        assertThat(browser.text()).contains("read this out");
    }

    @Test
    void a_page_that_is_not_for_this_person() {
        practice.logIn(FAY, GatewayRig.PASSWORD);
        isARefusal("You can't do this", "refusal-access");
    }

    @Test
    void an_address_that_leads_nowhere() {
        browser.go("/.tollgate/nowhere");
        isARefusal("There is no such page", "refusal-unknown");
    }

    @Test
    void a_host_that_nobody_knows() {
        browser.go("elsewhere.clinic.example", "/");
        isARefusal("Nothing is at this address", "refusal-host");
    }

    @Test
    void an_address_with_two_readings() {
        browser.go("/invoices/%2541");
        isARefusal("This address or form can't be read", "refusal-readings");
    }

    @Test
    void something_sent_after_the_login_was_over() throws Exception {
        practice.logIn(GIL, GatewayRig.PASSWORD);
        browser.at("a[href^='/invoices/']");
        practice.rig.command("sessions.end", "user", GIL);
        browser.submits("/claims/");
        browser.at("ol");
        browser.sight().isGood("refusal-login-first");
        assertThat(browser.text()).contains("your browser still has it");
        browser.press(Keys.TAB);
        assertThat(browser.focus()).isEqualTo(new Focus("link", "Log in in a new tab", ""));
    }

    @Test
    void too_many_attempts_from_here() {
        for (int i = 0; i < 4; i++) {
            practice.logIn("nobody" + i + "@clinic.example", "never-was-a-password");
            browser.at("#problem");
        }
        assertThat(browser.at("#problem").getText()).startsWith("Too many attempts from here");
        browser.sight().isGood("refusal-too-many");
    }

    @Test
    void an_application_that_is_down() {
        browser.go("closed.clinic.example", "/.tollgate/login");
        browser.press(GIL, Keys.TAB, GatewayRig.PASSWORD, Keys.ENTER);
        isARefusal("The application did not answer properly", "refusal-down");
    }
}
