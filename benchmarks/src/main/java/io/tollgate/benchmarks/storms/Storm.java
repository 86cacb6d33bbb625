package io.tollgate.benchmarks.storms;

import java.time.Duration;

/** Something that happens to a gateway while people work. Run by one thread at a time. */
interface Storm extends AutoCloseable {
    /** One word for it. */
    String name();

    /** What happens, for the report. */
    String what();

    /** Lets it happen for so long; returns what came of it, or throws where it was not what it is meant to be. */
    String rage(Duration time);

    /** Puts everything back, so that the next phase is quiet. */
    @Override
    default void close() {}
}
