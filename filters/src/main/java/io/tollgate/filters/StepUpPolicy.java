package io.tollgate.filters;

import io.tollgate.config.StepUpConfig;
import io.tollgate.filters.chain.Exchange;
import io.tollgate.filters.kept.KeptRequests;
import io.tollgate.filters.session.Caller;
import io.tollgate.filters.session.Session;
import java.security.SecureRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * When a factor is fresh, and what becomes of a request for which it is not. Safe for use by any event loop.
 *
 * @param config what the operator says
 * @param freshness whether the user of a session proved a factor within that time
 * @param kept where requests wait
 */
public record StepUpPolicy(StepUpConfig config, Predicate<Session> freshness, KeptRequests kept) {

    /** Freshness alone: no request is kept. */
    public static StepUpPolicy keepingNothing(Predicate<Session> freshness) {
        StepUpConfig off = new StepUpConfig(StepUpConfig.DEFAULT.within(), 0, StepUpConfig.DEFAULT.keepFor());
        return new StepUpPolicy(off, freshness, new KeptRequests(() -> 0, new SecureRandom()));
    }

    /** Whether what asks for a fresh factor may be done by whoever calls. */
    boolean isFresh(Exchange exchange) {
        return exchange.caller() instanceof Caller.Known known && freshness.test(known.session());
    }

    /**
     * Keeps a request; done with what it waits under, or with null where it is not kept: it can simply be asked again, is too
     * large, there is no room, or the disk refused.
     */
    CompletionStage<@Nullable String> keep(Exchange exchange) {
        boolean isSimple = exchange.head().isSafeMethod() || exchange.head().isUpgrade();
        if (isSimple || !(exchange.caller() instanceof Caller.Known known)) {
            return CompletableFuture.completedStage(null);
        }
        KeptRequests.Room room = kept.reserve(
                known,
                exchange.body().declaredLength(),
                exchange.route().app().config().body(),
                config);
        if (room == null) {
            return CompletableFuture.completedStage(null);
        }
        return exchange.body().keep(room.most()).handle((body, failure) -> {
            if (failure != null) {
                room.free();
                return null;
            }
            return room.take(exchange, body);
        });
    }
}
