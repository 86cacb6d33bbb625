package io.tollgate.filters;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.config.StepUpConfig;
import io.tollgate.filters.access.Rules;
import io.tollgate.filters.audit.AuditEvent;
import io.tollgate.filters.chain.Exchange;
import io.tollgate.filters.chain.KeptRequest;
import io.tollgate.filters.chain.Verdict;
import io.tollgate.filters.http.Field;
import io.tollgate.filters.kept.KeptCookie;
import io.tollgate.filters.kept.KeptRequests;
import io.tollgate.filters.session.Caller;
import java.security.SecureRandom;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class ResumeFilterTest {
    private static final StepUpConfig CONFIG = new StepUpConfig(Duration.ofMinutes(5), 1_000, Duration.ofMinutes(10));

    private final Exchanges exchanges =
            new Exchanges(new Rules().allow("biller", "/**").stepUp("biller", "POST /pay/**"));
    private final KeptRequests requests = new KeptRequests(exchanges.time, new SecureRandom());
    private boolean isFresh = true;
    private final StepUpPolicy policy = new StepUpPolicy(CONFIG, session -> isFresh, requests);
    private final FakeAuditTrail audit = new FakeAuditTrail();
    private final ResumeFilter filter = new ResumeFilter(policy, new FakeRefusals(), audit);
    private final Caller.Known ada = exchanges.known("ada", "biller");

    private String kept() {
        Exchange exchange = exchanges.exchange(
                Exchanges.body("sum=7"),
                "POST",
                "/pay/1",
                "cookie",
                "then=1",
                "x-a",
                "1",
                "x-forwarded-for",
                "1.1.1.1");
        exchange.authenticated(ada);
        return policy.keep(exchange).toCompletableFuture().join();
    }

    private static String cookie(String id, String target) {
        String set = KeptCookie.set(id, target);
        return "now=1; " + set.substring(0, set.indexOf(';'));
    }

    private Exchange asks(Caller caller, String method, String target, String... fields) {
        Exchange exchange = exchanges.exchange(method, target, fields);
        exchange.authenticated(caller);
        return exchange;
    }

    private static String reason(Verdict verdict) {
        return verdict instanceof Verdict.Respond respond
                ? respond.response().status()
                        + " "
                        + respond.response().fields().stream()
                                .filter(field -> field.name().equals("reason"))
                                .map(Field::value)
                                .findFirst()
                                .orElse("")
                : verdict.toString();
    }

    @Test
    void a_browsers_request_goes_on_once_as_it_was_with_the_cookies_of_now() {
        String id = kept();

        Verdict verdict = filter.judge(asks(ada, "GET", "/pay/1", "cookie", cookie(id, "/pay/1")));

        assertThat(verdict).isInstanceOfSatisfying(Verdict.Resume.class, resume -> {
            KeptRequest request = resume.kept();
            assertThat(request.head().method()).isEqualTo("POST");
            assertThat(request.head().fields().first("x-a")).isEqualTo("1");
            assertThat(request.head().fields().first("cookie")).startsWith("now=1");
            assertThat(request.head().fields().has("x-forwarded-for")).isFalse();
            assertThat(request.body().length()).isEqualTo(5);
        });
        Verdict.Respond again =
                (Verdict.Respond) filter.judge(asks(ada, "GET", "/pay/1", "cookie", cookie(id, "/pay/1")));
        assertThat(reason(again)).isEqualTo("410 step-up.gone");
        assertThat(again.response().fields()).contains(new Field("set-cookie", KeptCookie.expired()));
        assertThat(((AuditEvent.Refused) again.event()).reason()).isEqualTo("step-up.gone");
    }

    @Test
    void a_script_goes_on_by_a_field_with_the_same_method_and_target_alone() {
        String id = kept();

        assertThat(reason(filter.judge(asks(ada, "PUT", "/pay/1", "Tollgate-Kept", id))))
                .isEqualTo("410 step-up.gone");
        assertThat(reason(filter.judge(asks(ada, "POST", "/pay/2", "Tollgate-Kept", id))))
                .isEqualTo("410 step-up.gone");
        assertThat(filter.judge(asks(ada, "POST", "/pay/1", "Tollgate-Kept", id)))
                .isInstanceOf(Verdict.Resume.class);
    }

    @Test
    void whatever_else_the_browser_asks_meanwhile_is_not_taken_for_it() {
        String id = kept();

        assertThat(filter.judge(asks(ada, "GET", "/other", "cookie", cookie(id, "/pay/1"))))
                .isEqualTo(Verdict.Pass.PASS);
        assertThat(filter.judge(asks(ada, "POST", "/pay/1", "cookie", cookie(id, "/pay/1"))))
                .isEqualTo(Verdict.Pass.PASS);
        assertThat(filter.judge(asks(ada, "GET", "/.tollgate/account", "tollgate-kept", id)))
                .isEqualTo(Verdict.Pass.PASS);
        Exchange resumed = asks(ada, "POST", "/pay/1", "tollgate-kept", id);
        resumed.resumed();
        assertThat(filter.judge(resumed)).as("it is judged once").isEqualTo(Verdict.Pass.PASS);
        assertThat(requests.count()).isEqualTo(1);
    }

    @Test
    void nobody_locked_people_and_other_sessions_get_nothing_and_take_nothing_away() {
        String id = kept();
        Caller.Known other = exchanges.known("bo", "biller");
        String[] field = {"tollgate-kept", id};

        assertThat(reason(filter.judge(asks(Caller.Nobody.NOBODY, "POST", "/pay/1", field))))
                .isEqualTo("303 login");
        assertThat(reason(filter.judge(asks(exchanges.locked("kim"), "POST", "/pay/1", field))))
                .isEqualTo("303 lock");
        assertThat(reason(filter.judge(asks(new Caller.Pending(ada.session(), ada.user()), "POST", "/pay/1", field))))
                .isEqualTo("403 session.factor");
        assertThat(reason(filter.judge(asks(other, "POST", "/pay/1", field)))).isEqualTo("410 step-up.gone");
        assertThat(filter.judge(asks(ada, "POST", "/pay/1", field))).isInstanceOf(Verdict.Resume.class);
    }

    @Test
    void while_no_factor_is_fresh_it_is_asked_for_again_and_what_waits_stays() {
        String id = kept();
        isFresh = false;
        assertThat(reason(filter.judge(asks(ada, "POST", "/pay/1", "tollgate-kept", id))))
                .isEqualTo("403 step-up");

        isFresh = true;
        assertThat(filter.judge(asks(ada, "POST", "/pay/1", "tollgate-kept", id)))
                .isInstanceOf(Verdict.Resume.class);
    }

    @Test
    void a_body_beside_it_is_refused() {
        String id = kept();
        Exchange exchange = exchanges.exchange(Exchanges.body("other=1"), "POST", "/pay/1", "tollgate-kept", id);
        exchange.authenticated(ada);

        assertThat(reason(filter.judge(exchange))).isEqualTo("400 step-up.body");
        assertThat(requests.count()).isEqualTo(1);
    }

    @Test
    void what_can_simply_be_asked_again_or_is_too_large_is_not_kept() {
        Exchange safe = asks(ada, "GET", "/pay/1");
        assertThat(policy.keep(safe).toCompletableFuture().join()).isNull();
        Exchange large = exchanges.exchange(Exchanges.body("x".repeat(1_001)), "POST", "/pay/1");
        large.authenticated(ada);
        assertThat(policy.keep(large).toCompletableFuture().join()).isNull();
        assertThat(requests.count()).isZero();
        assertThat(requests.bytes()).as("no room is lost").isZero();
        assertThat(StepUpPolicy.keepingNothing(session -> true)
                        .keep(large)
                        .toCompletableFuture()
                        .join())
                .isNull();
    }
}
