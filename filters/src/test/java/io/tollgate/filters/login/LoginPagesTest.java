package io.tollgate.filters.login;

import static io.tollgate.filters.login.Browser.PREFIX;
import static io.tollgate.filters.login.Browser.field;
import static io.tollgate.filters.login.Browser.text;
import static io.tollgate.filters.login.Clinic.ADA;
import static io.tollgate.filters.login.Clinic.BO;
import static io.tollgate.filters.login.Clinic.NEW;
import static io.tollgate.filters.login.Clinic.RIGHT;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.filters.chain.Exchange;
import io.tollgate.filters.http.Response;
import io.tollgate.filters.identity.Authentication;
import io.tollgate.filters.identity.PasswordHash;
import io.tollgate.filters.identity.User;
import io.tollgate.filters.session.Caller;
import io.tollgate.filters.session.Session;
import io.tollgate.filters.session.SessionEnd;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LoginPagesTest {
    private final Clinic clinic = new Clinic();

    private Caller caller(Browser browser) {
        Exchange exchange = browser.get("/claims/7");
        clinic.filter.judge(exchange);
        return exchange.caller();
    }

    @Test
    void the_login_page_asks_for_name_and_password_and_remembers_where_to_go() {
        Response page = clinic.answer(Browser.modern().get(PREFIX + "/login?return-to=/claims/7%3Fx%3D1%26y"));

        assertThat(page.status()).isEqualTo(200);
        assertThat(text(page))
                .contains("<html lang=\"en\">", "value=\"/claims/7?x=1&amp;y\"", "billing")
                .contains("autocomplete=\"username\"", "autocomplete=\"current-password\"");
        assertThat(field(page, "content-security-policy"))
                .contains("default-src 'none'", "form-action 'self'", "frame-ancestors 'none'", "base-uri 'none'");
        assertThat(field(page, "referrer-policy")).isEqualTo("same-origin");
        assertThat(field(page, "cache-control")).isEqualTo("no-store");
    }

    @Test
    void a_login_leads_back_with_a_cookie_of_this_host_alone() {
        Browser browser = Browser.modern();
        Response answer = clinic.login(browser, ADA, RIGHT, "/claims/7?x=1&y=ü");

        assertThat(answer.status()).isEqualTo(303);
        assertThat(field(answer, "location")).isEqualTo("/claims/7?x=1&y=%C3%BC");
        assertThat(field(answer, "set-cookie"))
                .matches("__Host-tollgate=[A-Za-z0-9_-]{43}; Path=/; Secure; HttpOnly; SameSite=Lax");
        assertThat(caller(browser))
                .isInstanceOfSatisfying(
                        Caller.Known.class,
                        known -> assertThat(known.user().name()).isEqualTo(ADA));
        assertThat(clinic.trail.types()).containsExactly("login.succeeded");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "//evil.example/",
                "/\\evil.example/",
                "\\/evil.example",
                "https://evil.example/",
                "/\t/evil.example",
                "/\r\nSet-Cookie: x=1",
                "javascript:alert(1)",
                "claims",
                "/.tollgate/login?return-to=/x",
                "/.tollgate",
                "/.tollgate/logout"
            })
    void a_login_never_leads_to_another_host_or_round_in_circles(String returnTo) {
        Response answer = clinic.login(Browser.modern(), ADA, RIGHT, returnTo);

        assertThat(answer.status()).isEqualTo(303);
        assertThat(field(answer, "location")).isEqualTo("/invoices/");
    }

    @Test
    void every_refused_login_has_the_same_page_but_for_the_name() {
        List<String> pages = new ArrayList<>();
        for (String reason : List.of("login.unknown", "login.password", "login.locked", "login.disabled")) {
            clinic.answer = new Authentication.Refused(reason);
            String name = "somebody-" + reason + "@x.example";
            Response answer = clinic.login(Browser.modern(), name, "wrong", "/claims/");
            assertThat(answer.status()).isEqualTo(401);
            assertThat(field(answer, "www-authenticate")).isEqualTo("Tollgate");
            assertThat(field(answer, "set-cookie")).isNull();
            assertThat(text(answer))
                    .contains("role=\"alert\"", "aria-describedby=\"problem")
                    .doesNotContain("K7QF");
            pages.add(answer.fields() + text(answer).replace(name, "NAME"));
            clinic.time.pass(Duration.ofSeconds(3));
        }

        assertThat(pages).hasSize(4).allMatch(page -> page.equals(pages.get(0)));
    }

    @Test
    void a_login_by_a_password_that_is_replaced_meanwhile_is_refused_and_leaves_no_session() {
        User now = clinic.users.byName(ADA);
        clinic.answer = new Authentication.Accepted(new User(
                now.id(),
                ADA,
                now.roles(),
                true,
                false,
                new PasswordHash("$fake$before"),
                now.passwordSetAt(),
                now.createdAt(),
                now.version() - 1));

        Response answer = clinic.login(Browser.modern(), ADA, RIGHT, "/claims/");

        assertThat(answer.status()).isEqualTo(401);
        assertThat(field(answer, "set-cookie")).isNull();
        assertThat(clinic.sessions.list()).isEmpty();
        assertThat(clinic.trail.types()).doesNotContain("login.succeeded");
    }

    @Test
    void what_was_typed_is_shown_as_text() {
        Response answer = clinic.login(Browser.modern(), "\"><script>x</script>", "wrong", "/\"><b>");

        assertThat(text(answer)).doesNotContain("<script", "<b>").contains("&lt;script", "&#34;");
    }

    @Test
    void too_many_logins_and_a_full_pool_say_when_to_come_back_and_keep_the_name() {
        clinic.answer = new Authentication.TooMany(Duration.ofMillis(61_001));
        Response tooMany = clinic.login(Browser.modern(), ADA, RIGHT, "/");
        clinic.answer = new Authentication.Busy(Duration.ofMillis(1));
        Response busy = clinic.login(Browser.modern(), ADA, RIGHT, "/");

        assertThat(tooMany.status()).isEqualTo(429);
        assertThat(field(tooMany, "retry-after")).isEqualTo("62");
        assertThat(busy.status()).isEqualTo(503);
        assertThat(field(busy, "retry-after")).isEqualTo("1");
        assertThat(text(tooMany)).contains("value=\"" + ADA + "\"", "in 2 minutes");
        assertThat(text(busy)).contains("value=\"" + ADA + "\"");
    }

    @Test
    void a_store_in_trouble_is_503_and_takes_no_cookie_away() {
        Browser browser = clinic.loggedIn(ADA);
        clinic.isAuthenticatorDown = true;
        Response authenticator = clinic.login(Browser.modern(), ADA, RIGHT, "/");
        clinic.isAuthenticatorDown = false;
        clinic.journal.isDown = true;
        Response journal = clinic.login(Browser.modern(), ADA, RIGHT, "/");

        for (Response answer : List.of(authenticator, journal)) {
            assertThat(answer.status()).isEqualTo(503);
            assertThat(field(answer, "retry-after")).isNotNull();
            assertThat(field(answer, "set-cookie")).isNull();
        }
        assertThat(caller(browser)).isInstanceOf(Caller.Known.class);
    }

    @Test
    void a_login_that_can_not_be_proved_does_not_happen() {
        clinic.trail.isDown = true;
        Response answer = clinic.login(Browser.modern(), ADA, RIGHT, "/");

        assertThat(answer.status()).isEqualTo(503);
        assertThat(field(answer, "set-cookie")).isNull();
        assertThat(clinic.sessions.count()).isZero();
        assertThat(clinic.journal.rows).isEmpty();
    }

    @Test
    void where_audit_is_not_required_a_login_happens_without_it() {
        Clinic lax = new Clinic(false);
        lax.trail.isDown = true;

        assertThat(lax.login(Browser.modern(), ADA, RIGHT, "/").status()).isEqualTo(303);
    }

    @Test
    void a_login_is_answered_when_its_event_is_on_disk() {
        clinic.trail.held = new CompletableFuture<>();
        Exchange exchange = Browser.modern().post(PREFIX + "/login", "username", ADA, "password", RIGHT);
        clinic.filter.judge(exchange);
        CompletableFuture<Response> answer = clinic.own.respond(exchange).toCompletableFuture();

        assertThat(answer).isNotDone();
        clinic.trail.held.complete(null);
        assertThat(answer).isCompletedWithValueMatching(response -> response.status() == 303);
    }

    @Test
    void no_session_is_kept_before_the_trail_has_its_login() {
        clinic.trail.held = new CompletableFuture<>();
        Exchange exchange = Browser.modern().post(PREFIX + "/login", "username", ADA, "password", RIGHT);
        clinic.filter.judge(exchange);
        CompletableFuture<Response> answer = clinic.own.respond(exchange).toCompletableFuture();

        assertThat(clinic.journal.rows).isEmpty();
        assertThat(clinic.sessions.count()).isZero();
        clinic.trail.held.complete(null);
        assertThat(answer).isDone();
        assertThat(clinic.journal.rows).hasSize(1);
    }

    @Test
    void a_login_that_the_store_does_not_take_is_told_to_be_over() {
        clinic.journal.isDown = true;

        assertThat(clinic.login(Browser.modern(), ADA, RIGHT, "/").status()).isEqualTo(503);
        assertThat(clinic.sessions.count()).isZero();
        assertThat(clinic.trail.types()).containsExactly("login.succeeded", "session.ended");
    }

    @Test
    void a_login_over_somebody_elses_session_ends_that_first() {
        Browser browser = clinic.loggedIn(ADA);
        Session adas = clinic.sessions.of("u1").get(0);
        clinic.login(browser, BO, RIGHT, "/");

        assertThat(adas.end()).isEqualTo(SessionEnd.REPLACED);
        assertThat(caller(browser))
                .isInstanceOfSatisfying(
                        Caller.Known.class,
                        known -> assertThat(known.user().name()).isEqualTo(BO));
    }

    @Test
    void a_failed_login_over_a_live_session_leaves_that_alone() {
        Browser browser = clinic.loggedIn(ADA);
        clinic.login(browser, ADA, "wrong", "/");

        assertThat(caller(browser)).isInstanceOf(Caller.Known.class);
    }

    @Test
    void ten_tabs_restored_at_once_are_ten_good_login_pages_and_the_second_login_needs_none() {
        Browser browser = Browser.modern();
        for (int tab = 0; tab < 10; tab++) {
            assertThat(clinic.answer(browser.get(PREFIX + "/login?return-to=/t" + tab))
                            .status())
                    .isEqualTo(200);
        }
        clinic.login(browser, ADA, RIGHT, "/t3");
        Response second = clinic.answer(browser.get(PREFIX + "/login?return-to=/t7"));

        assertThat(second.status()).isEqualTo(303);
        assertThat(field(second, "location")).isEqualTo("/t7");
        assertThat(field(clinic.login(browser, ADA, RIGHT, "/t9"), "location")).isEqualTo("/t9");
        assertThat(caller(browser)).isInstanceOf(Caller.Known.class);
    }

    @Test
    void a_form_that_can_be_read_in_two_ways_is_refused() {
        for (String body : List.of(
                "username=a&username=b&password=x",
                "username=%zz&password=x",
                "username=%ff&password=x",
                "username",
                "a=1&".repeat(40) + "b=2")) {
            assertThat(clinic.answer(Browser.modern().ask("POST", PREFIX + "/login", body))
                            .status())
                    .as(body)
                    .isEqualTo(400);
        }
        assertThat(clinic.answer(Browser.modern().post(PREFIX + "/login", "username", "x".repeat(9000)))
                        .status())
                .isEqualTo(413);
        assertThat(clinic.answer(Browser.exchange(
                                io.tollgate.filters.http.RequestHead.of(
                                        "POST", PREFIX + "/login", "content-type", "text/plain"),
                                "username=a"))
                        .status())
                .isEqualTo(415);
    }

    @Test
    void another_site_can_not_log_somebody_in() {
        for (Browser foreign : List.of(
                Browser.sending("sec-fetch-site", "cross-site", "sec-fetch-mode", "navigate"),
                Browser.sending("sec-fetch-site", "same-site"),
                Browser.sending("origin", "https://evil.example"),
                Browser.sending("origin", "null"),
                Browser.sending("origin", "https://billing.clinic.example:8443"))) {
            assertThat(clinic.login(foreign, ADA, RIGHT, "/").status()).isEqualTo(403);
        }
        assertThat(clinic.login(Browser.sending("origin", "https://billing.clinic.example"), ADA, RIGHT, "/")
                        .status())
                .isEqualTo(303);
    }

    @Test
    void somebody_whose_password_another_set_reaches_nothing_but_our_own_pages_until_it_is_theirs() {
        Browser browser = Browser.modern();
        Response login = clinic.login(browser, NEW, RIGHT, "/claims/7");
        assertThat(field(login, "location")).isEqualTo("/.tollgate/password?return-to=/claims/7");

        Response navigation = clinic.answer(browser.get("/claims/8"));
        assertThat(navigation.status()).isEqualTo(303);
        assertThat(field(navigation, "location")).isEqualTo("/.tollgate/password?return-to=/claims/8");
        Response script = clinic.answer(Browser.sending("sec-fetch-mode", "cors")
                .with("__Host-tollgate", browser.cookie("__Host-tollgate"))
                .get("/api"));
        assertThat(script.status()).isEqualTo(403);
        assertThat(text(script)).contains("\"reason\":\"password.change\"");
        assertThat(text(clinic.answer(browser.get(PREFIX + "/password?return-to=/claims/7"))))
                .contains("Choose a password of your own");

        Response changed = clinic.answer(browser.post(
                PREFIX + "/password",
                "current-password",
                RIGHT,
                "new-password",
                "four words are enough",
                "repeat-password",
                "four words are enough",
                "return-to",
                "/claims/7"));
        assertThat(field(changed, "location")).isEqualTo("/claims/7");
        assertThat(clinic.answer(browser.get("/claims/7"))).isNull();
    }

    @Test
    void a_changed_password_ends_the_other_sessions_and_keeps_this_one() {
        Browser here = clinic.loggedIn(ADA);
        Browser there = clinic.loggedIn(ADA);
        clinic.answer(here.post(
                PREFIX + "/password",
                "current-password",
                RIGHT,
                "new-password",
                "four words are enough",
                "repeat-password",
                "four words are enough"));

        assertThat(caller(here)).isInstanceOf(Caller.Known.class);
        assertThat(caller(there)).isEqualTo(Caller.Nobody.NOBODY);
    }

    @Test
    void a_password_that_is_wrong_weak_or_typed_differently_is_not_changed_and_told_why() {
        Browser browser = clinic.loggedIn(ADA);
        Response wrong = change(browser, "wrong", "four words are enough", "four words are enough");
        Response weak = change(browser, RIGHT, "short", "short");
        Response different = change(browser, RIGHT, "four words are enough", "four words are enougj");

        assertThat(wrong.status()).isEqualTo(401);
        assertThat(weak.status()).isEqualTo(422);
        assertThat(text(weak)).contains("It has too few characters.");
        assertThat(different.status()).isEqualTo(422);
        assertThat(text(different)).contains("differ").doesNotContain("enough\"");
        assertThat(clinic.passwords.get("u1")).isEqualTo(RIGHT);
    }

    private Response change(Browser browser, String current, String next, String repeat) {
        return clinic.answer(browser.post(
                PREFIX + "/password", "current-password", current, "new-password", next, "repeat-password", repeat));
    }

    @Test
    void the_lock_page_opens_to_its_own_user_and_brings_them_back_with_another_token() {
        Browser browser = clinic.loggedIn(ADA);
        String before = browser.cookie("__Host-tollgate");
        clinic.idle();
        Response page = clinic.answer(browser.get(PREFIX + "/lock?return-to=/claims/7"));
        assertThat(text(page)).contains(ADA, "value=\"/claims/7\"", "Log out and let somebody else log in");
        Response wrong = clinic.answer(browser.post(PREFIX + "/lock", "password", "wrong", "return-to", "/claims/7"));
        assertThat(wrong.status()).isEqualTo(401);
        assertThat(text(wrong)).contains("Still locked");

        Response right = browser.keeping(
                clinic.answer(browser.post(PREFIX + "/lock", "password", RIGHT, "return-to", "/claims/7")));

        assertThat(right.status()).isEqualTo(303);
        assertThat(field(right, "location")).isEqualTo("/claims/7");
        assertThat(browser.cookie("__Host-tollgate")).isNotEqualTo(before);
        assertThat(caller(browser)).isInstanceOf(Caller.Known.class);
        assertThat(clinic.trail.types()).containsExactly("login.succeeded", "session.locked", "session.unlocked");
    }

    @Test
    void an_unlock_that_can_not_be_proved_or_written_leaves_it_locked() {
        Browser browser = clinic.loggedIn(ADA);
        clinic.idle();
        clinic.trail.isDown = true;
        assertThat(clinic.answer(browser.post(PREFIX + "/lock", "password", RIGHT))
                        .status())
                .isEqualTo(503);
        assertThat(clinic.sessions.of("u1").get(0).state()).isEqualTo(Session.State.LOCKED);
    }

    @Test
    void a_second_tab_that_unlocks_later_is_sent_on_without_another_token() {
        Browser browser = clinic.loggedIn(ADA);
        clinic.idle();
        Browser stale = browser.copy();
        browser.keeping(clinic.answer(browser.post(PREFIX + "/lock", "password", RIGHT, "return-to", "/a")));
        Response second = clinic.answer(stale.post(PREFIX + "/lock", "password", RIGHT, "return-to", "/b"));

        assertThat(second.status()).isEqualTo(303);
        assertThat(field(second, "location")).isEqualTo("/b");
        assertThat(field(second, "set-cookie")).isNull();
    }

    @Test
    void a_lock_page_whose_session_is_over_leads_to_the_login() {
        Browser browser = clinic.loggedIn(ADA);
        clinic.time.pass(Duration.ofHours(11));
        Response answer = clinic.answer(browser.post(PREFIX + "/lock", "password", RIGHT, "return-to", "/claims/7"));

        assertThat(field(answer, "location")).isEqualTo("/.tollgate/login?return-to=/claims/7");
    }

    @Test
    void somebody_who_is_locked_and_comes_to_the_login_page_is_shown_the_lock() {
        Browser browser = clinic.loggedIn(ADA);
        clinic.idle();

        assertThat(field(clinic.answer(browser.get(PREFIX + "/login?return-to=/x")), "location"))
                .isEqualTo("/.tollgate/lock?return-to=/x");
    }

    @Test
    void a_log_out_ends_the_session_and_takes_back_what_the_browser_has() {
        Browser browser = clinic.loggedIn(ADA)
                .with("JSESSIONID", "1F")
                .with("ASPSESSIONIDQQ", "2")
                .with("theme", "dark")
                .with("__Host-tollgate-device", "d");
        Browser thief = browser.copy();
        Response answer = clinic.answer(browser.post(PREFIX + "/logout"));

        assertThat(answer.status()).isEqualTo(303);
        assertThat(field(answer, "location")).isEqualTo("/.tollgate/login");
        assertThat(field(answer, "clear-site-data")).isEqualTo("\"cache\", \"storage\"");
        assertThat(Browser.fields(answer, "set-cookie"))
                .contains(
                        "__Host-tollgate=; Max-Age=0; Path=/; Secure; HttpOnly; SameSite=Lax",
                        "JSESSIONID=; Path=/; Max-Age=0; Secure",
                        "ASPSESSIONIDQQ=; Path=/; Max-Age=0; Secure")
                .noneMatch(cookie -> cookie.startsWith("theme") || cookie.contains("device"));
        assertThat(caller(thief)).isEqualTo(Caller.Nobody.NOBODY);
        assertThat(clinic.trail.types()).containsExactly("login.succeeded", "session.ended");
    }

    @Test
    void a_log_out_is_a_post_and_a_link_to_it_asks_first() {
        Browser browser = clinic.loggedIn(ADA);
        Response page = clinic.answer(browser.get(PREFIX + "/logout"));

        assertThat(page.status()).isEqualTo(200);
        assertThat(text(page)).contains("Log out?", "method=\"post\"");
        assertThat(caller(browser)).isInstanceOf(Caller.Known.class);
    }

    @Test
    void a_log_out_holds_although_the_store_is_down() {
        Browser browser = clinic.loggedIn(ADA);
        clinic.journal.isDown = true;

        assertThat(clinic.answer(browser.post(PREFIX + "/logout")).status()).isEqualTo(303);
        assertThat(caller(browser)).isEqualTo(Caller.Nobody.NOBODY);
    }

    @Test
    void the_account_page_shows_other_logins_and_ends_one_of_ones_own_only() {
        Browser here = clinic.loggedIn(ADA);
        Browser there = clinic.loggedIn(ADA);
        Browser bo = clinic.loggedIn(BO);
        String page = text(clinic.answer(here.get(PREFIX + "/account")));
        assertThat(page).contains(ADA, "biller", "22 November 2026, 08:00", "A browser on a computer");

        Session bos = clinic.sessions.of("u2").get(0);
        clinic.answer(here.post(PREFIX + "/account", "session", bos.id()));
        assertThat(caller(bo)).isInstanceOf(Caller.Known.class);
        for (Session session : List.copyOf(clinic.sessions.of("u1"))) {
            clinic.answer(here.post(PREFIX + "/account", "session", session.id()));
        }

        assertThat(caller(here)).isInstanceOf(Caller.Known.class);
        assertThat(caller(there)).isEqualTo(Caller.Nobody.NOBODY);
    }

    @Test
    void who_is_nobody_or_locked_meets_the_login_or_lock_at_every_page() {
        for (String page : List.of("/password", "/account")) {
            assertThat(field(clinic.answer(Browser.modern().get(PREFIX + page)), "location"))
                    .isEqualTo("/.tollgate/login");
        }
        Browser browser = clinic.loggedIn(ADA);
        clinic.idle();
        assertThat(field(clinic.answer(browser.get(PREFIX + "/account")), "location"))
                .isEqualTo("/.tollgate/lock");
        assertThat(clinic.answer(browser.post(PREFIX + "/account", "session", "x"))
                        .status())
                .isEqualTo(401);
    }

    @Test
    void assets_are_kept_for_ever_under_their_version() {
        String login = text(clinic.answer(Browser.modern().get(PREFIX + "/login")));
        assertThat(login).containsPattern("/\\.tollgate/assets/tollgate\\.css\\?v=[0-9a-f]{12}");
        Response css = clinic.answer(Browser.modern().get(PREFIX + "/assets/tollgate.css?v=1"));
        assertThat(css.status()).isEqualTo(200);
        assertThat(field(css, "content-type")).isEqualTo("text/css; charset=utf-8");
        assertThat(field(css, "cache-control")).contains("immutable");
        Response again = clinic.answer(
                Browser.sending("if-none-match", field(css, "etag")).get(PREFIX + "/assets/tollgate.css"));
        assertThat(again.status()).isEqualTo(304);
        assertThat(clinic.answer(Browser.modern().get(PREFIX + "/assets/secret"))
                        .status())
                .isEqualTo(404);
    }

    @Test
    void what_is_not_there_is_404_and_a_method_that_is_not_is_405() {
        assertThat(clinic.answer(Browser.modern().get(PREFIX + "/nothing")).status())
                .isEqualTo(404);
        Response put = clinic.answer(Browser.modern().ask("PUT", PREFIX + "/login", "x=1"));
        assertThat(put.status()).isEqualTo(405);
        assertThat(field(put, "allow")).isEqualTo("GET, HEAD, POST");
    }
}
