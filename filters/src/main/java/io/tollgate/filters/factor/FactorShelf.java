package io.tollgate.filters.factor;

import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;

/** Where second factors of some kind are kept, for whoever looks after accounts. Safe for use by any thread; never blocks. */
public interface FactorShelf {
    /** What a user has there. */
    List<SetUp> of(String userId);

    /** Takes away what is meant; done, when that is on disk, with what it was. */
    CompletionStage<List<SetUp>> drop(String userId, Predicate<SetUp> which);
}
