package io.tollgate.benchmarks.peers;

import io.tollgate.benchmarks.gateway.Engine;
import org.jspecify.annotations.Nullable;

/** One that could take part. */
interface Peer {
    /** As reports name it. */
    String name();

    /** What speaks TLS, of Tollgate only. */
    default @Nullable Engine engine() {
        return null;
    }

    /** Why it can't take part here; null where it can. */
    @Nullable
    String obstacle(Stage stage, Application application);

    /** Starts it, and logs in. */
    Contender start(Stage stage, Application application);
}
