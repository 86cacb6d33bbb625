package io.tollgate.benchmarks.peers;

import io.tollgate.benchmarks.gateway.Engine;
import io.tollgate.benchmarks.load.Target;
import io.tollgate.benchmarks.process.Running;
import org.jspecify.annotations.Nullable;

/**
 * One that takes part: it runs, and whoever makes the load has logged in. Immutable.
 *
 * @param peer as reports name it
 * @param engine what speaks TLS, of Tollgate only
 * @param isJvm whether it has to be warmed up, and has a heap
 * @param cookie of the session; empty where there is no login
 * @param version of the program
 */
record Contender(
        String peer, @Nullable Engine engine, Running process, int port, boolean isJvm, String cookie, String version) {
    /** Peer and engine. */
    String name() {
        return engine == null ? peer : peer + " " + engine.word();
    }

    long pid() {
        return process.pid();
    }

    /** What is asked for in this work. */
    Target target(Work work) {
        return new Target(Stage.HOST, port, work.path(), cookie, work.bytes());
    }
}
