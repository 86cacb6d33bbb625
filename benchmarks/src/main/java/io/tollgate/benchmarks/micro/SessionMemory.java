package io.tollgate.benchmarks.micro;

import io.tollgate.filters.session.Caller;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.management.MemoryUsage;
import java.nio.charset.StandardCharsets;

/** How much of the heap a session holds, with its places in every table and once it was asked for. Stateless. */
final class SessionMemory {
    private static final int SESSIONS = 1_000_000;

    private SessionMemory() {}

    /** Restores a million sessions, asks for each, and counts what the heap holds more than without them. */
    static Row measure() {
        JudgingGateway deployment =
                new JudgingGateway(new Scale(SESSIONS, Scale.FEWEST_RULES, 1), new NoTrail(), false);
        long before = used();
        deployment.sessions().restore();
        deployment.sweep();
        for (int i = 0; i < SESSIONS; i++) {
            ask(deployment, i);
        }
        long after = used();
        if (deployment.sessions().count() != SESSIONS) {
            throw new IllegalStateException("not every session is there");
        }
        return new Row("SessionMemory " + SESSIONS, 0, 0, (double) (after - before) / SESSIONS);
    }

    private static void ask(JudgingGateway deployment, int i) {
        byte[] token = deployment.tokens().token(i).getBytes(StandardCharsets.ISO_8859_1);
        Caller caller = deployment
                .sessions()
                .find(token, 0, token.length, Policy.HOST, deployment.config().session(), true);
        if (!(caller instanceof Caller.Known)) {
            throw new IllegalStateException("a session of the benchmark is not there");
        }
    }

    /** What is held once nothing else can be collected. */
    private static long used() {
        MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 4; i++) {
            memory.gc();
            MemoryUsage heap = memory.getHeapMemoryUsage();
            least = Math.min(least, heap.getUsed());
        }
        return least;
    }
}
