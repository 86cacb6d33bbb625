package io.tollgate.filters.applogin;

import static io.tollgate.filters.applogin.AppFront.IN;
import static io.tollgate.filters.login.Clinic.ADA;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.config.FactorUse;
import io.tollgate.filters.factor.FactorMethod;
import io.tollgate.filters.http.Response;
import io.tollgate.filters.login.Browser;
import org.junit.jupiter.api.Test;

/** Our login and lock pages where an app keeps its own form. */
final class AppDoorPageTest {
    private final AppFront front = new AppFront("biller");

    private Response page(String target) {
        return front.clinic.answer(front.get(target));
    }

    private static String leads(Response response) {
        return response.status() + " " + Browser.field(response, "location");
    }

    @Test
    void a_stranger_is_led_to_the_apps_form_and_no_password_is_taken_here() {
        assertThat(leads(page("/.tollgate/login?return-to=/claims"))).isEqualTo("303 /login");
        Response posted = front.clinic.answer(front.post(
                "/.tollgate/login",
                "username=ada%40clinic.example&password=correct+horse+battery",
                "sec-fetch-site",
                "same-origin",
                "origin",
                "https://billing.example"));

        assertThat(leads(posted)).isEqualTo("303 /login");
        assertThat(Browser.fields(posted, "set-cookie")).isEmpty();
        assertThat(front.clinic.trail.events).isEmpty();
    }

    @Test
    void whoever_is_logged_in_goes_on_and_whose_factor_is_due_proves_that() {
        front.login(ADA, "x", IN);
        assertThat(leads(page("/.tollgate/login?return-to=/claims"))).isEqualTo("303 /claims");

        AppFront strict = new AppFront("biller");
        strict.clinic.secondFactor(FactorUse.REQUIRED, FactorMethod.TOTP);
        strict.login(ADA, "x", IN);
        assertThat(leads(strict.clinic.answer(strict.get("/.tollgate/login?return-to=/claims"))))
                .isEqualTo("303 /.tollgate/factor?return-to=/claims");
    }

    @Test
    void a_locked_session_says_whose_it_is_and_leads_to_the_apps_form() {
        front.login(ADA, "x", IN);
        front.clinic.idle();

        Response locked = page("/.tollgate/lock");

        assertThat(locked.status()).isEqualTo(200);
        assertThat(Browser.text(locked))
                .contains(ADA + " was working here")
                .contains("href=\"/login\"")
                .doesNotContain("type=\"password\"");
    }
}
