package io.tollgate.filters;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.filters.access.Rules;
import io.tollgate.filters.audit.AuditEvent;
import io.tollgate.filters.chain.BodyWatch;
import io.tollgate.filters.chain.Exchange;
import io.tollgate.filters.chain.KeptBody;
import io.tollgate.filters.chain.RequestBody;
import io.tollgate.filters.chain.Verdict;
import io.tollgate.filters.chain.Verdict.Await;
import io.tollgate.filters.chain.Verdict.Fail;
import io.tollgate.filters.chain.Verdict.Pass;
import io.tollgate.filters.chain.Verdict.Respond;
import io.tollgate.filters.http.Field;
import io.tollgate.filters.routing.RoutingTable;
import io.tollgate.filters.session.Caller;
import io.tollgate.filters.session.SessionEnd;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AccessFilterTest {
    private static final String URLENCODED = "application/x-www-form-urlencoded";

    private final Rules rules = new Rules()
            .open("GET /static/**")
            .allow("biller", "/claims/**", "/ledger.cgi", "/invoices/**")
            .deny("biller", "/ledger.cgi?action=void", "DELETE /invoices/**");
    private final Exchanges exchanges = new Exchanges(rules);
    private final FakeAuditTrail trail = new FakeAuditTrail();
    private final AccessFilter filter = new AccessFilter(
            new FakeRefusals(),
            trail,
            exchanges.sessions,
            exchanges.router,
            StepUpPolicy.keepingNothing(session -> false));

    private Verdict judge(Exchange exchange, Caller caller) {
        exchange.authenticated(caller);
        return decided(filter.judge(exchange));
    }

    private static Verdict decided(Verdict verdict) {
        return verdict instanceof Await<?> await ? then(await) : verdict;
    }

    private static <T> Verdict then(Await<T> await) {
        return await.then().apply(await.stage().toCompletableFuture().join());
    }

    private static String answer(Verdict verdict) {
        if (!(verdict instanceof Respond respond)) {
            return verdict.toString();
        }
        List<Field> fields = respond.response().fields();
        return respond.response().status() + " " + fields.get(fields.size() - 1).value();
    }

    private Exchange post(String target, String body, String... fields) {
        return exchanges.exchange(Exchanges.body(body), "POST", target, fields);
    }

    @Test
    void a_permit_is_what_lets_a_request_pass() {
        Exchange exchange = exchanges.exchange("GET", "/claims/1");

        assertThat(judge(exchange, exchanges.known("ada", "biller"))).isEqualTo(Pass.PASS);
        assertThat(exchange.permit().target()).isEqualTo("/claims/1");
        assertThat(trail.appended).isEmpty();
    }

    @Test
    void public_paths_are_open_to_nobody_and_to_a_locked_session() {
        assertThat(judge(exchanges.exchange("GET", "/static/a"), Caller.Nobody.NOBODY))
                .isEqualTo(Pass.PASS);
        assertThat(judge(exchanges.exchange("GET", "/static/a"), exchanges.locked("ada")))
                .isEqualTo(Pass.PASS);
        assertThat(judge(exchanges.exchange("GET", "/static/a"), exchanges.known("eve")))
                .isEqualTo(Pass.PASS);
    }

    @Test
    void nobody_is_asked_to_log_in_whether_the_path_exists_or_not_and_is_only_counted() {
        assertThat(answer(judge(exchanges.exchange("GET", "/claims/1"), Caller.Nobody.NOBODY)))
                .isEqualTo("303 login");
        assertThat(answer(judge(exchanges.exchange("GET", "/nothing"), Caller.Nobody.NOBODY)))
                .isEqualTo("303 login");
        assertThat(answer(judge(exchanges.exchange("GET", "/claims/1"), exchanges.locked("ada"))))
                .isEqualTo("303 lock");
        assertThat(trail.appended).isEmpty();
        assertThat(trail.aggregated)
                .extracting(AuditEvent::reason)
                .containsExactly("session.none", "session.none", "session.locked");
    }

    @Test
    void a_refusal_of_a_known_user_carries_its_evidence_without_the_path() {
        Exchange exchange = exchanges.exchange("DELETE", "/invoices/4711");

        Respond respond = (Respond) judge(exchange, exchanges.known("ada", "biller"));

        AuditEvent.Refused event = (AuditEvent.Refused) respond.event();
        assertThat(answer(respond)).isEqualTo("403 access.deny");
        assertThat(exchange.refusal()).isEqualTo("access.deny");
        assertThat(event.rule()).isEqualTo("DELETE /invoices/** (tollgate.yaml:1:1)");
        assertThat(event.context().userId()).isEqualTo("ada");
        assertThat(event.context().reference()).isEqualTo("REF-1");
        assertThat(event.toString()).doesNotContain("4711");
        Respond none = (Respond) judge(exchanges.exchange("GET", "/patients/4711/x"), exchanges.known("ada", "biller"));
        assertThat(((AuditEvent.Refused) none.event()).template()).isEqualTo("/patients/**");
    }

    @Test
    void a_form_is_read_where_a_rule_names_a_parameter() {
        Caller ada = exchanges.known("ada", "biller");

        assertThat(answer(judge(post("/ledger.cgi", "action=void", "content-type", URLENCODED), ada)))
                .isEqualTo("403 access.deny");
        assertThat(answer(judge(post("/ledger.cgi", "action=void"), ada)))
                .as("old CGI libraries read a body without a type")
                .isEqualTo("403 access.deny");
        Exchange listing = post("/ledger.cgi", "action=list", "content-type", URLENCODED);
        assertThat(judge(listing, ada)).isEqualTo(Pass.PASS);
        assertThat(listing.form().parameters()).hasSize(1);
        assertThat(judge(post("/ledger.cgi", "{\"action\":\"void\"}", "content-type", "application/json"), ada))
                .isEqualTo(Pass.PASS);
    }

    @Test
    void a_form_that_is_too_large_or_unclear_is_refused_where_a_rule_names_a_parameter() {
        Caller ada = exchanges.known("ada", "biller");

        for (Exchange exchange : List.of(
                post("/ledger.cgi", "x=" + "y".repeat(200), "content-type", URLENCODED),
                post("/ledger.cgi", "x=%", "content-type", URLENCODED),
                post("/ledger.cgi", "x=1", "content-type", URLENCODED + "; charset=utf-16"),
                post("/ledger.cgi", "x=1", "content-type", URLENCODED, "content-encoding", "gzip"),
                post("/ledger.cgi", "x=1", "content-type", "multipart/form-data"),
                post("/ledger.cgi", "x=1", "content-type", "multipart/mixed; boundary=x"),
                post("/ledger.cgi", "x=1", "content-type", "text/plain", "content-type", URLENCODED))) {
            assertThat(answer(judge(exchange, ada))).isEqualTo("403 access.form");
            assertThat(exchange.permit()).isNull();
        }
        assertThat(judge(post("/claims/1", "x=" + "y".repeat(200), "content-type", URLENCODED), ada))
                .isEqualTo(Pass.PASS);
    }

    @Test
    void a_body_that_breaks_off_is_no_judgement() {
        RequestBody broken = new RequestBody() {
            @Override
            public long declaredLength() {
                return -1;
            }

            @Override
            public CompletionStage<byte[]> collect(int max) {
                return CompletableFuture.failedStage(new IllegalStateException("gone"));
            }

            @Override
            public CompletionStage<KeptBody> keep(long max) {
                return CompletableFuture.failedStage(new UnsupportedOperationException());
            }
        };
        Exchange exchange = exchanges.exchange(broken, "POST", "/ledger.cgi", "content-type", URLENCODED);

        assertThat(judge(exchange, exchanges.known("ada", "biller"))).isInstanceOf(Fail.class);
    }

    @Test
    void a_method_hidden_in_a_form_is_judged_where_methods_differ() {
        Caller ada = exchanges.known("ada", "biller");

        assertThat(answer(judge(post("/invoices/5", "_method=delete", "content-type", URLENCODED), ada)))
                .isEqualTo("403 access.deny");
        assertThat(judge(post("/invoices/5", "a=b", "content-type", URLENCODED), ada))
                .isEqualTo(Pass.PASS);
    }

    @Test
    void a_multipart_body_is_not_collected_for_it_but_watched() {
        Caller ada = exchanges.known("ada", "biller");

        for (String type : List.of("multipart/form-data; boundary=b", "multipart/mixed; boundary=\"b\"")) {
            Exchange upload = post("/invoices/5", "x".repeat(900), "content-type", type);
            assertThat(judge(upload, ada)).isEqualTo(Pass.PASS);
            assertThat(watched(upload, "PUT")).isZero();
            assertThat(watched(upload, "DELETE")).isEqualTo(BodyWatch.REFUSED);
            Respond refusal = upload.watch().refusal();
            assertThat(answer(refusal)).isEqualTo("403 access.deny");
            assertThat(((AuditEvent.Refused) refusal.event()).rule()).startsWith("DELETE /invoices/**");
            assertThat(upload.refusal()).isEqualTo("access.deny");
        }
        Exchange free = post("/claims/1", "x", "content-type", "multipart/form-data; boundary=b");
        assertThat(judge(free, ada)).isEqualTo(Pass.PASS);
        assertThat(free.watch()).as("whatever is hidden is allowed").isNull();
        Exchange read = exchanges.exchange(
                Exchanges.body("x"), "GET", "/invoices/5", "content-type", "multipart/form-data; boundary=b");
        assertThat(judge(read, ada)).isEqualTo(Pass.PASS);
        assertThat(read.watch()).isNull();
        Exchange json = post("/invoices/5", "{}", "content-type", "application/json");
        assertThat(judge(json, ada)).isEqualTo(Pass.PASS);
        assertThat(json.watch()).isNull();
    }

    private static int watched(Exchange exchange, String method) {
        String part = "--b\r\nContent-Disposition: form-data; name=\"_method\"\r\n\r\n" + method + "\r\n";
        return exchange.watch().look(ByteBuffer.wrap(part.getBytes(StandardCharsets.ISO_8859_1)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "multipart/form-data",
                "multipart/form-data; boundary=\"a b\"",
                "multipart/form-data; xboundary=a; boundary=b",
                "multipart/form-data; x=\"boundary=a\"; boundary=b",
                "multipart/form-data; boundary=\"xboundary=a\"",
                "multipart/form-data; boundary=b; charset=utf-16",
                "multipart/mixed",
                "multipart/form-data; boundary=a, multipart/form-data; boundary=b",
                "application/x-www-form-urlencoded; charset=utf-7"
            })
    void a_form_of_which_nobody_can_say_how_it_is_read_is_refused_where_a_method_could_be_hidden(String type) {
        Caller ada = exchanges.known("ada", "biller");

        assertThat(answer(judge(post("/invoices/5", "x", "content-type", type), ada)))
                .isEqualTo("403 access.form");
        assertThat(judge(post("/claims/5", "x", "content-type", type), ada)).isEqualTo(Pass.PASS);
    }

    @Test
    void a_body_without_a_type_is_watched_too() {
        Exchange untyped = post("/invoices/5", "_method=delete");
        assertThat(judge(untyped, exchanges.known("ada", "biller"))).isEqualTo(Pass.PASS);
        assertThat(untyped.watch().look(ByteBuffer.wrap("a=b&_method=delete".getBytes(StandardCharsets.US_ASCII))))
                .isEqualTo("delete".length());
        assertThat(untyped.watch().end()).isEqualTo(BodyWatch.REFUSED);
        assertThat(answer(untyped.watch().refusal())).isEqualTo("403 access.deny");
    }

    @Test
    void a_declared_form_that_is_too_large_to_be_read_is_refused_where_a_method_could_be_hidden() {
        Caller ada = exchanges.known("ada", "biller");

        assertThat(answer(judge(post("/invoices/5", "x=" + "y".repeat(200), "content-type", URLENCODED), ada)))
                .isEqualTo("403 access.form");
    }

    @Test
    void a_hidden_method_that_a_rule_denies_by_a_parameter_needs_the_whole_form() {
        Rules byParameter = new Rules().allow("biller", "/x/**").deny("biller", "DELETE /x/**?force=1");
        Exchanges forced = new Exchanges(byParameter);
        AccessFilter judge = new AccessFilter(
                new FakeRefusals(),
                trail,
                forced.sessions,
                forced.router,
                StepUpPolicy.keepingNothing(session -> false));
        Exchange pairs =
                forced.exchange(Exchanges.body("_method=delete&force=1"), "POST", "/x/1", "content-type", URLENCODED);
        pairs.authenticated(forced.known("ada", "biller"));
        assertThat(answer(decided(judge.judge(pairs)))).isEqualTo("403 access.deny");

        Exchange parts =
                forced.exchange(Exchanges.body("x"), "POST", "/x/1", "content-type", "multipart/form-data; boundary=b");
        parts.authenticated(forced.known("ada", "biller"));
        assertThat(decided(judge.judge(parts))).isEqualTo(Pass.PASS);
        assertThat(watched(parts, "DELETE")).isEqualTo(BodyWatch.REFUSED);
        assertThat(answer(parts.watch().refusal())).isEqualTo("403 access.form");
    }

    @Test
    void own_pages_are_not_for_the_rules_to_judge() {
        assertThat(judge(exchanges.exchange("GET", "/.tollgate/login"), Caller.Nobody.NOBODY))
                .isEqualTo(Pass.PASS);
    }

    @Test
    void an_exchange_under_way_is_judged_again_by_what_holds_now() {
        Caller.Known ada = exchanges.known("ada", "biller");
        Exchange exchange = exchanges.exchange("GET", "/claims/1");
        judge(exchange, ada);

        assertThat(filter.isStillPermitted(exchange)).isTrue();
        exchanges.users.put("ada", "ada@clinic.example", true, false, "doctor");
        assertThat(filter.isStillPermitted(exchange)).as("the role went").isFalse();
        exchanges.users.put("ada", "ada@clinic.example", false, false, "biller");
        assertThat(filter.isStillPermitted(exchange)).as("the user is disabled").isFalse();
        exchanges.users.put("ada", "ada@clinic.example", true, false, "biller");
        assertThat(filter.isStillPermitted(exchange)).isTrue();
        exchanges.sessions.end(ada.session(), SessionEnd.ADMIN);
        assertThat(filter.isStillPermitted(exchange)).as("the session ended").isFalse();
    }

    @Test
    void an_exchange_under_way_is_judged_by_a_new_table() {
        Exchange exchange = exchanges.exchange("GET", "/claims/1");
        Exchange open = exchanges.exchange("GET", "/static/1");
        judge(exchange, exchanges.known("ada", "biller"));
        judge(open, Caller.Nobody.NOBODY);

        exchanges.router.replaced(RoutingTable.of(
                List.of(Exchanges.app("billing", List.of(), "/", new Rules().open("GET /static/**"))), "/.tollgate"));

        assertThat(filter.isStillPermitted(exchange)).isFalse();
        assertThat(filter.isStillPermitted(open)).isTrue();
    }
}
