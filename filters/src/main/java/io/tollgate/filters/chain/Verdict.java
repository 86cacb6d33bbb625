package io.tollgate.filters.chain;

import io.tollgate.filters.audit.AuditEvent;
import io.tollgate.filters.http.Response;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What a {@link RequestFilter} says about a request. */
public sealed interface Verdict {
    /** A verdict that needs no further waiting. */
    sealed interface Decision extends Verdict {}

    /** No objection: the next filter is asked. */
    enum Pass implements Decision {
        PASS
    }

    /**
     * Stop here and send this response. Neither a later filter nor an upstream sees the request.
     *
     * @param event what must be on disk before the response is sent; null where nothing must
     */
    record Respond(Response response, @Nullable AuditEvent event) implements Decision {
        public Respond {
            Objects.requireNonNull(response);
        }

        /** An answer that waits for no evidence. */
        public Respond(Response response) {
            this(response, null);
        }
    }

    /**
     * Go on as a request that was kept, in place of the one that asks for it: it is judged from the first filter on, as if
     * it came now. Whoever is handed this owns its body.
     */
    record Resume(KeptRequest kept) implements Decision {
        public Resume {
            Objects.requireNonNull(kept);
        }
    }

    /** No judgement could be made. The request is denied; the cause is logged, never shown. */
    record Fail(Throwable cause) implements Decision {
        public Fail {
            Objects.requireNonNull(cause);
        }
    }

    /**
     * Undecided until stage completes, on any thread; then runs back on the exchange's event loop. A failed stage, or one
     * that passes the chain's deadline, is a Fail without asking then; a client that has gone drops the result.
     *
     * @param isForClient whether the client itself is waited for, by whose own deadlines on progress the stage ends
     */
    record Await<T extends @Nullable Object>(
            CompletionStage<T> stage, Function<? super T, ? extends Decision> then, boolean isForClient)
            implements Verdict {
        public Await {
            Objects.requireNonNull(stage);
            Objects.requireNonNull(then);
        }

        /** Waits for something of ours, within the chain's deadline. */
        public Await(CompletionStage<T> stage, Function<? super T, ? extends Decision> then) {
            this(stage, then, false);
        }
    }
}
