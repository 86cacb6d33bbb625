package io.tollgate.benchmarks.micro;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.tollgate.filters.access.Permit;
import io.tollgate.filters.chain.Exchange;
import io.tollgate.filters.chain.FilterChain;
import io.tollgate.filters.chain.ResponseFilter;
import io.tollgate.filters.chain.Verdict;
import io.tollgate.filters.http.HeaderFields;
import io.tollgate.filters.http.ResponseHead;
import io.tollgate.filters.http.StrippedHeaders;
import io.tollgate.proxy.http.AnswerHead;
import io.tollgate.proxy.http.Answers;
import io.tollgate.proxy.http.BodyFraming;
import io.tollgate.proxy.http.HeadBuffer;
import io.tollgate.proxy.http.HeadWriter;
import io.tollgate.proxy.http.RequestMeta;
import io.tollgate.proxy.upstream.UpstreamHeaders;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The heads that are written for a permitted request: towards the app, and, amended by the response filters, to the client. */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@Warmup(batchSize = 50_000)
@Measurement(batchSize = 50_000)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
public class HeadersBenchmark {
    private static final Scale SCALE = new Scale(1_000, 100, 4);

    private final HeadBuffer out = new HeadBuffer();
    private final ByteBufAllocator alloc = ByteBufAllocator.DEFAULT;
    private final RequestMeta request = new RequestMeta(BodyFraming.NONE, Policy.HOST, true, false, false, false, null);
    private final AnswerHead answer = new AnswerHead(
            200,
            "OK",
            1,
            HeaderFields.of(
                    "Server",
                    "Apache-Coyote/1.1",
                    "Content-Type",
                    "text/html;charset=UTF-8",
                    "Content-Length",
                    "1024",
                    "Date",
                    "Sun, 22 Nov 2026 12:00:00 GMT",
                    "Connection",
                    "keep-alive"));

    @SuppressWarnings("NullAway.Init")
    private Exchange[] exchanges;

    @SuppressWarnings("NullAway.Init")
    private UpstreamHeaders headers;

    @SuppressWarnings("NullAway.Init")
    private StrippedHeaders stripped;

    @SuppressWarnings("NullAway.Init")
    private List<ResponseFilter> filters;

    private int turn;

    /** Has requests judged. */
    @Setup(Level.Trial)
    public void setUp() {
        JudgingGateway deployment = new JudgingGateway(SCALE, new NoTrail());
        headers = deployment.upstreamHeaders();
        filters = deployment.responseFilters();
        FilterChain chain = deployment.chain();
        ScheduledThreadPoolExecutor loop = new ScheduledThreadPoolExecutor(1);
        // One for each of the heads: each was judged with what its head says now.
        Traffic traffic = new Traffic(deployment, SCALE.sessions());
        exchanges = new Exchange[Traffic.KINDS];
        for (int i = 0; i < exchanges.length; i++) {
            exchanges[i] = traffic.next();
            if (chain.judge(exchanges[i], loop, (judged, decision) -> {}) != Verdict.Pass.PASS) {
                throw new IllegalStateException("a request of the benchmark is not permitted");
            }
        }
        stripped = StrippedHeaders.of(exchanges[0].route().app().config().signOn());
        loop.shutdownNow();
    }

    private Exchange next() {
        return exchanges[++turn & (Traffic.KINDS - 1)];
    }

    /** Towards the app: the client's fields without what must not pass, and ours. */
    @Benchmark
    public int towardsTheApp() {
        Exchange exchange = next();
        Permit permit = Objects.requireNonNull(exchange.permit());
        return written(headers.write(out, exchange, permit, request, stripped));
    }

    /** To the client: the app's fields without what was for one hop, amended. */
    @Benchmark
    public int towardsTheClient() {
        Exchange exchange = next();
        ResponseHead head = Answers.head(answer, 1024, false);
        for (ResponseFilter filter : filters) {
            filter.amend(exchange, head);
        }
        return written(HeadWriter.answer(out.begin(), head, 1024, null));
    }

    private int written(HeadBuffer head) {
        ByteBuf bytes = head.copy(alloc, 0);
        int length = bytes.readableBytes();
        bytes.release();
        return length;
    }
}
