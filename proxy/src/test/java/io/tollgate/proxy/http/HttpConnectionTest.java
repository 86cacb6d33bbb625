package io.tollgate.proxy.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.tollgate.filters.chain.BodyTooLargeException;
import io.tollgate.filters.chain.Verdict;
import io.tollgate.filters.http.HeaderFields;
import io.tollgate.filters.http.Response;
import io.tollgate.proxy.http.FakeForwarder.Sent;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@SuppressWarnings("StringConcatToTextBlock") // What is on the wire ends its lines in CRLF.
final class HttpConnectionTest {
    private static final String GET = "GET /a HTTP/1.1\r\nHost: gw.test\r\n\r\n";

    private final Client client = new Client();

    @AfterEach
    void close() {
        client.close();
    }

    private Sent sent(int i) {
        return client.upstream.sent.get(i);
    }

    @Test
    void a_request_is_forwarded_and_its_answer_comes_back() {
        client.sends(GET);
        assertThat(client.received()).isEqualTo("HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\nGET /a[]");
        assertThat(client.isClosed()).isFalse();
        assertThat(client.test.outcomes).singleElement().satisfies(outcome -> {
            assertThat(outcome.status()).isEqualTo(200);
            assertThat(outcome.responseBytes()).isEqualTo(8);
            assertThat(outcome.fault()).isNull();
        });
    }

    @Test
    void pipelined_requests_are_answered_in_order_however_they_arrive() {
        String three = GET
                + "POST /b HTTP/1.1\r\nHost: gw.test\r\nContent-Length: 5\r\n\r\nhello"
                + "POST /c HTTP/1.1\r\nHost: gw.test\r\nTransfer-Encoding: chunked\r\n\r\n5;x=y\r\nhello\r\n1\r\n!\r\n0\r\nX-T: 1\r\n\r\n"
                + "GET https://gw.test/d?e HTTP/1.1\r\nHost: gw.test\r\n\r\n";
        Random random = new Random(42);
        for (int round = 0; round < 300; round++) {
            Client one = new Client();
            int at = 0;
            while (at < three.length()) {
                int n = round == 0 ? 1 : 1 + random.nextInt(1 + random.nextInt(three.length() - at));
                one.sends(three.substring(at, at + n));
                at += n;
            }
            assertThat(one.received().replaceAll("HTTP/1.1 200 OK\r\nContent-Length: \\d+\r\n\r\n", "|"))
                    .isEqualTo("|GET /a[]|POST /b[hello]|POST /c[hello!]|GET /d?e[]");
            assertThat(one.upstream.sent.get(2).trailers.first("x-t")).isEqualTo("1");
            assertThat(one.test.outcomes).hasSize(4);
        }
    }

    @Test
    void the_next_request_waits_until_the_answer_before_it_is_complete() {
        client.upstream.isAnswering = false;
        client.sends(GET + GET);
        assertThat(client.upstream.sent).hasSize(1);
        sent(0).answer("first");
        assertThat(client.upstream.sent).hasSize(2);
    }

    @Test
    void the_body_is_not_asked_for_before_somebody_wants_it() {
        client.upstream.isEager = false;
        client.sends("POST /b HTTP/1.1\r\nHost: gw.test\r\nContent-Length: 10\r\n\r\nhello");
        assertThat(sent(0).body).isEmpty();
        sent(0).client.requestBody();
        assertThat(sent(0).body).hasToString("hello");
        client.sends("world");
        assertThat(sent(0).body).hasToString("hello");
        sent(0).client.requestBody();
        assertThat(sent(0).body).hasToString("helloworld");
        assertThat(client.received()).contains("POST /b[helloworld]");
    }

    @Test
    void a_client_that_waits_for_100_gets_it_when_the_body_is_wanted() {
        client.upstream.isEager = false;
        client.sends("POST /b HTTP/1.1\r\nHost: gw.test\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");
        assertThat(client.received()).isEmpty();
        sent(0).client.requestBody();
        assertThat(client.received()).isEqualTo("HTTP/1.1 100 Continue\r\n\r\n");
        client.sends("ab");
        assertThat(client.received()).contains("POST /b[ab]");
        assertThat(client.isClosed()).isFalse();
    }

    @Test
    void a_refusal_comes_instead_of_the_100_and_the_connection_closes() {
        client.test.filter = exchange -> new Verdict.Respond(Response.text(401, "log in"));
        client.sends("POST /b HTTP/1.1\r\nHost: gw.test\r\nExpect: 100-continue\r\nContent-Length: 20000000\r\n\r\n");
        assertThat(client.received())
                .startsWith("HTTP/1.1 401 Unauthorized\r\n")
                .contains("Connection: close\r\n")
                .endsWith("log in");
        assertThat(client.isClosed()).isTrue();
        assertThat(client.upstream.sent).isEmpty();
    }

    @Test
    void a_refused_body_that_is_here_already_does_not_cost_the_connection() {
        client.test.filter = exchange -> new Verdict.Respond(Response.text(401, "log in"));
        client.sends("POST /b HTTP/1.1\r\nHost: gw.test\r\nContent-Length: 5\r\n\r\nhello" + GET);
        assertThat(client.received().split("HTTP/1.1 401", -1)).hasSize(3);
        assertThat(client.isClosed()).isFalse();
    }

    @Test
    void a_filter_that_throws_denies_with_a_reference_and_nothing_of_the_exception() {
        client.test.filter = exchange -> {
            throw new IllegalStateException("secret");
        };
        client.sends(GET);
        assertThat(client.received())
                .startsWith("HTTP/1.1 500 ")
                .contains("REF")
                .doesNotContain("secret");
        assertThat(client.upstream.sent).isEmpty();
    }

    @Test
    void a_response_filter_that_throws_lets_nothing_of_the_answer_out() {
        client.test.responseFilters.add((exchange, head) -> {
            throw new IllegalStateException("secret");
        });
        client.sends(GET);
        assertThat(client.received())
                .startsWith("HTTP/1.1 500 ")
                .doesNotContain("GET /a")
                .doesNotContain("secret");
        assertThat(sent(0).isCancelled).isTrue();
        assertThat(client.test.outcomes).hasSize(1);
    }

    @Test
    void a_page_reads_its_form_within_its_bound() {
        client.test.pages.put(
                "login",
                exchange -> exchange.body()
                        .collect(10)
                        .thenApply(form -> Response.text(200, new String(form, StandardCharsets.UTF_8)))
                        .exceptionally(failure -> {
                            Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
                            return Response.text(cause instanceof BodyTooLargeException ? 413 : 500, "no");
                        }));
        String head = "POST /.tollgate/login HTTP/1.1\r\nHost: gw.test\r\n";
        client.sendsByteByByte(head + "Content-Length: 3\r\n\r\na=b");
        assertThat(client.received()).endsWith("a=b");
        client.sends(head + "Transfer-Encoding: chunked\r\n\r\n6\r\n123456\r\n6\r\n123456\r\n0\r\n\r\n");
        assertThat(client.received()).contains("HTTP/1.1 413 ");
    }

    @Test
    void a_form_that_was_read_before_judging_is_replayed_byte_for_byte() {
        client.test.filter = exchange -> new Verdict.Await<>(
                exchange.body().collect(64_000), form -> (Verdict.Decision) TestKernel.permit(exchange));
        client.sendsByteByByte("POST /b HTTP/1.1\r\nHost: gw.test\r\nContent-Length: 5\r\n\r\na=%20" + GET);
        assertThat(client.received()).contains("POST /b[a=%20]").contains("GET /a[]");
    }

    @Test
    void a_session_that_ended_while_its_request_was_judged_gets_nothing() {
        CompletableFuture<Void> stage = new CompletableFuture<>();
        client.test.filter =
                exchange -> new Verdict.Await<>(stage, ignored -> (Verdict.Decision) TestKernel.permit(exchange));
        client.test.isStillPermitted = exchange -> false;
        client.sends(GET);
        stage.complete(null);
        assertThat(client.received()).startsWith("HTTP/1.1 401 ");
        assertThat(client.upstream.sent).isEmpty();
    }

    @Test
    void an_answer_under_way_is_cut_and_never_looks_complete() {
        client.upstream.isAnswering = false;
        client.sends(GET);
        sent(0).client.head(new AnswerHead(200, "OK", 1, HeaderFields.EMPTY), BodyFraming.CHUNKED);
        sent(0).client.body(Unpooled.copiedBuffer("half", StandardCharsets.UTF_8));
        sent(0).client.flush();
        client.scopes.cut(exchange -> true, "session.changed");
        assertThat(client.received()).endsWith("4\r\nhalf\r\n");
        assertThat(client.isClosed()).isTrue();
        assertThat(sent(0).isCancelled).isTrue();
        assertThat(client.test.outcomes)
                .singleElement()
                .satisfies(o -> assertThat(o.fault()).isEqualTo("session.changed"));
    }

    @Test
    void a_client_that_leaves_ends_its_exchange_once() {
        client.upstream.isAnswering = false;
        client.sends(GET);
        client.channel().close();
        client.channel().runPendingTasks();
        assertThat(sent(0).isCancelled).isTrue();
        assertThat(client.test.outcomes)
                .singleElement()
                .satisfies(o -> assertThat(o.fault()).isEqualTo("downstream.gone"));
        sent(0).answer("too late");
        assertThat(client.test.outcomes).hasSize(1);
    }

    @Test
    void an_old_client_gets_a_body_that_ends_with_the_connection() {
        client.upstream.isAnswering = false;
        client.sends("GET /a HTTP/1.0\r\nHost: gw.test\r\nConnection: keep-alive\r\n\r\n");
        sent(0).client.head(new AnswerHead(200, "OK", 1, HeaderFields.EMPTY), BodyFraming.CHUNKED);
        sent(0).client.body(Unpooled.copiedBuffer("all", StandardCharsets.UTF_8));
        sent(0).client.end(HeaderFields.EMPTY);
        assertThat(client.received()).isEqualTo("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nall");
        assertThat(client.isClosed()).isTrue();
    }

    @Test
    void an_old_client_may_keep_its_connection_where_lengths_are_known() {
        String get = "GET /a HTTP/1.0\r\nHost: gw.test\r\nConnection: keep-alive\r\n\r\n";
        client.sends(get + get);
        assertThat(client.received()).contains("Connection: keep-alive\r\n");
        assertThat(client.upstream.sent).hasSize(2);
        client.sends("GET /a HTTP/1.0\r\nHost: gw.test\r\n\r\n");
        assertThat(client.received()).contains("Connection: close\r\n");
        assertThat(client.isClosed()).isTrue();
    }

    @Test
    void connection_close_is_honoured_and_nothing_after_it_is_served() {
        client.sends("GET /a HTTP/1.1\r\nHost: gw.test\r\nConnection: close\r\n\r\n" + GET);
        assertThat(client.upstream.sent).hasSize(1);
        assertThat(client.received()).contains("Connection: close");
        assertThat(client.isClosed()).isTrue();
    }

    @Test
    void a_head_that_does_not_come_in_time_is_408_and_an_idle_connection_just_closes() {
        client.sends("GET /a HTTP/1.1\r\nHost:");
        assertThat(client.waits(9).isClosed()).isFalse();
        assertThat(client.waits(3).received()).startsWith("HTTP/1.1 408 ");
        assertThat(client.isClosed()).isTrue();
        Client idle = new Client();
        idle.sends(GET).waits(60);
        assertThat(idle.isClosed()).isFalse();
        idle.waits(10);
        assertThat(idle.isClosed()).isTrue();
        assertThat(idle.received()).doesNotContain("408");
    }

    @Test
    void a_body_must_make_progress_but_may_take_any_time_in_all() {
        client.sends("POST /b HTTP/1.1\r\nHost: gw.test\r\nContent-Length: 1000000\r\n\r\n");
        for (int i = 0; i < 8; i++) {
            client.waits(15).sends("x".repeat(40_000));
        }
        assertThat(client.isClosed()).isFalse();
        client.waits(15).sends("x");
        client.waits(50);
        assertThat(client.received()).startsWith("HTTP/1.1 408 ");
        assertThat(sent(0).isCancelled).isTrue();
        assertThat(sent(0).isComplete).isFalse();
    }

    @Test
    void a_client_that_sends_no_more_is_waited_for_as_long_as_it_is_told_something() {
        client.upstream.isAnswering = false;
        client.sends(GET);
        client.channel().pipeline().fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
        client.waits(9);
        sent(0).client.head(new AnswerHead(200, "OK", 1, HeaderFields.EMPTY), BodyFraming.CHUNKED);
        for (int i = 0; i < 5; i++) {
            sent(0).client.body(Unpooled.copiedBuffer("x", StandardCharsets.UTF_8));
            client.waits(9);
            assertThat(client.isClosed()).isFalse();
        }
        client.waits(2);
        assertThat(client.isClosed()).isTrue();
        assertThat(sent(0).isCancelled).isTrue();
        assertThat(client.test.outcomes)
                .singleElement()
                .satisfies(o -> assertThat(o.fault()).isEqualTo("downstream.gone"));
    }

    @Test
    void a_client_that_ends_its_tls_is_gone() {
        client.upstream.isAnswering = false;
        client.sends(GET);
        client.channel().pipeline().fireUserEventTriggered(SslCloseCompletionEvent.SUCCESS);
        assertThat(client.isClosed()).isTrue();
        assertThat(sent(0).isCancelled).isTrue();
    }

    @Test
    void draining_closes_what_is_idle_and_lets_the_rest_finish() {
        client.upstream.isAnswering = false;
        client.sends(GET);
        Client idle = new Client();
        idle.sends(GET).waits(1);
        client.scopes.drain();
        idle.scopes.drain();
        assertThat(idle.received()).contains("GET /a");
        assertThat(idle.isClosed()).isTrue();
        client.channel().runPendingTasks();
        assertThat(client.isClosed()).isFalse();
        sent(0).answer("done");
        assertThat(client.received()).contains("Connection: close\r\n").endsWith("done");
        assertThat(client.isClosed()).isTrue();
    }

    @Test
    void draining_answers_the_request_that_was_on_its_way_and_says_that_it_was_the_last() {
        Client busy = new Client();
        busy.sends(GET);
        busy.scopes.drain();
        assertThat(busy.received()).doesNotContain("Connection: close");
        assertThat(busy.isClosed()).isFalse();
        busy.sends(GET);
        assertThat(busy.received()).contains("Connection: close\r\n");
        assertThat(busy.isClosed()).isTrue();
    }

    @Test
    void draining_waits_for_a_request_that_may_be_on_its_way_no_longer_than_a_second() {
        Client quiet = new Client();
        quiet.sends(GET);
        quiet.scopes.drain();
        assertThat(quiet.received()).contains("GET /a");
        assertThat(quiet.isClosed()).isFalse();
        assertThat(quiet.waits(1).isClosed()).isTrue();
    }

    @Test
    void limits_of_a_head_hold() {
        String host = "GET / HTTP/1.1\r\nHost: gw.test\r\n";
        assertThat(new Client().sends("GET /" + "a".repeat(17_000)).received()).startsWith("HTTP/1.1 414 ");
        assertThat(new Client().sends(host + "X: " + "a".repeat(17_000)).received())
                .startsWith("HTTP/1.1 431 ");
        assertThat(new Client()
                        .sends(host + ("X: " + "a".repeat(9_000) + "\r\n").repeat(4))
                        .received())
                .startsWith("HTTP/1.1 431 ");
        assertThat(new Client().sends(host + "X: a\r\n".repeat(100)).received()).startsWith("HTTP/1.1 431 ");
        assertThat(new Client().sends(host + "X: a\r\n".repeat(99) + "\r\n").received())
                .startsWith("HTTP/1.1 200 ");
    }

    @Test
    void a_head_request_gets_no_body_whoever_answers() {
        client.test.pages.put("x", exchange -> CompletableFuture.completedStage(Response.text(200, "page")));
        client.sends("HEAD /.tollgate/x HTTP/1.1\r\nHost: gw.test\r\n\r\n");
        assertThat(client.received()).contains("Content-Length: 4\r\n").endsWith("\r\n\r\n");
        client.sends(GET);
        assertThat(client.received()).endsWith("GET /a[]");
    }

    @Test
    void pipelined_answers_without_a_body_are_all_sent() {
        client.test.filter = exchange -> new Verdict.Respond(Response.of(204));
        client.sends(GET.repeat(3));
        assertThat(client.received().split("HTTP/1.1 204", -1)).hasSize(4);
        assertThat(client.received()).doesNotContain("Content-Length");
    }

    @Test
    void a_client_that_takes_no_answers_gets_no_more_of_them() {
        client.test.filter = exchange -> new Verdict.Respond(Response.of(204));
        ChannelOutboundBuffer out = client.channel().unsafe().outboundBuffer();
        out.setUserDefinedWritability(1, false);
        client.sends(GET.repeat(50)).sends(GET.repeat(50));
        assertThat(client.received()).isEmpty();

        out.setUserDefinedWritability(1, true);
        assertThat(client.received().split("HTTP/1.1 204", -1)).hasSize(101);
    }
}
