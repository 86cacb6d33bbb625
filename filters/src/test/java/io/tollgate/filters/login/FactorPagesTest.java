package io.tollgate.filters.login;

import static io.tollgate.filters.login.Browser.PREFIX;
import static io.tollgate.filters.login.Browser.field;
import static io.tollgate.filters.login.Browser.text;
import static io.tollgate.filters.login.Clinic.ADA;
import static io.tollgate.filters.login.Clinic.RIGHT;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.config.FactorUse;
import io.tollgate.filters.chain.Exchange;
import io.tollgate.filters.factor.FactorMethod;
import io.tollgate.filters.factor.FakeApp;
import io.tollgate.filters.http.Response;
import io.tollgate.filters.session.Caller;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** A second factor as people meet it, without a line of JavaScript. */
final class FactorPagesTest {
    private static final Pattern SEED = Pattern.compile("<p class=\"seed\"><code>([A-Z2-7 ]+)</code>");
    private static final Pattern RECOVERY = Pattern.compile("<li><code>([0-9A-Z-]+)</code></li>");

    private final Clinic clinic = new Clinic();
    private final Browser browser = Browser.modern();
    private FakeApp app;
    private List<String> recovery = new ArrayList<>();

    private Caller caller() {
        Exchange exchange = browser.get("/claims/7");
        clinic.filter.judge(exchange);
        return exchange.caller();
    }

    private Response get(String page) {
        return browser.keeping(clinic.answer(browser.get(PREFIX + page)));
    }

    private Response post(String page, String... form) {
        return browser.keeping(clinic.answer(browser.post(PREFIX + page, form)));
    }

    private Response code(String typed) {
        return post("/factor", "code", typed, "return-to", "/claims/7");
    }

    private String now() {
        return app.code(clinic.time.instant());
    }

    private String wrong() {
        return app.wrong(clinic.time.instant());
    }

    private static List<String> all(Pattern pattern, Response page) {
        List<String> found = new ArrayList<>();
        Matcher matcher = pattern.matcher(text(page));
        while (matcher.find()) {
            found.add(matcher.group(1));
        }
        return found;
    }

    /** Ada has set up an app in a login that required it, and is logged in. */
    private Response enrolled() {
        clinic.secondFactor(FactorUse.REQUIRED);
        clinic.login(browser, ADA, RIGHT, "/claims/7");
        Response page = get("/enrol?return-to=/claims/7");
        app = new FakeApp(all(SEED, page).get(0));
        Response codes = post("/enrol", "code", now(), "return-to", "/claims/7");
        recovery = all(RECOVERY, codes);
        return codes;
    }

    /** The same, with a login under way half a minute later. */
    private void challenged() {
        enrolled();
        post("/logout");
        clinic.time.pass(Duration.ofMinutes(1));
        clinic.login(browser, ADA, RIGHT, "/claims/7");
    }

    @Test
    void whoever_must_have_one_and_has_none_sets_it_up_before_anything_else() {
        clinic.secondFactor(FactorUse.REQUIRED);
        Response login = clinic.login(browser, ADA, RIGHT, "/claims/7");
        assertThat(field(login, "location")).isEqualTo(PREFIX + "/factor?return-to=/claims/7");
        assertThat(field(get("/factor?return-to=/claims/7"), "location"))
                .isEqualTo(PREFIX + "/enrol?return-to=/claims/7");

        Response page = get("/enrol?return-to=/claims/7");

        assertThat(page.status()).isEqualTo(200);
        assertThat(text(page))
                .contains("<svg class=\"qr\" role=\"img\"", "autocomplete=\"one-time-code\"", "otpauth://totp/")
                .doesNotContain("<script>", "style=");
        assertThat(field(page, "content-security-policy")).contains("default-src 'none'", "img-src 'self'");
        assertThat(field(page, "cache-control")).isEqualTo("no-store");
        assertThat(caller()).isInstanceOf(Caller.Pending.class);
    }

    @Test
    void a_code_of_the_app_sets_it_up_shows_recovery_codes_once_and_logs_in() {
        Response codes = enrolled();

        assertThat(codes.status()).isEqualTo(200);
        assertThat(recovery).hasSize(10);
        assertThat(text(codes)).contains("href=\"/claims/7\"");
        assertThat(field(codes, "cache-control")).isEqualTo("no-store");
        assertThat(caller()).isInstanceOf(Caller.Known.class);
        assertThat(clinic.trail.types()).containsSubsequence("login.challenged", "factor.enrolled", "login.succeeded");
        assertThat(text(get("/recovery"))).doesNotContain(recovery.get(0));
    }

    @Test
    void a_wrong_code_sets_up_nothing_and_keeps_the_seed() {
        clinic.secondFactor(FactorUse.REQUIRED);
        clinic.login(browser, ADA, RIGHT, "/claims/7");
        String seed = all(SEED, get("/enrol")).get(0);

        Response again = post("/enrol", "code", new FakeApp(seed).wrong(clinic.time.instant()));

        assertThat(again.status()).isEqualTo(422);
        assertThat(all(SEED, again)).containsExactly(seed);
        assertThat(clinic.factorJournal.totps).isEmpty();
        assertThat(clinic.trail.types()).doesNotContain("factor.enrolled");
    }

    @Test
    void a_login_goes_on_with_a_code_and_where_it_was_to_go() {
        challenged();
        Response page = get("/factor?return-to=/claims/7");
        assertThat(text(page))
                .contains("inputmode=\"numeric\" autocomplete=\"one-time-code\"", "value=\"" + ADA + "\"")
                .doesNotContain("type=\"checkbox\"");
        assertThat(text(get("/factor?way=recovery"))).contains("inputmode=\"text\"");

        Response answer = code(now());

        assertThat(field(answer, "location")).isEqualTo("/claims/7");
        assertThat(Browser.fields(answer, "set-cookie")).hasSize(2);
        assertThat(caller()).isInstanceOf(Caller.Known.class);
        assertThat(field(code(now()), "location")).as("sent twice").isEqualTo("/claims/7");
    }

    @Test
    void a_recovery_code_does_once_and_is_told_when_few_are_left() {
        challenged();
        assertThat(field(post("/factor", "code", recovery.get(0), "way", "recovery", "return-to", "/x"), "location"))
                .isEqualTo("/x");
        for (int i = 1; i < 7; i++) {
            clinic.login(browser, ADA, RIGHT, "/x");
            assertThat(code(recovery.get(0)).status()).isEqualTo(401);
            clinic.time.pass(Duration.ofMinutes(1));
            String lower = recovery.get(i).toLowerCase(java.util.Locale.ROOT).replace('-', ' ');
            Response answer = post("/factor", "code", lower, "return-to", "/x");
            assertThat(field(answer, "location")).isEqualTo(i < 6 ? "/x" : PREFIX + "/recovery?return-to=/x");
        }
        assertThat(text(get("/recovery?return-to=/x"))).contains("You have 3 left", "href=\"/x\"");
        assertThat(text(get("/account"))).contains("3 of ten left", "before you need them");

        Response renewed = post("/recovery", "return-to", "/x");

        assertThat(all(RECOVERY, renewed)).hasSize(10).doesNotContainAnyElementsOf(recovery);
        assertThat(text(get("/account"))).contains("10 of ten left").doesNotContain("before you need them");
        assertThat(clinic.trail.types()).contains("recovery.used", "recovery.renewed");
    }

    @Test
    void a_wrong_code_one_used_before_and_one_that_is_not_looked_at_have_the_same_answer() {
        challenged();
        List<String> answers = new ArrayList<>();
        String used = now();
        code(used);
        post("/logout");
        clinic.login(browser, ADA, RIGHT, "/claims/7");
        for (String typed : List.of(used, wrong(), "nonsense", recovery.get(0) + "X")) {
            Response answer = code(typed);
            answers.add(answer.status() + " " + answer.fields() + text(answer));
        }
        clinic.login(browser, ADA, RIGHT, "/claims/7");
        for (int i = 0; i < 4; i++) {
            code(wrong());
        }
        clinic.login(browser, ADA, RIGHT, "/claims/7");
        code(wrong());
        code(wrong());
        assertThat(clinic.trail.types()).containsOnlyOnce("factor.locked");
        clinic.time.pass(Duration.ofMinutes(1));
        for (int i = 0; i < 8; i++) { // and a right one now
            Response answer = code(i == 0 ? now() : wrong());
            answers.add(answer.status() + " " + answer.fields() + text(answer));
        }

        assertThat(answers).hasSize(12).allMatch(answer -> answer.equals(answers.get(0)));
        assertThat(caller()).isInstanceOf(Caller.Pending.class);
        assertThat(clinic.second.counter().failures("u1")).isEqualTo(10);
    }

    @Test
    void five_wrong_codes_end_the_login_and_the_password_comes_first_again() {
        challenged();
        for (int i = 0; i < 4; i++) {
            assertThat(text(code(wrong()))).contains("name=\"code\"");
        }

        Response over = code(wrong());

        assertThat(over.status()).isEqualTo(401);
        assertThat(text(over))
                .contains("Log in again", "/login?return-to=/claims/7")
                .doesNotContain("name=\"code\"");
        assertThat(caller()).isEqualTo(Caller.Nobody.NOBODY);
        assertThat(field(code(now()), "location")).isEqualTo(PREFIX + "/login?return-to=/claims/7");
        clinic.login(browser, ADA, RIGHT, "/claims/7");
        assertThat(field(code(now()), "location")).isEqualTo("/claims/7");
    }

    @Test
    void a_store_in_trouble_is_no_wrong_code() {
        challenged();
        clinic.factorJournal.isDown = true;
        assertThat(code(now()).status()).isEqualTo(503);
        clinic.factorJournal.isDown = false;

        assertThat(field(code(now()), "location")).isEqualTo("/claims/7");
    }

    @Test
    void where_it_is_offered_a_notice_comes_until_somebody_says_not_now() {
        clinic.secondFactor(FactorUse.OFFERED);
        Response login = clinic.login(browser, ADA, RIGHT, "/claims/7");
        assertThat(field(login, "location")).isEqualTo(PREFIX + "/offer?return-to=/claims/7");
        assertThat(text(get("/offer?return-to=/claims/7"))).contains("Not now", "/enrol?return-to=/claims/7");

        assertThat(field(post("/offer", "return-to", "/claims/7"), "location")).isEqualTo("/claims/7");

        assertThat(field(clinic.login(browser, ADA, RIGHT, "/claims/7"), "location"))
                .isEqualTo("/claims/7");
        assertThat(text(get("/account"))).contains("Set up an authenticator app");
    }

    @Test
    void an_app_is_replaced_and_removed_from_the_account_page_with_a_fresh_factor() {
        enrolled();
        clinic.secondFactor(FactorUse.OFFERED);
        clinic.time.pass(Duration.ofMinutes(1));
        String before = now();
        FakeApp former = app;
        app = new FakeApp(all(SEED, get("/enrol")).get(0));
        Response replaced = post("/enrol", "code", now());
        assertThat(all(RECOVERY, replaced)).hasSize(10).doesNotContainAnyElementsOf(recovery);
        post("/logout");
        clinic.login(browser, ADA, RIGHT, "/x");
        assertThat(code(before).status()).isEqualTo(401);
        clinic.time.pass(Duration.ofMinutes(1));
        assertThat(code(former.code(clinic.time.instant())).status()).isEqualTo(401);
        assertThat(code(now()).status()).isEqualTo(303);

        clinic.time.pass(Duration.ofMinutes(5).plusSeconds(1));
        for (Response stale : List.of(get("/enrol"), post("/recovery"), post("/account", "factor", "totp"))) {
            assertThat(field(stale, "location")).startsWith(PREFIX + "/step-up?return-to=" + PREFIX + "/");
        }
        clinic.sessions.fresh(clinic.sessions.of("u1").get(0));
        assertThat(field(post("/account", "factor", "totp"), "location")).isEqualTo(PREFIX + "/account?removed=1");

        assertThat(clinic.second.factors().methods("u1")).isEmpty();
        assertThat(clinic.factorJournal.recovery).isEmpty();
        assertThat(clinic.trail.types()).contains("factor.removed");
        assertThat(field(clinic.login(browser, ADA, RIGHT, "/x"), "location")).startsWith(PREFIX + "/offer");
    }

    @Test
    void an_unlock_by_password_is_fresh_only_where_there_is_nothing_else() {
        clinic.login(browser, ADA, RIGHT, "/x");
        clinic.idle();
        post("/lock", "password", RIGHT);
        assertThat(isFresh()).isTrue();

        post("/logout");
        enrolled();
        assertThat(isFresh()).isTrue();
        clinic.idle();
        post("/lock", "password", RIGHT);
        assertThat(caller()).isInstanceOf(Caller.Known.class);
        assertThat(isFresh()).isFalse();
    }

    private boolean isFresh() {
        return clinic.sessions.isFresh(clinic.sessions.of("u1").get(0), Duration.ofMinutes(5));
    }

    @Test
    void an_app_that_is_required_is_not_removed() {
        enrolled();
        assertThat(text(get("/account"))).contains("Authenticator app").doesNotContain("value=\"totp\"");

        assertThat(field(post("/account", "factor", "totp"), "location")).isEqualTo(PREFIX + "/account");

        assertThat(clinic.second.factors().methods("u1")).contains(FactorMethod.TOTP);
    }

    @Test
    void evidence_that_can_not_be_kept_sets_up_and_removes_nothing() {
        clinic.secondFactor(FactorUse.OFFERED);
        clinic.login(browser, ADA, RIGHT, "/x");
        app = new FakeApp(all(SEED, get("/enrol")).get(0));
        clinic.trail.isDown = true;
        assertThat(post("/enrol", "code", now()).status()).isEqualTo(503);
        assertThat(clinic.factorJournal.totps).isEmpty();
        clinic.trail.isDown = false;
        assertThat(post("/enrol", "code", now()).status()).isEqualTo(200);

        clinic.trail.isDown = true;
        assertThat(post("/account", "factor", "totp").status()).isEqualTo(503);
        assertThat(clinic.factorJournal.totps).containsKey("u1");
    }

    @Test
    void strangers_and_whoever_has_an_app_can_not_set_one_up_in_a_login() {
        assertThat(field(get("/enrol"), "location")).startsWith(PREFIX + "/login");
        assertThat(field(get("/factor"), "location")).startsWith(PREFIX + "/login");
        challenged();

        assertThat(field(get("/enrol?return-to=/x"), "location")).isEqualTo(PREFIX + "/factor?return-to=/x");
        assertThat(field(post("/enrol", "code", "123456"), "location")).startsWith(PREFIX + "/factor");
    }

    @Test
    void a_page_is_there_for_who_is_in_already_and_says_nothing_where_there_is_nothing_to_set_up() {
        clinic.login(browser, ADA, RIGHT, "/x");

        assertThat(field(get("/factor?return-to=/x"), "location")).isEqualTo("/x");
        assertThat(field(get("/enrol"), "location")).isEqualTo(PREFIX + "/account");
        assertThat(field(get("/recovery?return-to=/x"), "location")).isEqualTo("/x");
        assertThat(field(get("/offer?return-to=/x"), "location")).isEqualTo("/x");
        assertThat(text(get("/account"))).doesNotContain("authenticator");
    }
}
