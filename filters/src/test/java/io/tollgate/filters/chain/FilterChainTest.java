package io.tollgate.filters.chain;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.filters.Exchanges;
import io.tollgate.filters.FakeAuditTrail;
import io.tollgate.filters.access.Permit;
import io.tollgate.filters.access.Rules;
import io.tollgate.filters.audit.AuditEvent;
import io.tollgate.filters.chain.Verdict.Await;
import io.tollgate.filters.chain.Verdict.Decision;
import io.tollgate.filters.chain.Verdict.Fail;
import io.tollgate.filters.chain.Verdict.Pass;
import io.tollgate.filters.chain.Verdict.Respond;
import io.tollgate.filters.http.Form;
import io.tollgate.filters.http.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

final class FilterChainTest {
    private static final Response ANSWER = Response.of(403);
    private static final AuditEvent EVENT =
            new AuditEvent.Refused(AuditEvent.Context.NONE, "access.role", null, "GET", "/x/**");

    private final Exchanges exchanges = new Exchanges(new Rules().allow("biller", "/x", "/y"));
    private final FakeAuditTrail trail = new FakeAuditTrail();
    private final FakeLoop loop = new FakeLoop();
    private final List<Decision> decided = new ArrayList<>();
    private final Exchange exchange = exchanges.exchange("GET", "/x");
    private final CompletableFuture<String> stage = new CompletableFuture<>();

    private final RequestFilter permitting = permitting("GET", "/x");
    private final RequestFilter unreachable = e -> {
        throw new AssertionError("asked although it was decided");
    };

    private RequestFilter permitting(String method, String target) {
        Exchange other = exchanges.exchange(method, target);
        Permit permit =
                (Permit) other.route().app().access().judge(method, other.readings(), Set.of("biller"), Form.NONE);
        return e -> {
            e.permitted(permit);
            return Pass.PASS;
        };
    }

    private Decision judge(RequestFilter... filters) {
        return judge(true, filters);
    }

    private Decision judge(boolean isAuditRequired, RequestFilter... filters) {
        return judge(exchange, isAuditRequired, filters);
    }

    private Decision judge(Exchange judged, boolean isAuditRequired, RequestFilter... filters) {
        FilterChain chain = new FilterChain(List.of(filters), trail, isAuditRequired, Duration.ofSeconds(5));
        return chain.judge(judged, loop, (e, decision) -> decided.add(decision));
    }

    private static void assertFails(Decision decision, Class<? extends Throwable> cause) {
        assertThat(decision).isInstanceOf(Fail.class);
        assertThat(((Fail) decision).cause()).isInstanceOf(cause);
    }

    @Test
    void a_pass_of_every_filter_with_a_permit_passes_at_once() {
        assertThat(judge(e -> Pass.PASS, permitting)).isEqualTo(Pass.PASS);
        assertThat(decided).isEmpty();
        assertThat(loop.timers()).isZero();
    }

    @Test
    void a_pass_without_a_permit_denies() {
        assertFails(judge(e -> Pass.PASS), IllegalStateException.class);
        assertFails(judge(), IllegalStateException.class);
    }

    @Test
    void a_permit_of_another_target_or_method_denies() {
        assertFails(judge(permitting("GET", "/y")), IllegalStateException.class);
        assertFails(judge(exchanges.exchange("HEAD", "/x"), true, permitting), IllegalStateException.class);
    }

    @Test
    void a_page_of_the_gateways_own_needs_no_permit() {
        assertThat(judge(exchanges.exchange("GET", "/.tollgate/login"), true, e -> Pass.PASS))
                .isEqualTo(Pass.PASS);
    }

    @Test
    void a_filter_that_throws_denies() {
        RequestFilter odd = e -> {
            throw new IllegalArgumentException("odd");
        };
        RequestFilter deep = e -> {
            throw new StackOverflowError();
        };
        assertFails(judge(odd, unreachable), IllegalArgumentException.class);
        assertFails(judge(deep, unreachable), StackOverflowError.class);
    }

    @Test
    void a_filter_that_says_nothing_denies() {
        assertFails(judge(e -> null, unreachable), NullPointerException.class);
        assertFails(judge(e -> new Await<>(null, x -> Pass.PASS), unreachable), NullPointerException.class);
        assertFails(judge(e -> new Respond(null), unreachable), NullPointerException.class);
    }

    @Test
    void an_answer_ends_the_chain() {
        assertThat(judge(e -> new Respond(ANSWER), unreachable)).isEqualTo(new Respond(ANSWER));
    }

    @Test
    void what_is_waited_for_resumes_with_the_next_filter_on_the_loop_and_decides_once() {
        assertThat(judge(e -> new Await<>(stage, x -> Pass.PASS), permitting)).isNull();
        stage.complete("done");

        assertThat(decided).as("not on the thread that completes").isEmpty();
        loop.turn();
        assertThat(decided).containsExactly(Pass.PASS);
        loop.pass(Duration.ofMinutes(1));
        assertThat(decided).hasSize(1);
        assertThat(loop.timers()).isZero();
    }

    @Test
    void several_filters_may_wait_one_after_the_other() {
        CompletableFuture<String> second = new CompletableFuture<>();

        assertThat(judge(e -> new Await<>(stage, x -> Pass.PASS), e -> new Await<>(second, x -> Pass.PASS), permitting))
                .isNull();
        stage.complete("1");
        loop.turn();
        assertThat(decided).isEmpty();
        second.complete("2");
        loop.turn();

        assertThat(decided).containsExactly(Pass.PASS);
    }

    @Test
    void a_stage_that_fails_denies_without_asking_then() {
        judge(e -> new Await<>(stage, x -> Pass.PASS), unreachable);
        stage.completeExceptionally(new IllegalStateException("store"));
        loop.turn();

        assertThat(decided).hasSize(1);
        assertFails(decided.get(0), IllegalStateException.class);
    }

    @Test
    void a_then_that_throws_or_says_nothing_denies() {
        RequestFilter throwing = e -> new Await<>(stage, x -> {
            throw new IllegalArgumentException("odd");
        });
        judge(throwing, unreachable);
        judge(e -> new Await<>(stage, x -> null), unreachable);
        stage.complete("done");
        loop.turn();

        assertThat(decided).hasSize(2);
        assertThat(decided)
                .extracting(d -> ((Fail) d).cause().getClass().getSimpleName())
                .containsExactlyInAnyOrder("IllegalArgumentException", "NullPointerException");
    }

    @Test
    void a_client_that_is_slow_but_makes_progress_is_waited_for() {
        judge(e -> new Await<>(stage, x -> Pass.PASS, true), permitting);
        loop.pass(Duration.ofMinutes(1));
        assertThat(decided).isEmpty();

        stage.complete("form");
        loop.turn();
        assertThat(decided).containsExactly(Pass.PASS);
    }

    @Test
    void a_stage_beyond_the_deadline_denies_and_its_late_result_is_dropped() {
        judge(e -> new Await<>(stage, x -> Pass.PASS), permitting);
        loop.pass(Duration.ofMillis(4_999));
        assertThat(decided).isEmpty();
        loop.pass(Duration.ofMillis(2));
        stage.complete("late");
        loop.turn();

        assertThat(decided).hasSize(1);
        assertFails(decided.get(0), TimeoutException.class);
        assertThat(exchange.permit()).isNull();
    }

    @Test
    void an_answer_with_an_event_waits_until_the_event_is_on_disk() {
        trail.written = new CompletableFuture<>();

        assertThat(judge(e -> new Respond(ANSWER, EVENT), unreachable)).isNull();
        loop.turn();
        assertThat(decided).isEmpty();
        assertThat(trail.appended).containsExactly(EVENT);
        trail.written.complete(null);
        loop.turn();

        assertThat(decided).containsExactly(new Respond(ANSWER, EVENT));
    }

    @Test
    void an_answer_whose_evidence_cant_be_written_is_withheld_where_audit_is_required() {
        trail.written = CompletableFuture.failedFuture(new IllegalStateException("disk full"));

        judge(true, e -> new Respond(ANSWER, EVENT));
        judge(false, e -> new Respond(ANSWER, EVENT));
        loop.turn();

        assertThat(decided).hasSize(2);
        assertFails(decided.get(0), IllegalStateException.class);
        assertThat(decided.get(1)).isInstanceOf(Respond.class);
    }

    @Test
    void a_trail_that_never_answers_or_returns_nothing_withholds_the_answer() {
        trail.written = new CompletableFuture<>();
        judge(e -> new Respond(ANSWER, EVENT));
        loop.pass(Duration.ofSeconds(6));
        trail.written = null;
        judge(e -> new Respond(ANSWER, EVENT));
        loop.turn();

        assertThat(decided).hasSize(2).allMatch(Fail.class::isInstance);
    }

    @Test
    void an_awaited_answer_carries_its_event_to_disk_too() {
        judge(e -> new Await<>(stage, x -> new Respond(ANSWER, EVENT)), unreachable);
        stage.complete("done");
        loop.turn();

        assertThat(trail.appended).containsExactly(EVENT);
        assertThat(decided).containsExactly(new Respond(ANSWER, EVENT));
    }
}
