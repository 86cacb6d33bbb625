package io.tollgate.filters.applogin;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.config.FactorUse;
import io.tollgate.filters.chain.Exchange;
import io.tollgate.filters.factor.FactorMethod;
import io.tollgate.filters.http.Response;
import io.tollgate.filters.login.Browser;
import io.tollgate.filters.login.Clinic;
import org.junit.jupiter.api.Test;

final class SharedLoginTest {
    private final AppFront front = new AppFront();

    private Exchange asked() {
        Exchange exchange = front.get("/api/x", "authorization", AppFront.basic(Clinic.ADA, "x"));
        assertThat(front.asked(exchange)).isNull();
        return exchange;
    }

    @Test
    void requests_at_once_with_the_same_credentials_are_one_attempt_and_one_session() {
        Exchange one = asked();
        Exchange other = asked();
        assertThat(front.gate.asked).isEqualTo(1);
        assertThat(front.answered(one, 200)).isNull();
        assertThat(front.answered(other, 200)).isNull();

        assertThat(front.clinic.sessions.of("u1")).hasSize(1);
        assertThat(other.welcome().cookieOwner()).isEqualTo("u1");
        assertThat(other.welcome().cookies()).as("it goes with the first").isEmpty();
    }

    @Test
    void requests_at_once_with_the_same_wrong_credentials_are_one_failure() {
        Exchange one = asked();
        Exchange other = asked();
        front.answered(one, 401);
        front.answered(other, 401);
        assertThat(front.gate.failures()).isEqualTo(1);
    }

    @Test
    void a_page_of_the_app_is_not_shown_while_a_second_factor_is_due_but_its_cookies_are_set() {
        front.clinic.secondFactor(FactorUse.REQUIRED, FactorMethod.TOTP);
        Response instead = front.answered(asked(), 200, "set-cookie", "JSESSIONID=7", "set-cookie", "a=b");
        assertThat(instead).isNotNull();
        assertThat(instead.status()).isIn(303, 401);
        assertThat(Browser.fields(instead, "set-cookie")).contains("JSESSIONID=7", "a=b");
        assertThat(front.clinic.sessions.of("u1"))
                .as("a pending one is in no list")
                .isEmpty();
    }
}
