package io.tollgate.benchmarks.micro;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.filters.access.Permit;
import io.tollgate.filters.access.Readings;
import io.tollgate.filters.audit.AuditEvent;
import io.tollgate.filters.audit.AuditTrail;
import io.tollgate.filters.chain.Arrival;
import io.tollgate.filters.chain.Exchange;
import io.tollgate.filters.chain.RequestBody;
import io.tollgate.filters.chain.Verdict;
import io.tollgate.filters.http.ClientAddresses;
import io.tollgate.filters.http.Form;
import io.tollgate.filters.http.RequestHead;
import io.tollgate.filters.session.Caller;
import io.tollgate.filters.session.SessionEnd;
import io.tollgate.proxy.http.Reception.Received;
import io.tollgate.proxy.http.Reception.Received.Admitted;
import io.tollgate.proxy.http.Reception.Received.Refused;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is measured does the work of a gateway: whatever a gateway refuses is refused, and recorded. */
final class JudgingGatewayTest {
    private final List<AuditEvent> recorded = new ArrayList<>();
    private final ScheduledThreadPoolExecutor loop = new ScheduledThreadPoolExecutor(1);
    private final JudgingGateway deployment = new JudgingGateway(new Scale(200, 100, 8), new AuditTrail() {
        @Override
        public CompletionStage<Void> append(AuditEvent event) {
            recorded.add(event);
            return CompletableFuture.completedStage(null);
        }

        @Override
        public void aggregate(AuditEvent event) {
            recorded.add(event);
        }
    });

    @AfterEach
    void endTheLoop() {
        loop.shutdownNow();
    }

    private Received received(String method, String target, int session) {
        RequestHead head = RequestHead.of(
                method,
                target,
                "Host",
                Policy.HOST,
                "Cookie",
                "__Host-tollgate=" + deployment.tokens().token(session));
        return deployment
                .reception()
                .receive(
                        head,
                        Policy.HOST,
                        ClientAddresses.direct(InetAddress.getLoopbackAddress()),
                        new Arrival("public", "https", 443, false),
                        RequestBody.NONE);
    }

    private boolean isPermitted(String method, String target, int session) {
        Exchange exchange = ((Admitted) received(method, target, session)).exchange();
        Verdict.Decision decision = deployment.chain().judge(exchange, loop, (judged, late) -> {});
        assertThat(exchange.permit() != null).isEqualTo(decision == Verdict.Pass.PASS);
        return decision == Verdict.Pass.PASS;
    }

    @Test
    void what_is_measured_is_permitted() {
        Traffic traffic = new Traffic(deployment, 200);
        for (int i = 0; i < 400; i++) {
            Exchange exchange = traffic.next();
            assertThat(deployment.chain().judge(exchange, loop, (judged, late) -> {}))
                    .isEqualTo(Verdict.Pass.PASS);
            assertThat(exchange.caller()).isInstanceOf(Caller.Known.class);
        }
        assertThat(recorded).isEmpty();
    }

    @Test
    void a_revoked_session_a_denied_path_and_another_sites_post_are_refused_and_recorded() {
        assertThat(isPermitted("GET", "/invoices/1", 7)).isTrue();
        assertThat(isPermitted("DELETE", "/invoices/1", 7)).isFalse();
        assertThat(isPermitted("GET", "/nowhere", 7)).isFalse();
        assertThat(recorded).hasSize(2);

        deployment
                .sessions()
                .endAllOf(KeptUsers.id(7), null, SessionEnd.ADMIN)
                .toCompletableFuture()
                .join();

        assertThat(isPermitted("GET", "/invoices/1", 7)).isFalse();
        assertThat(isPermitted("GET", "/invoices/1", 8)).isTrue();
        assertThat(recorded).hasSize(3);
    }

    @Test
    void a_target_that_can_be_read_in_two_ways_is_refused() {
        assertThat(received("GET", "/invoices/../admin", 1)).isInstanceOf(Refused.class);
        assertThat(received("GET", "/invoices/%2e%2e/admin", 1)).isInstanceOf(Refused.class);
    }

    @Test
    void rules_of_every_kind_are_there_and_each_is_of_its_role() {
        Readings view = (Readings) Readings.of("/area10/part7/view");

        assertThat(deployment.access().judge("GET", view, Set.of("role0"), Form.NONE))
                .isInstanceOf(Permit.class);
        assertThat(deployment.access().judge("GET", view, Set.of("role1"), Form.NONE))
                .isNotInstanceOf(Permit.class);
        assertThat(deployment.config().rateLimit().perClient()).isNotNull();
    }

    @Test
    void every_session_has_its_turn() {
        for (int sessions : new int[] {1, 2, 10, 1_000, 99_999}) {
            IntUnaryOperator order = Strewn.over(sessions, 0.6180339887);
            assertThat(IntStream.range(0, sessions).map(order).distinct().count())
                    .isEqualTo(sessions);
        }
    }
}
