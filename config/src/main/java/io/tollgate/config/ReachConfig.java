package io.tollgate.config;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How an app is reached where that is out of the ordinary. Immutable.
 *
 * @param external how clients see it; null where they see the listener itself
 * @param returns what other sites post back to, over whole paths; patterns without methods or parameters
 * @param accept exotic spellings of paths that are read in further ways instead of refused
 */
public record ReachConfig(@Nullable ExternalOrigin external, List<RulePattern> returns, Set<Spelling> accept) {

    /** Nothing out of the ordinary. */
    public static final ReachConfig USUAL = new ReachConfig(null, List.of(), Set.of());

    public ReachConfig {
        returns = List.copyOf(returns);
        accept = Set.copyOf(accept);
        if (returns.stream()
                .anyMatch(p -> !p.methods().isEmpty() || !p.parameters().isEmpty())) {
            throw new IllegalArgumentException("a path that is returned to has neither methods nor parameters");
        }
    }
}
