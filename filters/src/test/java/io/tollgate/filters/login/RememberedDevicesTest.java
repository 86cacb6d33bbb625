package io.tollgate.filters.login;

import static io.tollgate.filters.login.Browser.PREFIX;
import static io.tollgate.filters.login.Browser.field;
import static io.tollgate.filters.login.Browser.text;
import static io.tollgate.filters.login.Clinic.ADA;
import static io.tollgate.filters.login.Clinic.BO;
import static io.tollgate.filters.login.Clinic.RIGHT;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.config.FactorUse;
import io.tollgate.config.PasskeyUse;
import io.tollgate.config.SecondFactorConfig;
import io.tollgate.filters.audit.AuditEvent;
import io.tollgate.filters.chain.Exchange;
import io.tollgate.filters.device.KnownDevice;
import io.tollgate.filters.factor.FactorKind;
import io.tollgate.filters.factor.FactorMethod;
import io.tollgate.filters.http.Response;
import io.tollgate.filters.session.Caller;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** No code where one was given not long ago, for who gave it, and as long as policy says. */
final class RememberedDevicesTest {
    private static final Duration WITHIN = Duration.ofMinutes(5);

    private final Clinic clinic = new Clinic();
    private final Browser browser = Browser.modern();

    @BeforeEach
    void remember() {
        remembering(30);
        clinic.methods = Set.of(FactorMethod.TOTP);
    }

    private void remembering(int days) {
        clinic.tenants = clinic.tenants.with(
                new SecondFactorConfig(FactorUse.REQUIRED, List.of(), PasskeyUse.BESIDE, Duration.ofDays(days), null));
    }

    private Exchange exchange(Browser of) {
        Exchange exchange = of.get("/claims/7");
        clinic.filter.judge(exchange);
        return exchange;
    }

    private boolean isAsked(Browser of, String name) {
        Response answer = clinic.login(of, name, RIGHT, "/claims/7");
        return String.valueOf(field(answer, "location")).startsWith(PREFIX + "/factor");
    }

    private void proved(Browser of, boolean isToRemember) {
        Exchange exchange = exchange(of);
        Admission.Outcome outcome = clinic.admission
                .secondProved(exchange, (Caller.Pending) exchange.caller(), FactorKind.TOTP, isToRemember)
                .toCompletableFuture()
                .join();
        Response answer = Response.seeOther("/");
        for (String cookie : ((Admission.Outcome.LoggedIn) outcome).cookies()) {
            answer = answer.with("set-cookie", cookie);
        }
        of.keeping(answer);
    }

    private void rememberedHere() {
        assertThat(isAsked(browser, ADA)).isTrue();
        proved(browser, true);
    }

    @Test
    void no_code_is_asked_again_where_its_user_wished_so() {
        rememberedHere();
        assertThat(isAsked(browser, ADA)).isFalse();

        assertThat(exchange(browser).caller()).isInstanceOf(Caller.Known.class);
        assertThat(clinic.trail.types())
                .containsExactly(
                        "login.challenged",
                        "login.succeeded",
                        "users.device-remembered",
                        "session.ended",
                        "login.succeeded");
        AuditEvent.LoginSucceeded last = (AuditEvent.LoginSucceeded) clinic.trail.events.get(4);
        assertThat(last.how()).isEqualTo("remembered");
    }

    @Test
    void a_remembered_device_is_no_fresh_proof() {
        rememberedHere();
        assertThat(clinic.sessions.isFresh(clinic.sessions.of("u1").get(0), WITHIN))
                .isTrue();
        assertThat(isAsked(browser, ADA)).isFalse();
        assertThat(clinic.sessions.isFresh(clinic.sessions.of("u1").get(0), WITHIN))
                .isFalse();
    }

    @Test
    void without_the_wish_the_device_is_known_and_asked() {
        assertThat(isAsked(browser, ADA)).isTrue();
        proved(browser, false);
        assertThat(clinic.devices.of("u1")).hasSize(1);
        assertThat(isAsked(browser, ADA)).isTrue();
    }

    @Test
    void it_is_worth_nothing_to_somebody_else_in_another_browser_or_on_another_host() {
        rememberedHere();
        assertThat(isAsked(browser.copy(), BO)).as("in the same browser").isTrue();
        assertThat(isAsked(Browser.modern(), ADA)).isTrue();
        Browser stolen = Browser.modern().with("__Host-tollgate-device", browser.cookie("__Host-tollgate-device"));
        assertThat(isAsked(stolen, BO)).as("with the cookie of somebody else").isTrue();

        KnownDevice device = clinic.devices.of("u1").get(0);
        clinic.devices
                .remember(device, "labs.clinic.example")
                .toCompletableFuture()
                .join();
        assertThat(isAsked(browser, ADA)).as("on another host").isTrue();
    }

    @Test
    void it_counts_from_when_it_was_remembered_by_what_policy_says_now() {
        rememberedHere();
        clinic.time.pass(Duration.ofDays(29));
        assertThat(isAsked(browser, ADA)).isFalse();
        remembering(29);
        assertThat(isAsked(browser, ADA)).isTrue();
        remembering(90);
        assertThat(isAsked(browser, ADA)).isFalse();
        remembering(0);
        assertThat(isAsked(browser, ADA)).isTrue();
        remembering(30);
        clinic.time.pass(Duration.ofDays(1));
        assertThat(isAsked(browser, ADA)).isTrue();
    }

    @Test
    void where_policy_remembers_nothing_nothing_is_remembered() {
        remembering(0);
        assertThat(isAsked(browser, ADA)).isTrue();
        proved(browser, true);
        assertThat(clinic.devices.of("u1").get(0).remembered()).isNull();
        assertThat(clinic.trail.types()).doesNotContain("users.device-remembered");
        remembering(30);
        assertThat(isAsked(browser, ADA)).isTrue();
    }

    @Test
    void the_account_page_says_until_when_and_asks_again_on_demand() {
        rememberedHere();
        assertThat(text(clinic.answer(browser.get(PREFIX + "/account"))))
                .contains("no code is asked for until 22 December 2026", "Ask for a code again", "(this one)");
        String id = clinic.devices.of("u1").get(0).id();
        Browser bo = Browser.modern();
        clinic.methods = Set.of();
        clinic.tenants = clinic.tenants.with(SecondFactorConfig.of(FactorUse.OFF));
        clinic.login(bo, BO, RIGHT, "/");
        clinic.answer(bo.post(PREFIX + "/account", "ask", id));
        assertThat(clinic.devices.of("u1").get(0).remembered()).isNotNull();
        remembering(30);
        clinic.methods = Set.of(FactorMethod.TOTP);

        Response answer = clinic.answer(browser.post(PREFIX + "/account", "ask", id));
        assertThat(field(answer, "location")).isEqualTo(PREFIX + "/account?asked=1");
        assertThat(text(clinic.answer(browser.get(PREFIX + "/account?asked=1"))))
                .contains("you are asked for a code on that computer again")
                .doesNotContain("no code is asked for");
        assertThat(clinic.trail.types()).endsWith("users.device-asked-again");
        assertThat(clinic.devices.of("u1")).hasSize(1);
        assertThat(isAsked(browser, ADA)).isTrue();
    }

    @Test
    void removing_the_device_from_the_list_asks_again_too() {
        rememberedHere();
        clinic.answer(browser.post(
                PREFIX + "/account", "device", clinic.devices.of("u1").get(0).id()));
        assertThat(isAsked(browser, ADA)).isTrue();
    }

    @Test
    void a_password_beside_a_passkey_that_nobody_asks_for_is_told_as_a_password() {
        clinic.tenants = clinic.tenants.with(
                new SecondFactorConfig(FactorUse.OFF, List.of(), PasskeyUse.ALONE, Duration.ofDays(30), null));
        clinic.methods = Set.of(FactorMethod.PASSKEY);
        assertThat(isAsked(browser, ADA)).isFalse();
        assertThat(((AuditEvent.LoginSucceeded) clinic.trail.events.get(0)).how())
                .isEqualTo("password");
    }

    @Test
    void whose_factors_are_taken_away_meanwhile_is_remembered_nowhere() {
        assertThat(isAsked(browser, ADA)).isTrue();
        Exchange exchange = exchange(browser);
        clinic.methods = Set.of();
        clinic.admission
                .secondProved(exchange, (Caller.Pending) exchange.caller(), FactorKind.TOTP, true)
                .toCompletableFuture()
                .join();
        assertThat(clinic.devices.of("u1").get(0).remembered()).isNull();
    }

    @Test
    void what_the_trail_does_not_take_is_not_remembered_and_the_login_is_as_good() {
        assertThat(isAsked(browser, ADA)).isTrue();
        Exchange exchange = exchange(browser);
        clinic.trail.refused = Set.of("users.device-remembered");
        assertThat(clinic.admission
                        .secondProved(exchange, (Caller.Pending) exchange.caller(), FactorKind.TOTP, true)
                        .toCompletableFuture()
                        .join())
                .isInstanceOf(Admission.Outcome.LoggedIn.class);
        assertThat(clinic.devices.of("u1").get(0).remembered()).isNull();
    }

    @Test
    void what_the_trail_does_not_take_goes_on_being_remembered_and_the_page_says_so() {
        rememberedHere();
        clinic.trail.refused = Set.of("users.device-asked-again");
        Response answer = clinic.answer(browser.post(
                PREFIX + "/account", "ask", clinic.devices.of("u1").get(0).id()));
        assertThat(answer.status()).isEqualTo(503);
        assertThat(clinic.devices.of("u1").get(0).remembered()).isNotNull();
    }
}
