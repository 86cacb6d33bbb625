package io.tollgate.filters.login;

import static io.tollgate.filters.login.Browser.field;
import static io.tollgate.filters.login.Browser.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.filters.chain.Exchange;
import io.tollgate.filters.http.RequestHead;
import io.tollgate.filters.http.Response;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RefusalPagesTest {
    private static final Browser OLD = Browser.sending("accept", "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8");

    private final Pages pages = new Pages(Browser.PREFIX);

    private static List<Browser> scripts() {
        return List.of(
                Browser.sending("sec-fetch-mode", "cors", "sec-fetch-dest", "empty", "accept", "text/html"),
                Browser.sending("sec-fetch-mode", "no-cors", "sec-fetch-dest", "image"),
                Browser.sending("sec-fetch-mode", "websocket", "upgrade", "websocket"),
                Browser.sending("sec-fetch-site", "same-origin", "accept", "text/html"),
                Browser.sending("accept", "text/html", "upgrade", "websocket"),
                Browser.sending("accept", "text/html, */*; q=0.01", "x-requested-with", "XMLHttpRequest"),
                Browser.sending("accept", "application/json"),
                Browser.sending());
    }

    @Test
    void a_navigation_is_led_to_the_login_and_back() {
        for (Browser browser : List.of(Browser.modern(), OLD)) {
            for (String method : List.of("GET", "HEAD")) {
                Response answer = pages.login(browser.ask(method, "/claims/7?x=a%20b&y=%2F", null));
                assertThat(answer.status()).isEqualTo(303);
                assertThat(field(answer, "location"))
                        .isEqualTo("/.tollgate/login?return-to=/claims/7%3Fx%3Da%2520b%26y%3D%252F");
                assertThat(field(answer, "cache-control")).isEqualTo("no-store");
                assertThat(field(answer, "tollgate-reason")).isEqualTo("session.none");
            }
        }
    }

    @Test
    void what_was_asked_for_comes_back_byte_for_byte() {
        String target = "/claims/7?x=a%20b&y=%2F;z=+&u=%C3%BC";
        String location = field(pages.login(Browser.modern().get(target)), "location");
        String page = text(new Clinic().answer(Browser.modern().get(location)));

        assertThat(page).contains("value=\"" + target.replace("&", "&amp;") + "\"");
    }

    @Test
    void a_navigation_that_brings_something_gets_a_page_in_its_place() {
        Response answer = pages.login(Browser.modern().post("/claims/7", "amount", "12"));

        assertThat(answer.status()).isEqualTo(401);
        assertThat(field(answer, "www-authenticate")).isEqualTo("Tollgate");
        assertThat(field(answer, "location")).isNull();
        assertThat(text(answer)).contains("in a new tab", "Reload", "target=\"_blank\"", "K7QF-2M9D");
    }

    @Test
    void a_script_is_told_and_never_led_anywhere() {
        for (Browser script : scripts()) {
            Response answer = pages.login(script.get("/api/claims"));
            assertThat(answer.status()).isEqualTo(401);
            assertThat(field(answer, "location")).isNull();
            assertThat(field(answer, "www-authenticate")).isEqualTo("Tollgate");
            assertThat(field(answer, "tollgate-reason")).isEqualTo("session.none");
            assertThat(field(answer, "content-type")).isEqualTo("application/problem+json");
            assertThat(text(answer))
                    .isEqualTo("{\"type\":\"about:blank\",\"title\":\"You are not logged in\",\"status\":401,"
                            + "\"reason\":\"session.none\",\"reference\":\"K7QF-2M9D\",\"login\":\"/.tollgate/login\","
                            + "\"lock\":\"/.tollgate/lock\"}\n");
        }
    }

    @Test
    void a_frame_opens_the_login_over_the_whole_window() {
        for (String destination : List.of("frame", "iframe")) {
            Response answer = pages.login(Browser.sending("sec-fetch-mode", "navigate", "sec-fetch-dest", destination)
                    .get("/list"));
            assertThat(answer.status()).isEqualTo(401);
            assertThat(text(answer)).contains("target=\"_top\"", "href=\"/.tollgate/login?return-to=/invoices/\"");
            assertThat(field(answer, "content-security-policy")).endsWith("frame-ancestors 'self'");
            assertThat(field(answer, "x-frame-options")).isEqualTo("SAMEORIGIN");
        }
    }

    @Test
    void a_locked_session_meets_the_same_three_with_the_lock() {
        Response navigation = pages.locked(Browser.modern().get("/claims/7"));
        Response posted = pages.locked(Browser.modern().post("/claims/7", "amount", "12"));
        Response script = pages.locked(scripts().get(0).get("/api"));

        assertThat(field(navigation, "location")).isEqualTo("/.tollgate/lock?return-to=/claims/7");
        assertThat(posted.status()).isEqualTo(401);
        assertThat(text(posted)).contains("href=\"/.tollgate/lock\"");
        assertThat(script.status()).isEqualTo(401);
        assertThat(text(script)).contains("\"reason\":\"session.locked\"");
        for (Response answer : List.of(navigation, posted, script)) {
            assertThat(field(answer, "tollgate-reason")).isEqualTo("session.locked");
        }
    }

    @Test
    void a_refusal_is_worded_for_people_and_coded_for_scripts() {
        Exchange person = Browser.modern().get("/ledger");
        Response page = pages.denied(person, "access.none");
        Response problem = pages.denied(scripts().get(0).get("/ledger"), "access.none");

        assertThat(page.status()).isEqualTo(403);
        assertThat(text(page)).contains("no access", "K7QF-2M9D").doesNotContain("access.none");
        assertThat(text(problem)).contains("\"reason\":\"access.none\"", "\"reference\":\"K7QF-2M9D\"");
        assertThat(field(problem, "tollgate-reason")).isEqualTo("access.none");
    }

    @Test
    void every_status_has_words_and_what_is_short_lived_says_when_to_come_back() {
        for (int status : new int[] {400, 404, 405, 413, 414, 417, 421, 431, 500, 501, 502, 503, 504}) {
            Response page = pages.refused(Browser.modern().get("/x"), status, "some.reason");
            assertThat(page.status()).isEqualTo(status);
            assertThat(text(page)).contains("<h1>", "K7QF-2M9D");
        }
        assertThat(field(pages.refused(Browser.modern().get("/x"), 503, "x"), "retry-after"))
                .isEqualTo("10");
        assertThat(field(pages.tooMany(Browser.modern().get("/x"), Duration.ofMillis(1001)), "retry-after"))
                .isEqualTo("2");
    }

    @Test
    void what_has_no_exchange_is_refused_without_links_into_an_app() throws NoSuchAlgorithmException {
        Response page = pages.unrouted(null, 400, "request.line", "K7QF-2M9D");
        RequestHead head = RequestHead.of("GET", "/x", "sec-fetch-mode", "cors");
        Response problem = pages.unrouted(head, 421, "host.unknown", "K7QF-2M9D");

        assertThat(text(page)).contains("K7QF-2M9D").doesNotContain("<link", "href");
        String style = text(page).replaceAll("(?s).*<style>(.*)</style>.*", "$1");
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(style.getBytes(StandardCharsets.UTF_8));
        assertThat(field(page, "content-security-policy"))
                .contains("style-src 'sha256-" + Base64.getEncoder().encodeToString(hash) + "';");
        assertThat(text(problem)).contains("\"reason\":\"host.unknown\"");
    }

    @Test
    void a_target_that_can_not_be_gone_back_to_is_left_out() {
        for (String target : List.of("//evil.example/x", "/.tollgate/account")) {
            assertThat(ReturnTo.of(target, Browser.PREFIX)).isNull();
        }
        assertThat(ReturnTo.of("/" + "a".repeat(5000), Browser.PREFIX)).isNull();
        assertThat(ReturnTo.of("/.tollgatekeeper", Browser.PREFIX)).isEqualTo("/.tollgatekeeper");
    }
}
