package io.tollgate.benchmarks.peers;

import java.time.Duration;
import java.util.List;

/**
 * How long and how often everything is measured. Immutable.
 *
 * @param works in the order in which they are measured
 * @param rounds how often each is measured, in turn
 * @param seconds how long, each time
 * @param warmUp how long a JVM is warmed up at most
 * @param openLoops in how many of the rounds latency is measured too
 * @param openLoop how long, each time
 * @param idle how many connections are held while nobody uses them
 * @param limit within which the last round is to end, from the very beginning
 * @param connections how many of them small GETs come over, one number after the other; none: it is left out
 * @param rules the same, of access rules
 * @param sessions the same, of live sessions
 */
record Course(
        List<Work> works,
        int rounds,
        int seconds,
        Duration warmUp,
        int openLoops,
        Duration openLoop,
        int idle,
        Duration limit,
        List<Integer> connections,
        List<Integer> rules,
        List<Integer> sessions) {
    /** Takes copies; there is something to do. */
    Course {
        works = List.copyOf(works);
        connections = List.copyOf(connections);
        rules = List.copyOf(rules);
        sessions = List.copyOf(sessions);
        if (works.isEmpty() || rounds < 1 || seconds < 1 || openLoops < 1 || idle < 1) {
            throw new IllegalArgumentException("nothing to do");
        }
    }

    /** A look, in minutes: figures that tell a half from a whole, not 5 % from 10 %. */
    static Course quick(List<Work> works, int rounds, int seconds) {
        return new Course(
                works,
                rounds > 0 ? rounds : 3,
                seconds > 0 ? seconds : 1,
                Duration.ofSeconds(28),
                1,
                Duration.ofMillis(1200),
                1000,
                Duration.ofSeconds(330),
                List.of(8, 32, 128),
                List.of(),
                List.of());
    }

    /** The whole run, whose figures are kept. */
    static Course full(List<Work> works, int rounds, int seconds) {
        return new Course(
                works,
                rounds > 0 ? rounds : 5,
                seconds > 0 ? seconds : 5,
                Duration.ofSeconds(180),
                3,
                Duration.ofSeconds(5),
                5000,
                Duration.ofHours(2),
                List.of(8, 32, 128, 512, 1024),
                List.of(10, 100, 1_000, 10_000),
                List.of(1_000, 10_000, 100_000, 1_000_000));
    }
}
