package io.tollgate.filters.login;

import static io.tollgate.filters.login.Browser.PREFIX;
import static io.tollgate.filters.login.Clinic.ADA;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.config.LockoutConfig;
import io.tollgate.config.PasswordConfig;
import io.tollgate.config.SessionConfig;
import io.tollgate.config.TenantConfig;
import io.tollgate.filters.audit.AuditEvent;
import io.tollgate.filters.http.Response;
import io.tollgate.filters.identity.Tenants;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A choice of tenant counts once it is proved and kept, and not before. */
final class TenantPagesTest {
    private final Clinic clinic = clinic(true);

    private static Clinic clinic(boolean isAuditRequired) {
        Clinic clinic = new Clinic(isAuditRequired);
        clinic.tenants = Tenants.of(
                List.of(tenant("north", "North & Co"), tenant("south", "South")),
                SessionConfig.DEFAULT,
                LockoutConfig.DEFAULT,
                PasswordConfig.DEFAULT);
        clinic.users.put("u1", ADA, true, false, "north/biller", "south/biller");
        return clinic;
    }

    private static TenantConfig tenant(String name, String title) {
        return new TenantConfig(
                name,
                title,
                List.of(),
                SessionConfig.DEFAULT,
                LockoutConfig.DEFAULT,
                PasswordConfig.DEFAULT,
                List.of());
    }

    private static Response choose(Clinic clinic, Browser browser, String tenant) {
        return clinic.answer(browser.post(PREFIX + "/tenant", "tenant", tenant, "return-to", "/claims/7"));
    }

    private String chosen() {
        return clinic.sessions.of("u1").get(0).tenant();
    }

    @Test
    void a_choice_is_proved_first_and_then_kept() {
        Browser ada = clinic.loggedIn(ADA);
        Response response = choose(clinic, ada, "south");
        assertThat(response.status()).isEqualTo(303);
        assertThat(chosen()).isEqualTo("south");
        assertThat(clinic.trail.events).last().isInstanceOf(AuditEvent.TenantChosen.class);
        assertThat(clinic.trail
                        .events
                        .get(clinic.trail.events.size() - 1)
                        .context()
                        .tenant())
                .isEqualTo("south");
    }

    @Test
    void a_choice_that_can_not_be_proved_is_not_made() {
        Browser ada = clinic.loggedIn(ADA);
        clinic.trail.isDown = true;
        Response response = choose(clinic, ada, "south");
        assertThat(response.status()).isEqualTo(503);
        assertThat(Browser.text(response)).contains("North &amp; Co", "value=\"/claims/7\"");
        assertThat(chosen()).isNull();
        assertThat(clinic.journal.calls).doesNotContain("chosen");
    }

    @Test
    void where_evidence_is_not_required_a_choice_is_made_without() {
        Clinic lenient = clinic(false);
        Browser ada = lenient.loggedIn(ADA);
        lenient.trail.isDown = true;
        assertThat(choose(lenient, ada, "south").status()).isEqualTo(303);
        assertThat(lenient.sessions.of("u1").get(0).tenant()).isEqualTo("south");
    }

    @Test
    void a_choice_that_can_not_be_kept_is_not_made_and_nobody_is_logged_out() {
        Browser ada = clinic.loggedIn(ADA);
        clinic.journal.isDown = true;
        Response response = choose(clinic, ada, "south");
        assertThat(response.status()).isEqualTo(503);
        assertThat(chosen()).isNull();
        clinic.journal.isDown = false;
        assertThat(choose(clinic, ada, "north").status()).isEqualTo(303);
        assertThat(chosen()).isEqualTo("north");
    }

    @Test
    void nobody_chooses_without_a_session() {
        assertThat(choose(clinic, Browser.modern(), "south").status()).isEqualTo(401);
        assertThat(clinic.answer(Browser.modern().get(PREFIX + "/tenant")).status())
                .isEqualTo(303);
    }

    @Test
    void a_login_leads_to_the_page_and_says_no_tenant() {
        Browser browser = Browser.modern();
        Response login = clinic.login(browser, ADA, Clinic.RIGHT, "/claims/7");
        assertThat(login.fields()).anySatisfy(field -> {
            assertThat(field.name()).isEqualTo("location");
            assertThat(field.value()).isEqualTo(PREFIX + "/tenant?return-to=/claims/7");
        });
        assertThat(clinic.trail
                        .events
                        .get(clinic.trail.events.size() - 1)
                        .context()
                        .tenant())
                .isNull();
    }
}
