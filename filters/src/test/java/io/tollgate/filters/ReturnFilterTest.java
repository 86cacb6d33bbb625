package io.tollgate.filters;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.config.ReachConfig;
import io.tollgate.filters.access.Rules;
import io.tollgate.filters.audit.AuditEvent;
import io.tollgate.filters.chain.Exchange;
import io.tollgate.filters.chain.KeptBody;
import io.tollgate.filters.chain.RequestBody;
import io.tollgate.filters.chain.Verdict;
import io.tollgate.filters.http.Response;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

final class ReturnFilterTest {
    private static final String[] BANK = {
        "Host", "billing.example", "Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "navigate"
    };

    private final Exchanges exchanges = new Exchanges(Exchanges.app(
            "billing",
            List.of(),
            "/",
            "http://127.0.0.1:8080",
            new ReachConfig(null, Rules.patterns("/paid/**"), Set.of()),
            new Rules()));
    private final FakeAuditTrail audit = new FakeAuditTrail();
    private final ReturnFilter filter = new ReturnFilter(
            List.of(exchanges.exchange("GET", "/").route().app()), ReturnFilterTest::page, new FakeRefusals(), audit);

    private static Response page(Exchange exchange, byte[] body) {
        String form = new String(body, StandardCharsets.ISO_8859_1);
        return form.contains("=") ? Response.text(200, "again: " + form) : null;
    }

    private String judged(Exchange exchange) {
        Verdict verdict = filter.judge(exchange);
        return said(verdict instanceof Verdict.Await<?> await ? then(await) : verdict);
    }

    private static <T> Verdict then(Verdict.Await<T> await) {
        return await.then().apply(await.stage().toCompletableFuture().join());
    }

    private static String said(Verdict verdict) {
        return switch (verdict instanceof Verdict.Respond ? "answer" : "") {
            case "answer" -> {
                Response response = ((Verdict.Respond) verdict).response();
                yield response.status() + " " + new String(response.body(), StandardCharsets.UTF_8);
            }
            default -> verdict.toString();
        };
    }

    private String posted(String path, String... fields) {
        return judged(exchanges.exchange(Exchanges.body("id=7"), "POST", path, fields));
    }

    @Test
    void what_another_site_posts_is_answered_by_a_page_that_posts_the_same_again() {
        assertThat(posted("/paid/now", BANK)).isEqualTo("200 again: id=7");
        assertThat(posted("/paid", "Sec-Fetch-Site", "same-site", "Sec-Fetch-Mode", "navigate"))
                .isEqualTo("200 again: id=7");
        assertThat(posted("/paid", "Host", "billing.example", "Origin", "https://bank.example", "Accept", "Text/HTML"))
                .as("a browser that says nothing of fetches")
                .isEqualTo("200 again: id=7");
    }

    @Test
    void what_our_page_or_a_page_of_this_host_posts_goes_on() {
        String[] again = {
            "Host",
            "billing.example",
            "Sec-Fetch-Site",
            "cross-site",
            "Sec-Fetch-Mode",
            "navigate",
            "Referer",
            "https://billing.example/paid"
        };
        assertThat(posted("/paid", again)).isEqualTo("PASS");
        assertThat(posted("/paid", "Sec-Fetch-Site", "same-origin", "Sec-Fetch-Mode", "navigate"))
                .isEqualTo("PASS");
        assertThat(posted(
                        "/paid", "Host", "billing.example", "Origin", "https://billing.example", "Accept", "text/html"))
                .isEqualTo("PASS");
    }

    @Test
    void a_payment_services_own_server_and_a_script_get_no_page() {
        assertThat(posted("/paid", "Host", "billing.example", "Accept", "text/html"))
                .isEqualTo("PASS");
        assertThat(posted("/paid", "Origin", "https://bank.example", "Accept", "application/json"))
                .isEqualTo("PASS");
        assertThat(posted("/paid", "Origin", "https://bank.example")).isEqualTo("PASS");
        assertThat(posted("/paid", "Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "cors"))
                .isEqualTo("PASS");
    }

    @Test
    void only_a_post_to_a_named_path_of_the_app_is_looked_at() {
        assertThat(posted("/claims", BANK)).isEqualTo("PASS");
        assertThat(judged(exchanges.exchange(Exchanges.body("id=7"), "PUT", "/paid", BANK)))
                .isEqualTo("PASS");
        Exchanges plain = new Exchanges(new Rules());
        ReturnFilter none = new ReturnFilter(
                List.of(plain.exchange("GET", "/").route().app()), ReturnFilterTest::page, new FakeRefusals(), audit);
        assertThat(none.judge(plain.exchange("POST", "/paid", BANK))).isEqualTo(Verdict.Pass.PASS);
    }

    @Test
    void a_form_that_is_too_large_or_none_is_refused_and_told() {
        assertThat(judged(exchanges.exchange(Exchanges.body("x".repeat(101)), "POST", "/paid", BANK)))
                .isEqualTo("413 ");
        assertThat(judged(exchanges.exchange(Exchanges.body("nothing"), "POST", "/paid", BANK)))
                .isEqualTo("415 ");
        assertThat(audit.aggregated)
                .extracting(event -> ((AuditEvent.Refused) event).reason())
                .containsExactly("returns.size", "returns.form");
    }

    @Test
    void a_body_that_does_not_come_is_a_failure_and_no_page() {
        IOException gone = new IOException("the client left");
        RequestBody body = new RequestBody() {
            @Override
            public long declaredLength() {
                return -1;
            }

            @Override
            public CompletionStage<byte[]> collect(int max) {
                return CompletableFuture.failedStage(new CompletionException(gone));
            }

            @Override
            public CompletionStage<KeptBody> keep(long max) {
                throw new AssertionError("nothing is kept");
            }
        };

        assertThat(judged(exchanges.exchange(body, "POST", "/paid", BANK)))
                .isEqualTo(new Verdict.Fail(gone).toString());
    }
}
