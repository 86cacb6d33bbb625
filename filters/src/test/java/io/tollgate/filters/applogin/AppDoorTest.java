package io.tollgate.filters.applogin;

import static io.tollgate.filters.applogin.AppFront.IN;
import static io.tollgate.filters.applogin.AppFront.WRONG;
import static io.tollgate.filters.applogin.AppFront.basic;
import static io.tollgate.filters.applogin.AppFront.form;
import static io.tollgate.filters.login.Clinic.ADA;
import static io.tollgate.filters.login.Clinic.BO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.config.FactorUse;
import io.tollgate.filters.chain.Exchange;
import io.tollgate.filters.chain.RequestBody;
import io.tollgate.filters.factor.FactorMethod;
import io.tollgate.filters.http.Response;
import io.tollgate.filters.login.Browser;
import io.tollgate.filters.session.Caller;
import org.junit.jupiter.api.Test;

/** What comes of a login at an app's own door. */
final class AppDoorTest {
    private final AppFront front = new AppFront("biller");

    private static int status(Response response) {
        return response == null ? 0 : response.status();
    }

    private String userNow() {
        return front.next().caller() instanceof Caller.Known known
                ? known.user().id()
                : "nobody";
    }

    @Test
    void a_login_that_the_app_takes_opens_a_session_whose_cookie_goes_with_the_apps_own_answer() {
        Exchange exchange = front.post("/login", form(ADA, "x"), "accept-encoding", "br");
        assertThat(front.asked(exchange)).isNull();
        assertThat(exchange.passage().isAnonymous()).isTrue();
        assertThat(exchange.passage().cookieOwner())
                .as("nobody's cookies go along")
                .isNull();
        assertThat(exchange.passage().withheld()).contains("accept-encoding", "if-none-match");

        assertThat(front.answered(exchange, 302, "location", IN)).isNull();

        assertThat(exchange.welcome().cookieOwner()).isEqualTo("u1");
        assertThat(front.claimed).containsExactly("u1");
        assertThat(userNow()).isEqualTo("u1");
        assertThat(front.clinic.trail.types()).containsExactly("login.succeeded");
        assertThat(front.gate.failures()).as("what was reserved is given back").isZero();
    }

    @Test
    void wrong_passwords_lock_and_what_is_refused_then_never_reaches_the_app_whoever_it_is() {
        for (String name : new String[] {ADA, "nobody@clinic.example"}) {
            for (int i = 0; i < 5; i++) {
                assertThat(front.login(name, "wrong" + i, WRONG)).isNull();
            }
        }
        Response known = front.login(ADA, "right", IN);
        Response unknown = front.login("nobody@clinic.example", "right", IN);

        assertThat(known.status()).isEqualTo(401);
        assertThat(known.body()).isEqualTo(unknown.body());
        assertThat(known.fields()).isEqualTo(unknown.fields());
        assertThat(front.cookie).isNull();
        assertThat(front.clinic.trail.types()).contains("login.failed").doesNotContain("login.succeeded");
    }

    @Test
    void somebody_disabled_is_refused_unasked() {
        front.clinic.users.put("u1", ADA, false, false, "biller");

        assertThat(status(front.login(ADA, "right", IN))).isEqualTo(401);
        assertThat(userNow()).isEqualTo("nobody");
    }

    @Test
    void a_network_that_fails_too_often_is_asked_to_wait() {
        Response last = null;
        for (int i = 0; i < 200 && status(last) != 429; i++) {
            last = front.login("name" + i + "@clinic.example", "x", WRONG);
        }

        assertThat(status(last)).isEqualTo(429);
        assertThat(Browser.field(last, "retry-after")).isNotNull();
    }

    @Test
    void an_answer_that_says_nothing_opens_nothing_and_is_no_failure_in_a_row() {
        for (int i = 0; i < 6; i++) {
            Exchange exchange = front.post("/login", form(ADA, "x" + i));
            assertThat(front.asked(exchange)).isNull();
            assertThat(front.answered(exchange, 500)).isNull();
            assertThat(exchange.welcome()).isNull();
        }

        assertThat(front.gate.failures()).isZero();
        assertThat(front.clinic.trail.types()).containsOnly("login.unclear");
        assertThat(front.login(ADA, "x", IN)).isNull();
        assertThat(userNow()).isEqualTo("u1");
    }

    @Test
    void what_is_no_answer_is_spent_where_the_client_left_and_given_back_where_the_app_is_down() {
        Exchange left = front.post("/login", form(ADA, "x"));
        front.asked(left);
        left.passage().judge().unanswered(true);
        assertThat(front.clinic.trail.types()).containsExactly("login.unclear");

        Exchange down = front.post("/login", form(ADA, "x"));
        front.asked(down);
        down.passage().judge().unanswered(false);
        assertThat(front.clinic.trail.types()).containsExactly("login.unclear");
        assertThat(front.gate.failures()).isZero();
    }

    @Test
    void a_form_that_is_sent_on_by_the_app_is_one_attempt() {
        Exchange first = front.post("/login", form(ADA, "x"));
        front.asked(first);
        front.answered(first, 307, "location", "/login");

        assertThat(front.login(ADA, "x", WRONG)).isNull();

        assertThat(front.gate.asked).isEqualTo(1);
        assertThat(front.gate.failures()).isEqualTo(1);
    }

    @Test
    void whom_only_the_app_knows_becomes_a_user_with_the_declared_roles_and_evidence_of_that() {
        assertThat(front.login("kim", "x", IN)).isNull();

        assertThat(front.next().caller()).isInstanceOfSatisfying(Caller.Known.class, known -> {
            assertThat(known.user().name()).isEqualTo("kim");
            assertThat(known.roles()).containsExactly("biller");
        });
        assertThat(front.clinic.trail.types()).containsExactly("users.added", "login.succeeded");
    }

    @Test
    void where_nobody_gets_in_but_who_is_listed_others_do_not_even_by_a_right_password() {
        AppFront strict = new AppFront();

        assertThat(status(strict.login("kim", "x", IN))).isEqualTo(403);

        assertThat(strict.cookie).isNull();
        assertThat(strict.claimed).isEmpty();
        assertThat(strict.gate.failures()).isZero();
        assertThat(strict.clinic.trail.events)
                .extracting(event -> event.reason())
                .containsExactly("login.unlisted");
        assertThat(strict.login(ADA, "x", IN)).isNull();
        assertThat(strict.cookie).isNotNull();
    }

    @Test
    void a_second_factor_is_due_after_the_apps_own_login_too() {
        front.clinic.secondFactor(FactorUse.REQUIRED, FactorMethod.TOTP);

        assertThat(front.login(ADA, "x", IN)).isNull();

        assertThat(front.next().caller()).isInstanceOf(Caller.Pending.class);
        assertThat(front.clinic.trail.types()).containsExactly("login.challenged");
    }

    @Test
    void a_login_that_cannot_be_proved_or_counted_is_none() {
        Exchange exchange = front.post("/login", form(ADA, "x"));
        front.asked(exchange);
        front.clinic.trail.isDown = true;
        assertThatThrownBy(() -> front.answered(exchange, 302, "location", IN)).hasMessageContaining("disk is full");
        assertThat(exchange.welcome()).isNull();

        front.gate.isDown = true;
        assertThatThrownBy(() -> front.login(BO, "x", IN)).hasMessageContaining("disk is full");
        assertThat(front.cookie).isNull();
    }

    @Test
    void a_locked_session_goes_on_by_its_own_users_login_to_the_app() {
        front.login(ADA, "x", IN);
        String before = front.cookie;
        front.clinic.idle();

        assertThat(front.login(ADA, "x", IN)).isNull();

        assertThat(front.cookie).isNotEqualTo(before);
        assertThat(userNow()).isEqualTo("u1");
        assertThat(front.clinic.trail.types()).contains("session.unlocked");
    }

    @Test
    void somebody_elses_login_in_the_same_browser_ends_the_session_before() {
        front.login(ADA, "x", IN);

        assertThat(front.login(BO, "x", IN)).isNull();

        assertThat(userNow()).isEqualTo("u2");
        assertThat(front.clinic.sessions.of("u1")).isEmpty();
    }

    @Test
    void the_apps_own_logout_ends_the_session_and_takes_its_cookie_back() {
        front.login(ADA, "x", IN);
        Exchange logout = front.get("/logout");
        assertThat(front.asked(logout)).isNull();
        assertThat(front.clinic.sessions.of("u1")).hasSize(1);

        assertThat(front.answered(logout, 302, "location", "/")).isNull();

        assertThat(front.clinic.sessions.of("u1")).isEmpty();
        assertThat(logout.welcome().cookieOwner()).isNull();
        assertThat(front.cookie).isNull();
        assertThat(userNow()).isEqualTo("nobody");
    }

    @Test
    void a_logout_that_the_app_does_not_answer_ends_nothing() {
        front.login(ADA, "x", IN);
        Exchange logout = front.get("/logout");
        front.asked(logout);

        logout.passage().judge().unanswered(false);

        assertThat(userNow()).isEqualTo("u1");
    }

    @Test
    void basic_credentials_that_the_app_takes_open_a_session_and_are_not_asked_about_again_in_it() {
        Exchange first = front.get("/api/claims", "authorization", basic(ADA, "x"));
        assertThat(front.asked(first)).isNull();
        assertThat(front.answered(first, 200)).isNull();
        assertThat(first.welcome().cookieOwner()).isEqualTo("u1");

        Exchange again = front.get("/api/claims", "authorization", basic(ADA, "x"));
        assertThat(front.asked(again)).isNull();

        assertThat(again.passage()).isNull();
        assertThat(front.gate.asked).isEqualTo(1);
    }

    @Test
    void the_same_wrong_basic_credentials_are_one_failure_and_are_not_sent_to_the_app_again() {
        Exchange first = front.get("/api/claims", "authorization", basic(ADA, "wrong"));
        front.asked(first);
        front.answered(first, 401, "www-authenticate", "Basic realm=\"ledger\"");

        Response second = front.asked(front.get("/api/x", "authorization", basic(ADA, "wrong")));

        assertThat(second.status()).isEqualTo(401);
        assertThat(Browser.field(second, "www-authenticate")).isEqualTo("Basic realm=\"ledger\"");
        assertThat(front.gate.failures()).isEqualTo(1);
        assertThat(front.asked(front.get("/api/x", "authorization", basic(ADA, "other"))))
                .as("another password is another attempt")
                .isNull();
    }

    @Test
    void credentials_that_the_app_takes_no_more_are_asked_about_again() {
        Exchange first = front.get("/api/claims", "authorization", basic(ADA, "x"));
        front.asked(first);
        front.answered(first, 200);
        Exchange other = front.get("/api/claims", "authorization", basic(ADA, "y"));
        front.asked(other);
        front.answered(other, 401);

        Exchange again = front.get("/api/claims", "authorization", basic(ADA, "x"));
        front.asked(again);

        assertThat(again.passage().judge()).isNotNull();
    }

    @Test
    void a_head_an_empty_name_and_a_link_from_another_site_are_refused_before_anything_is_counted() {
        Exchange head = front.exchange(RequestBody.NONE, "HEAD", "/api/x", "authorization", basic(ADA, "x"));
        assertThat(status(front.asked(head))).isEqualTo(401);
        assertThat(status(front.login("", "x", IN))).isEqualTo(401);
        front.login(ADA, "x", IN);
        int asked = front.gate.asked;

        Response led = front.asked(front.get("/x?" + form(BO, "x"), "sec-fetch-site", "cross-site"));

        assertThat(led.status()).isEqualTo(403);
        assertThat(front.gate.asked).isEqualTo(asked).isEqualTo(1);
    }
}
