package io.tollgate.filters.login;

import static io.tollgate.filters.login.Browser.PREFIX;
import static io.tollgate.filters.login.Browser.field;
import static io.tollgate.filters.login.Browser.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.filters.chain.Exchange;
import io.tollgate.filters.http.Response;
import io.tollgate.filters.identity.Authentication;
import io.tollgate.filters.session.Session;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class StepUpPagesTest {
    private static final String PAGE = PREFIX + "/step-up";

    private final Clinic clinic = new Clinic();
    private final Browser browser = clinic.loggedIn(Clinic.ADA);
    private final Session session = clinic.sessions.of("u1").get(0);

    private boolean isFresh() {
        return clinic.sessions.isFresh(session, Duration.ofMinutes(5));
    }

    private void stale() {
        clinic.time.pass(Duration.ofMinutes(6));
    }

    private Response get(String query) {
        return browser.keeping(clinic.answer(browser.get(PAGE + query)));
    }

    private Response post(String password) {
        return browser.keeping(
                clinic.answer(browser.post(PAGE, "password", password, "return-to", "/payments/new?a=b")));
    }

    @Test
    void the_evidence_comes_before_the_freshness() {
        stale();
        clinic.trail.isDown = true;
        assertThat(post(Clinic.RIGHT).status()).isEqualTo(503);
        assertThat(isFresh()).isFalse();

        clinic.trail.isDown = false;
        Response confirmed = post(Clinic.RIGHT);
        assertThat(confirmed.status()).isEqualTo(303);
        assertThat(field(confirmed, "location")).isEqualTo("/payments/new?a=b");
        assertThat(field(confirmed, "set-cookie")).startsWith("__Host-tollgate=");
        assertThat(isFresh()).isTrue();
        assertThat(clinic.trail.types()).contains("session.stepped-up");
    }

    @Test
    void a_store_that_refuses_the_new_token_leaves_nobody_fresh() {
        stale();
        clinic.journal.isDown = true;
        assertThat(post(Clinic.RIGHT).status()).isEqualTo(503);
        assertThat(isFresh()).isFalse();
        assertThat(session.state()).isEqualTo(Session.State.LIVE);
    }

    @Test
    void a_pool_or_network_that_is_full_says_when_to_come_back_and_counts_nothing() {
        stale();
        clinic.answer = new Authentication.Busy(Duration.ofSeconds(3));
        assertThat(post("x").status()).isEqualTo(503);
        clinic.answer = new Authentication.TooMany(Duration.ofSeconds(30));
        for (int i = 0; i < 6; i++) {
            assertThat(post("x").status()).isEqualTo(429);
        }
        clinic.answer = null;
        clinic.isAuthenticatorDown = true;
        assertThat(post("x").status()).isEqualTo(503);
        clinic.isAuthenticatorDown = false;
        assertThat(text(post("x"))).contains("That was not right");
        assertThat(post(Clinic.RIGHT).status()).isEqualTo(303);
    }

    @Test
    void five_wrong_passwords_end_the_attempt_and_the_sixth_is_the_first_of_another() {
        stale();
        for (int i = 0; i < 4; i++) {
            Response wrong = post("wrong");
            assertThat(wrong.status()).isEqualTo(401);
            assertThat(text(wrong)).contains("That was not right");
        }
        Response fifth = post("wrong");
        assertThat(fifth.status()).isEqualTo(401);
        assertThat(text(fifth)).contains("This was not confirmed");
        assertThat(clinic.trail.types()).contains("session.step-up-over");
        assertThat(isFresh()).isFalse();
        assertThat(session.state()).as("they stay logged in").isEqualTo(Session.State.LIVE);
        assertThat(text(post("wrong"))).contains("That was not right");
    }

    @Test
    void a_right_password_between_wrong_ones_begins_the_count_anew() {
        for (int round = 0; round < 2; round++) {
            stale();
            for (int i = 0; i < 4; i++) {
                assertThat(text(post("wrong"))).contains("That was not right");
            }
            assertThat(post(Clinic.RIGHT).status()).isEqualTo(303);
        }
        assertThat(clinic.trail.types()).doesNotContain("session.step-up-over");
    }

    @Test
    void a_script_is_told_by_status_and_reason() {
        stale();
        Response refused = clinic.answer(asScript("wrong"));
        assertThat(refused.status()).isEqualTo(401);
        assertThat(field(refused, "tollgate-reason")).isEqualTo("step-up.refused");
        clinic.answer = new Authentication.TooMany(Duration.ofSeconds(30));
        assertThat(field(clinic.answer(asScript("x")), "retry-after")).isEqualTo("30");
        clinic.answer = null;
        assertThat(clinic.answer(asScript(Clinic.RIGHT)).status()).isEqualTo(204);
        assertThat(isFresh()).isTrue();
    }

    private Exchange asScript(String password) {
        return Browser.sending("accept", "application/json", "sec-fetch-mode", "cors", "sec-fetch-dest", "empty")
                .with("__Host-tollgate", browser.cookie("__Host-tollgate"))
                .post(PAGE, "password", password);
    }

    @Test
    void the_page_shows_no_parameter_of_where_they_go_and_leads_nowhere_else() {
        stale();
        assertThat(text(get("?return-to=/payments/new;jsessionid=s3cret?token=s3cret2")))
                .contains("open /payments/new of billing")
                .doesNotContain("new;jsessionid=s3cret of");
        assertThat(text(get("?return-to=//evil.example/")))
                .contains("has to be confirmed")
                .doesNotContain("evil");
        assertThat(get("?kept=unknown").status()).isEqualTo(410);
    }

    @Test
    void whoever_is_fresh_goes_on_at_once() {
        assertThat(field(get("?return-to=/payments/new"), "location")).isEqualTo("/payments/new");
        assertThat(text(get(""))).contains("Confirmed");
    }

    @Test
    void nobody_logs_in_first_and_a_locked_session_unlocks_and_comes_back() {
        Response nobody = clinic.answer(Browser.modern().get(PAGE + "?return-to=/x"));
        assertThat(field(nobody, "location")).startsWith(PREFIX + "/login");
        clinic.idle();
        Response locked = get("?return-to=/x&kept=abc");
        assertThat(field(locked, "location"))
                .isEqualTo(PREFIX + "/lock?return-to=" + ReturnTo.inQuery(PAGE + "?return-to=/x&kept=abc"));
        Response unlocked = browser.keeping(clinic.answer(browser.post(
                PREFIX + "/lock", "password", Clinic.RIGHT, "return-to", PAGE + "?return-to=/x&kept=abc")));
        assertThat(field(unlocked, "location")).isEqualTo(PAGE + "?return-to=/x&kept=abc");
        assertThat(isFresh()).as("a password is all they have").isTrue();
    }
}
