package io.tollgate.filters.factor;

import java.time.Duration;
import java.util.concurrent.CompletionStage;

/** What is counted of wrong codes. Safe for use by any thread; never blocks. */
public interface FactorLocks {
    /** How many codes of a user were wrong in a row. */
    int failures(String userId);

    /** How long none of theirs is compared; zero where they are. */
    Duration locked(String userId);

    /** Whether that only ends when somebody else clears it. */
    boolean isUntilCleared(String userId);

    /** Forgets what is counted; done, when that is on disk, with whether there was anything. */
    CompletionStage<Boolean> clear(String userId);
}
