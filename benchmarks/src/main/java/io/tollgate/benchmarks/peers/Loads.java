package io.tollgate.benchmarks.peers;

import io.tollgate.benchmarks.BenchmarkException;
import io.tollgate.benchmarks.load.Answered;
import io.tollgate.benchmarks.load.H2Load;
import io.tollgate.benchmarks.load.OpenLoop;
import io.tollgate.benchmarks.load.Plan;
import io.tollgate.benchmarks.load.Target;
import io.tollgate.benchmarks.load.Visitor;
import io.tollgate.benchmarks.load.Wrk;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongFunction;

/** Makes the load of each work, closed-loop for throughput and open-loop for latency. Confined to one thread. */
final class Loads {
    private static final int CONNECTIONS = 32;
    private static final int H2_CONNECTIONS = 16;
    private static final int H2_STREAMS = 16;
    private static final int VOLLEY = 64;
    private static final int LARGE_CONNECTIONS = 2;
    private static final int MIDDLE_CONNECTIONS = 16;
    /** What is asked for when nothing is known yet: bytes of bodies a second. */
    private static final long FIRST_BYTES = 64_000;

    private static final long MOST = 10_000_000;
    private static final Duration GRACE = Duration.ofSeconds(2);

    private final Stage stage;
    private final Wrk wrk;
    private final H2Load h2load;
    private final OpenLoop openLoop;
    /** How long one answer is, of each contender. */
    private final Map<Contender, Long> answerBytes = new HashMap<>();

    private final Map<Contender, Map<Work, Double>> rates = new HashMap<>();

    Loads(Stage stage, OpenLoop openLoop) {
        this.stage = stage;
        this.openLoop = openLoop;
        wrk = new Wrk(stage.workspace(), stage.cores());
        h2load = new H2Load(stage.cores());
    }

    /** Looks at one answer of each kind; fails where it is not the one expected. */
    void probe(Contender contender) {
        Visitor visitor = stage.visitor(contender.port());
        for (Work work : new Work[] {Work.BODY_64K, Work.SMALL}) {
            Target target = contender.target(work);
            Visitor.Answer answer = visitor.get(target);
            String problem = target.problem(answer.status(), answer.bodyLength());
            if (problem != null) {
                throw new BenchmarkException(contender.name() + ": " + problem);
            }
            answerBytes.put(contender, answer.bytes());
        }
    }

    /** As much as goes through. */
    Answered throughput(Contender contender, Work work, Duration time) {
        Target target = contender.target(work);
        return switch (work) {
            case SMALL, IDLE -> small(contender, CONNECTIONS, time);
            case H2 ->
                counted(contender, work, time, requests -> h2load.http2(target, H2_CONNECTIONS, H2_STREAMS, requests));
            case HANDSHAKE -> h2load.handshakes(target, VOLLEY, time);
            case BODY_100M ->
                counted(contender, work, time, requests -> h2load.http1(target, LARGE_CONNECTIONS, requests));
            case BODY_64K ->
                counted(contender, work, time, requests -> h2load.http1(target, MIDDLE_CONNECTIONS, requests));
        };
    }

    /** As many requests as took about this time when it was last done. */
    private Answered counted(Contender contender, Work work, Duration time, LongFunction<Answered> load) {
        Map<Work, Double> known = rates.computeIfAbsent(contender, unknown -> new EnumMap<>(Work.class));
        double rate = known.getOrDefault(work, (double) FIRST_BYTES / work.bytes());
        Answered answered = load.apply(Math.max(1, Math.min(MOST, Math.round(rate * time.toMillis() / 1000.0))));
        known.put(work, answered.requests() / answered.seconds());
        return answered;
    }

    /** Small GETs on so many connections. */
    Answered small(Contender contender, int connections, Duration time) {
        return small(contender.target(Work.SMALL), connections, time, answerBytes.getOrDefault(contender, 0L));
    }

    /** The same, from somebody who does not take part in all works. */
    Answered small(Target target, int connections, Duration time, long bytes) {
        return wrk.run(target, connections, (int) Math.max(1, time.toSeconds()), bytes);
    }

    /** How long answers take at a rate that a machine of this size stands with ease, the same for all. */
    OpenLoop.Result latency(Contender contender, Work work, Duration time) {
        Plan plan = switch (work) {
            case SMALL, IDLE -> new Plan(Plan.Way.KEPT, CONNECTIONS, 1000, time, GRACE);
            case H2 -> new Plan(Plan.Way.HTTP2, H2_CONNECTIONS, 1000, time, GRACE);
            case HANDSHAKE -> new Plan(Plan.Way.NEW, 1, 100, time, GRACE);
            case BODY_100M -> new Plan(Plan.Way.KEPT, LARGE_CONNECTIONS, 2, time, GRACE);
            case BODY_64K -> new Plan(Plan.Way.KEPT, MIDDLE_CONNECTIONS, 200, time, GRACE);
        };
        return openLoop.run(contender.target(work), plan);
    }

    /** Connections that stay open. */
    OpenLoop.Held hold(Contender contender, int connections) {
        return openLoop.hold(contender.target(Work.IDLE), connections);
    }

    /** Everything once, for a while; handshakes for longest, as they are so few a second that their code is compiled last. */
    void mixed(Contender contender, Duration time) {
        Duration part = time.dividedBy(6);
        small(contender, CONNECTIONS, part);
        throughput(contender, Work.H2, part);
        throughput(contender, Work.HANDSHAKE, part.multipliedBy(2));
        throughput(contender, Work.BODY_64K, part);
        throughput(contender, Work.BODY_100M, part);
    }
}
