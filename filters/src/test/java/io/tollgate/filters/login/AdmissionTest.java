package io.tollgate.filters.login;

import static io.tollgate.filters.login.Browser.PREFIX;
import static io.tollgate.filters.login.Browser.field;
import static io.tollgate.filters.login.Browser.fields;
import static io.tollgate.filters.login.Clinic.ADA;
import static io.tollgate.filters.login.Clinic.BO;
import static io.tollgate.filters.login.Clinic.RIGHT;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.config.FactorUse;
import io.tollgate.filters.chain.Exchange;
import io.tollgate.filters.factor.FactorKind;
import io.tollgate.filters.factor.FactorMethod;
import io.tollgate.filters.http.Response;
import io.tollgate.filters.session.Caller;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What follows the first factor, and the second. */
final class AdmissionTest {
    private static final Duration WITHIN = Duration.ofMinutes(5);

    private final Clinic clinic = new Clinic();
    private final Browser browser = Browser.modern();

    private Exchange exchange() {
        Exchange exchange = browser.get("/claims/7");
        clinic.filter.judge(exchange);
        return exchange;
    }

    private Admission.Outcome secondProved() {
        Exchange exchange = exchange();
        return clinic.admission
                .secondProved(exchange, (Caller.Pending) exchange.caller(), FactorKind.TOTP)
                .toCompletableFuture()
                .join();
    }

    @Test
    void the_right_password_leads_to_the_second_factor_where_one_is_due() {
        clinic.secondFactor(FactorUse.REQUIRED, FactorMethod.TOTP);

        Response answer = clinic.login(browser, ADA, RIGHT, "/claims/7");

        assertThat(field(answer, "location")).isEqualTo(PREFIX + "/factor?return-to=/claims/7");
        assertThat(fields(answer, "set-cookie")).as("no known device yet").hasSize(1);
        assertThat(exchange().caller()).isInstanceOf(Caller.Pending.class);
        assertThat(clinic.trail.types()).containsExactly("login.challenged");
        assertThat(field(clinic.answer(browser.get(PREFIX + "/login?return-to=/x")), "location"))
                .isEqualTo(PREFIX + "/factor?return-to=/x");
        assertThat(field(clinic.answer(browser.get(PREFIX + "/account")), "location"))
                .isEqualTo(PREFIX + "/factor");
    }

    @Test
    void the_second_factor_logs_in_by_another_token_and_makes_the_device_known() {
        clinic.secondFactor(FactorUse.REQUIRED, FactorMethod.TOTP);
        clinic.login(browser, ADA, RIGHT, "/claims/7");

        Admission.Outcome outcome = secondProved();

        assertThat(outcome).isInstanceOfSatisfying(Admission.Outcome.LoggedIn.class, in -> {
            assertThat(in.cookies()).hasSize(2);
            assertThat(in.page()).isNull();
            assertThat(clinic.sessions.isFresh(in.session(), WITHIN)).isTrue();
        });
        assertThat(clinic.trail.types()).containsExactly("login.challenged", "login.succeeded");
    }

    @Test
    void a_password_alone_is_fresh_where_there_is_no_second_factor() {
        clinic.login(browser, ADA, RIGHT, "/");

        assertThat(clinic.sessions.isFresh(clinic.sessions.of("u1").get(0), WITHIN))
                .isTrue();
    }

    @Test
    void a_password_that_is_changed_meanwhile_ends_what_waits() {
        clinic.secondFactor(FactorUse.REQUIRED, FactorMethod.TOTP);
        clinic.login(browser, ADA, RIGHT, "/claims/7");
        Exchange exchange = exchange();
        clinic.users.put("u1", ADA, false, false, "biller");

        assertThat(clinic.admission
                        .secondProved(exchange, (Caller.Pending) exchange.caller(), FactorKind.TOTP)
                        .toCompletableFuture()
                        .join())
                .isEqualTo(Admission.Outcome.Outrun.OUTRUN);
        assertThat(clinic.trail.types()).doesNotContain("login.succeeded");
    }

    @Test
    void another_login_ends_the_one_that_waits_and_a_logout_does_too() {
        clinic.secondFactor(FactorUse.REQUIRED, FactorMethod.TOTP);
        clinic.login(browser, ADA, RIGHT, "/claims/7");
        clinic.login(browser, BO, RIGHT, "/claims/7");
        assertThat(exchange().caller())
                .isInstanceOfSatisfying(
                        Caller.Pending.class,
                        pending -> assertThat(pending.user().name()).isEqualTo(BO));

        assertThat(clinic.answer(browser.get(PREFIX + "/logout")).status()).isEqualTo(200);
        Browser copy = browser.copy();
        browser.keeping(clinic.answer(browser.post(PREFIX + "/logout")));

        Exchange after = copy.get("/claims/7");
        clinic.filter.judge(after);
        assertThat(after.caller()).isEqualTo(Caller.Nobody.NOBODY);
        assertThat(clinic.trail.types())
                .containsExactly("login.challenged", "session.ended", "login.challenged", "session.ended");
    }
}
