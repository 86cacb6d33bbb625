package io.tollgate.filters.login;

import static io.tollgate.filters.login.Browser.PREFIX;
import static io.tollgate.filters.login.Browser.field;
import static io.tollgate.filters.login.Browser.fields;
import static io.tollgate.filters.login.Browser.text;
import static io.tollgate.filters.login.Clinic.ADA;
import static io.tollgate.filters.login.Clinic.BO;
import static io.tollgate.filters.login.Clinic.RIGHT;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.config.FactorUse;
import io.tollgate.config.PasskeyUse;
import io.tollgate.config.SecondFactorConfig;
import io.tollgate.filters.chain.Exchange;
import io.tollgate.filters.factor.FactorMethod;
import io.tollgate.filters.http.Response;
import io.tollgate.filters.identity.Authentication;
import io.tollgate.filters.passkey.FakeAuthenticator;
import io.tollgate.filters.passkey.FakeAuthenticator.Algorithm;
import io.tollgate.filters.passkey.Passkey;
import io.tollgate.filters.session.Caller;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Making passkeys on the account's page, and logging in by one alone. */
final class PasskeyPagesTest {
    private static final String PAGE = PREFIX + "/passkeys";
    private static final String OPTIONS = PREFIX + "/passkey-options";
    private static final String ALONE = PREFIX + "/passkey";

    private final Clinic clinic = new Clinic();
    private FakeAuthenticator key;

    @BeforeEach
    void anAuthenticator() throws Exception {
        key = key();
        use(FactorUse.OFFERED, PasskeyUse.ALONE);
    }

    @AfterEach
    void close() {
        clinic.pool.close();
    }

    private static FakeAuthenticator key() throws Exception {
        FakeAuthenticator key = new FakeAuthenticator(Algorithm.ES256);
        key.origin = "https://" + Browser.HOST;
        return key;
    }

    private void use(FactorUse use, PasskeyUse passkeys) {
        clinic.tenants = clinic.tenants.with(new SecondFactorConfig(use, List.of(), passkeys, Duration.ZERO, null));
    }

    @Test
    void a_passkey_is_made_named_and_removed_on_its_page() {
        use(FactorUse.OFF, PasskeyUse.ALONE);
        Browser ada = clinic.loggedIn(ADA);
        assertThat(text(clinic.answer(ada.get(PAGE)))).contains("You have none", "data-passkey=\"register\"");
        Response made = make(ada, "My <b>phone</b>");
        assertThat(field(made, "location")).isEqualTo(PAGE + "?made=1");
        String page = text(clinic.answer(ada.get(PAGE + "?made=1")));
        assertThat(page).contains("My &lt;b>phone", "not used yet", "The passkey was made.");

        Passkey passkey = clinic.passkeyDoor.passkeys().ofUser("u1").get(0);
        assertThat(field(clinic.answer(ada.post(PAGE, "rename", passkey.id(), "name", "Stick")), "location"))
                .isEqualTo(PAGE + "?renamed=1");
        assertThat(text(clinic.answer(ada.get(PAGE)))).contains("<strong>Stick</strong>");
        assertThat(field(clinic.answer(ada.post(PAGE, "remove", passkey.id())), "location"))
                .isEqualTo(PAGE + "?removed=1");
        assertThat(clinic.passkeyDoor.passkeys().ofUser("u1")).isEmpty();
        assertThat(clinic.trail.types())
                .containsExactly("login.succeeded", "passkey.added", "passkey.renamed", "passkey.revoked");
    }

    @Test
    void whoever_proved_who_they_are_long_ago_does_so_again_before_a_passkey_is_made_or_removed() {
        Browser ada = clinic.loggedIn(ADA);
        make(ada, "Phone");
        String options = text(options(ada, "register"));
        clinic.time.pass(Duration.ofMinutes(6));
        assertThat(text(clinic.answer(ada.get(PAGE))))
                .contains(PREFIX + "/step-up?return-to=" + PAGE)
                .doesNotContain("passkey.js");
        assertThat(options(ada, "register").status()).isEqualTo(403);
        for (String[] form : List.of(new String[] {"attestation", options, "name", "x"}, new String[] {
            "remove", clinic.passkeyDoor.passkeys().ofUser("u1").get(0).id()
        })) {
            assertThat(field(clinic.answer(ada.post(PAGE, form)), "location"))
                    .isEqualTo(PREFIX + "/step-up?return-to=" + PAGE);
        }
        assertThat(clinic.passkeyDoor.passkeys().ofUser("u1")).hasSize(1);
        Exchange exchange = ada.get("/");
        clinic.filter.judge(exchange);
        clinic.sessions.fresh(((Caller.Known) exchange.caller()).session());
        assertThat(options(ada, "register").status()).isEqualTo(200);
    }

    @Test
    void nobody_gets_rid_of_the_only_second_factor_they_have_to_have() throws Exception {
        use(FactorUse.OFFERED, PasskeyUse.BESIDE);
        Browser ada = clinic.loggedIn(ADA);
        make(ada, "Phone");
        use(FactorUse.REQUIRED, PasskeyUse.BESIDE);
        clinic.methods = Set.of(FactorMethod.PASSKEY, FactorMethod.RECOVERY);
        String phone = clinic.passkeyDoor.passkeys().ofUser("u1").get(0).id();
        Response refused = clinic.answer(ada.post(PAGE, "remove", phone));
        assertThat(refused.status()).isEqualTo(409);
        assertThat(text(refused)).contains("the only second step you have");

        clinic.methods = Set.of(FactorMethod.PASSKEY, FactorMethod.RECOVERY, FactorMethod.TOTP);
        assertThat(clinic.answer(ada.post(PAGE, "remove", phone)).status()).isEqualTo(303);
        clinic.methods = Set.of(FactorMethod.PASSKEY);
        key = key();
        make(ada, "One");
        key = key();
        make(ada, "Two");
        String one = clinic.passkeyDoor.passkeys().ofUser("u1").get(0).id();
        assertThat(clinic.answer(ada.post(PAGE, "remove", one)).status()).isEqualTo(303);
    }

    @Test
    void others_can_neither_see_nor_end_a_passkey() {
        Browser ada = clinic.loggedIn(ADA);
        make(ada, "Phone");
        String id = clinic.passkeyDoor.passkeys().ofUser("u1").get(0).id();
        Browser bo = clinic.loggedIn(BO);
        assertThat(text(clinic.answer(bo.get(PAGE)))).doesNotContain("Phone");
        clinic.answer(bo.post(PAGE, "remove", id));
        clinic.answer(bo.post(PAGE, "rename", id, "name", "Mine"));
        assertThat(clinic.passkeyDoor.passkeys().ofUser("u1"))
                .singleElement()
                .satisfies(passkey -> assertThat(passkey.name()).isEqualTo("Phone"));
    }

    @Test
    void a_passkey_alone_logs_in_and_is_fresh() throws Exception {
        make(clinic.loggedIn(ADA), "Phone");
        clinic.methods = Set.of(FactorMethod.PASSKEY);
        Browser browser = Browser.modern();
        Response login = clinic.answer(browser.get(PREFIX + "/login?return-to=/claims/7"));
        assertThat(text(login)).contains("data-passkey=\"alone\"", "autocomplete=\"username webauthn\"");
        assertThat(field(login, "content-security-policy"))
                .contains("default-src 'none'", "script-src 'self'", "connect-src 'self'")
                .doesNotContain("unsafe");
        assertThat(fields(login, "set-cookie")).isEmpty();

        Response in = alone(browser, options(browser, "alone"));

        assertThat(in.status()).isEqualTo(303);
        assertThat(field(in, "location")).isEqualTo("/claims/7");
        browser.keeping(in);
        Exchange exchange = browser.get("/claims/7");
        clinic.filter.judge(exchange);
        assertThat(exchange.caller()).isInstanceOf(Caller.Known.class);
        assertThat(clinic.sessions.isFresh(((Caller.Known) exchange.caller()).session(), Duration.ofMinutes(5)))
                .isTrue();
        assertThat(clinic.trail.types()).endsWith("login.succeeded");
    }

    @Test
    void what_was_asked_in_one_browser_is_not_answered_in_another() throws Exception {
        make(clinic.loggedIn(ADA), "Phone");
        Browser attacker = Browser.modern();
        String signed = key.get(text(options(attacker, "alone")));
        Browser victim = Browser.modern();
        assertThat(post(victim, signed).status()).isEqualTo(401);
        options(victim, "alone");
        assertThat(post(victim, signed).status()).isEqualTo(401);
        assertThat(post(attacker, signed).status()).isEqualTo(303);
        assertThat(post(attacker, signed).status()).as("a second time").isEqualTo(401);
    }

    @Test
    void tabs_of_one_browser_do_not_take_each_others_challenge() throws Exception {
        make(clinic.loggedIn(ADA), "Phone");
        Browser browser = Browser.modern();
        String first = text(options(browser, "alone"));
        String bond = browser.cookie(BrowserBond.NAME);
        String second = text(options(browser, "alone"));
        assertThat(browser.cookie(BrowserBond.NAME)).isEqualTo(bond);
        assertThat(post(browser, key.get(second)).status()).isEqualTo(303);
        assertThat(post(browser, key.get(first)).status()).isEqualTo(303);
    }

    @Test
    void a_refusal_says_the_same_whatever_it_is_for() throws Exception {
        make(clinic.loggedIn(ADA), "Phone");
        Browser browser = Browser.modern();
        Response rubbish = post(browser, "rubbish");
        assertThat(rubbish.status()).isEqualTo(401);
        assertThat(text(rubbish)).contains("The passkey was not accepted");

        FakeAuthenticator stranger = key();
        Response unknown = post(browser, stranger.get(text(options(browser, "alone"))));
        String late = text(options(browser, "alone"));
        clinic.time.pass(Duration.ofMinutes(5));
        Response expired = post(browser, key.get(late));
        key.isUserVerified = false;
        Response unverified = post(browser, key.get(text(options(browser, "alone"))));
        key.isUserVerified = true;
        clinic.users.put("u1", ADA, false, false, "biller");
        Response disabled = post(browser, key.get(text(options(browser, "alone"))));
        clinic.users.put("u1", ADA, true, false, "biller");
        use(FactorUse.OFFERED, PasskeyUse.ALONE);
        for (Response each : List.of(unknown, expired, unverified, disabled)) {
            assertThat(each.status()).isEqualTo(401);
            assertThat(each.body()).isEqualTo(rubbish.body());
            assertThat(each.fields()).isEqualTo(rubbish.fields());
        }
        clinic.answer = new Authentication.TooMany(Duration.ofSeconds(7));
        assertThat(post(browser, "rubbish").status()).isEqualTo(429);
        clinic.answer = new Authentication.Busy(Duration.ofSeconds(7));
        assertThat(post(browser, "rubbish").status()).isEqualTo(503);
        clinic.answer = null;
        clinic.isAuthenticatorDown = true;
        assertThat(post(browser, "rubbish").status()).isEqualTo(503);
    }

    @Test
    void a_passkey_alone_counts_only_where_that_is_configured() throws Exception {
        make(clinic.loggedIn(ADA), "Phone");
        Browser browser = Browser.modern();
        String signed = key.get(text(options(browser, "alone")));
        use(FactorUse.REQUIRED, PasskeyUse.BESIDE);
        assertThat(text(clinic.answer(browser.get(PREFIX + "/login"))))
                .doesNotContain("passkey", "webauthn", "<script");
        assertThat(options(browser, "alone").status()).isEqualTo(403);
        assertThat(post(browser, signed).status()).isEqualTo(404);
        use(FactorUse.REQUIRED, PasskeyUse.OFF);
        assertThat(text(clinic.answer(clinic.loggedIn(BO).get(PAGE)))).doesNotContain("<script");
    }

    @Test
    void whoever_has_proved_one_factor_is_asked_for_a_signature_and_can_add_no_passkey() throws Exception {
        make(clinic.loggedIn(ADA), "Phone");
        use(FactorUse.REQUIRED, PasskeyUse.BESIDE);
        clinic.methods = Set.of(FactorMethod.PASSKEY);
        Browser browser = Browser.modern();
        clinic.login(browser, ADA, RIGHT, "/");
        assertThat(text(options(browser, "factor"))).contains(key.credential());
        assertThat(options(browser, "register").status()).isEqualTo(403);
        assertThat(options(browser, "step-up").status()).isEqualTo(403);
        assertThat(options(Browser.modern(), "factor").status()).isEqualTo(403);
    }

    @Test
    void the_script_is_ours_and_kept_by_browsers() {
        Response script = clinic.answer(Browser.modern().get(PREFIX + "/assets/passkey.js"));
        assertThat(script.status()).isEqualTo(200);
        assertThat(field(script, "content-type")).startsWith("text/javascript");
        assertThat(text(script)).contains("navigator.credentials.get").doesNotContain("innerHTML", "eval(");
    }

    @Test
    void with_the_first_passkey_come_recovery_codes_and_with_the_last_they_go() throws Exception {
        Browser ada = clinic.loggedIn(ADA);
        Response first = make(ada, "Phone");
        assertThat(first.status()).isEqualTo(200);
        assertThat(text(first)).contains("Your passkey is made.", "Your recovery codes", PAGE);
        assertThat(clinic.second.factors().recoveryLeft("u1")).isEqualTo(10);
        key = key();
        assertThat(field(make(ada, "Stick"), "location")).isEqualTo(PAGE + "?made=1");
        for (Passkey passkey : clinic.passkeyDoor.passkeys().ofUser("u1")) {
            assertThat(clinic.second.factors().recoveryLeft("u1")).isEqualTo(10);
            clinic.answer(ada.post(PAGE, "remove", passkey.id()));
        }
        assertThat(clinic.second.factors().recoveryLeft("u1")).isZero();
        assertThat(text(clinic.answer(ada.get(PREFIX + "/account")))).contains("You have none at this address.");
    }

    @Test
    void who_must_have_a_second_factor_makes_a_passkey_in_the_login_and_shows_it_at_the_next() throws Exception {
        use(FactorUse.REQUIRED, PasskeyUse.BESIDE);
        Browser browser = Browser.modern();
        clinic.login(browser, ADA, RIGHT, "/claims/7");
        String page = text(clinic.answer(browser.get(PREFIX + "/enrol?return-to=/claims/7")));
        assertThat(page).contains("data-passkey=\"register\"");
        assertThat(field(
                        clinic.answer(browser.post(PAGE, "attestation", "rubbish", "return-to", "/claims/7")),
                        "location"))
                .isEqualTo(PREFIX + "/enrol?return-to=/claims/7&passkey=refused");
        assertThat(text(clinic.answer(browser.get(PREFIX + "/enrol?return-to=/claims/7&passkey=refused"))))
                .contains("No passkey was made");
        String made = key.create(text(options(browser, "register")));
        Response codes = browser.keeping(
                clinic.answer(browser.post(PAGE, "attestation", made, "name", "Phone", "return-to", "/claims/7")));
        assertThat(text(codes)).contains("Your recovery codes", "href=\"/claims/7\"");
        assertThat(clinic.trail.types())
                .containsExactly("login.challenged", "passkey.added", "recovery.renewed", "login.succeeded");

        Browser next = Browser.modern();
        clinic.login(next, ADA, RIGHT, "/claims/7");
        String asked = text(clinic.answer(next.get(PREFIX + "/factor")));
        assertThat(asked).contains("data-passkey=\"factor\"", "way=recovery").doesNotContain("authenticator app");
        String other = key().create(text(options(browser, "register")));
        assertThat(field(clinic.answer(next.post(PAGE, "attestation", other, "name", "Mine")), "location"))
                .as("a password alone adds none")
                .startsWith(PREFIX + "/factor");
        assertThat(second(next, "rubbish").status()).isEqualTo(401);
        String signed = key.get(text(options(next, "factor")));
        assertThat(second(Browser.modern(), signed).status()).isEqualTo(303);
        Response in = second(next, signed);
        assertThat(field(in, "location")).isEqualTo("/claims/7");
        next.keeping(in);
        Exchange exchange = next.get("/claims/7");
        clinic.filter.judge(exchange);
        assertThat(exchange.caller()).isInstanceOf(Caller.Known.class);
    }

    private Response second(Browser browser, String assertion) {
        return clinic.answer(browser.post(PREFIX + "/factor", "assertion", assertion, "return-to", "/claims/7"));
    }

    private Response make(Browser browser, String name) {
        Response options = options(browser, "register");
        assertThat(options.status()).isEqualTo(200);
        return clinic.answer(browser.post(PAGE, "attestation", key.create(text(options)), "name", name));
    }

    private Response options(Browser browser, String purpose) {
        return browser.keeping(clinic.answer(browser.post(OPTIONS, "for", purpose)));
    }

    private Response alone(Browser browser, Response options) throws Exception {
        return post(browser, key.get(text(options)));
    }

    private Response post(Browser browser, String assertion) {
        return clinic.answer(browser.post(ALONE, "assertion", assertion, "return-to", "/claims/7"));
    }
}
