package io.tollgate.filters.chain;

import io.tollgate.filters.access.Permit;
import io.tollgate.filters.audit.AuditEvent;
import io.tollgate.filters.audit.AuditTrail;
import io.tollgate.filters.chain.Verdict.Await;
import io.tollgate.filters.chain.Verdict.Decision;
import io.tollgate.filters.chain.Verdict.Fail;
import io.tollgate.filters.chain.Verdict.Pass;
import io.tollgate.filters.chain.Verdict.Respond;
import io.tollgate.filters.routing.Target;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Asks the filters in order until one objects. The chain, not the filters, owns threads, failure and resumption. Safe for
 * use by any event loop; a pass without waiting allocates nothing.
 *
 * <p>It fails closed: a throw, a null, a failed or late stage and a missing permit are all {@link Fail}.
 */
public final class FilterChain {
    private static final long NEVER = Long.MAX_VALUE;

    private final RequestFilter[] filters;
    private final AuditTrail audit;
    private final boolean isAuditRequired;
    private final long deadlineNanos;

    /**
     * A chain over these filters, asked in this order.
     *
     * @param isAuditRequired whether an answer whose evidence can't be written is withheld
     * @param deadline how long one filter may be waited for
     */
    public FilterChain(List<RequestFilter> filters, AuditTrail audit, boolean isAuditRequired, Duration deadline) {
        this.filters = filters.toArray(RequestFilter[]::new);
        this.audit = audit;
        this.isAuditRequired = isAuditRequired;
        this.deadlineNanos = deadline.toNanos();
    }

    /** Is told the decision when it had to be waited for. On the exchange's event loop. */
    @FunctionalInterface
    public interface Listener {
        /** The chain has decided. */
        void decided(Exchange exchange, Decision decision);
    }

    /**
     * Judges an exchange, on its event loop.
     *
     * @param loop the exchange's event loop: what is waited for comes back there
     * @param listener told the decision where null is returned; never otherwise
     * @return the decision, or null if it has to be waited for
     */
    public @Nullable Decision judge(Exchange exchange, ScheduledExecutorService loop, Listener listener) {
        return from(0, exchange, loop, listener);
    }

    /**
     * Refuses an exchange that was passed, by what was seen of its body since.
     *
     * @param listener told when the evidence is on disk where null is returned; never otherwise
     */
    public @Nullable Decision refuse(
            Respond refusal, Exchange exchange, ScheduledExecutorService loop, Listener listener) {
        return settle(refusal, exchange, loop, listener);
    }

    private @Nullable Decision from(int first, Exchange exchange, ScheduledExecutorService loop, Listener listener) {
        for (int i = first; i < filters.length; i++) {
            Verdict verdict = ask(filters[i], exchange);
            if (verdict instanceof Await<?> await) {
                await(await, i, exchange, loop, listener);
                return null;
            }
            if (verdict != Pass.PASS) {
                return settle((Decision) verdict, exchange, loop, listener);
            }
        }
        return unlessUnpermitted(exchange);
    }

    /** Nothing goes upstream without evidence about this very request, even if every filter forgot to ask for it. */
    private static Decision unlessUnpermitted(Exchange exchange) {
        if (exchange.route().target() instanceof Target.Upstream && !isAbout(exchange.permit(), exchange)) {
            return new Fail(new IllegalStateException("the chain passed a request without a permit of its own"));
        }
        return Pass.PASS;
    }

    private static boolean isAbout(@Nullable Permit permit, Exchange exchange) {
        return permit != null
                && permit.target().equals(exchange.head().target())
                && permit.method().equals(exchange.head().method())
                && permit.app().equals(exchange.route().app().name());
    }

    @SuppressWarnings("NullAway") // A filter outside our build may return null all the same.
    private static Verdict ask(RequestFilter filter, Exchange exchange) {
        try {
            Verdict verdict = filter.judge(exchange);
            return verdict == null ? new Fail(new NullPointerException("a filter said nothing: " + filter)) : verdict;
        } catch (RuntimeException | Error e) {
            return new Fail(e);
        }
    }

    /** A decision other than a pass: its evidence is on disk before anybody hears of it. */
    private @Nullable Decision settle(
            Decision decision, Exchange exchange, ScheduledExecutorService loop, Listener listener) {
        if (!(decision instanceof Respond respond) || respond.event() == null) {
            return decision;
        }
        CompletionStage<Void> written = append(respond.event());
        new Waiting(loop, failure -> {
                    Decision settled = failure == null || !isAuditRequired ? respond : new Fail(failure);
                    listener.decided(exchange, settled);
                })
                .until(written, deadlineNanos);
        return null;
    }

    @SuppressWarnings("NullAway") // As above: a trail may return null although it says it does not.
    private CompletionStage<Void> append(AuditEvent event) {
        try {
            CompletionStage<Void> written = audit.append(event);
            return written == null ? CompletableFuture.failedStage(new NullPointerException("no stage")) : written;
        } catch (RuntimeException | Error e) {
            return CompletableFuture.failedStage(e);
        }
    }

    private <T> void await(
            Await<T> await, int asked, Exchange exchange, ScheduledExecutorService loop, Listener listener) {
        new Waiting(loop, failure -> {
                    Decision decision = failure == null ? then(await) : new Fail(failure);
                    Decision settled = decision == Pass.PASS
                            ? from(asked + 1, exchange, loop, listener)
                            : settle(decision, exchange, loop, listener);
                    if (settled != null) {
                        listener.decided(exchange, settled);
                    }
                })
                .until(await.stage(), await.isForClient() ? NEVER : deadlineNanos);
    }

    /** The stage has completed: what is asked of it now does not wait. */
    @SuppressWarnings("NullAway") // As above: then may return null although it says it does not.
    private static <T> Decision then(Await<T> await) {
        try {
            T value = await.stage().toCompletableFuture().getNow(null);
            Function<? super T, ? extends Decision> then = await.then();
            Decision decision = then.apply(value);
            return decision == null ? new Fail(new NullPointerException("an awaited filter said nothing")) : decision;
        } catch (RuntimeException | Error e) {
            return new Fail(e);
        }
    }

    /** Waits for one stage, once, within a deadline, and comes back on the event loop. */
    private static final class Waiting {
        private final ScheduledExecutorService loop;
        private final Consumer<@Nullable Throwable> then;
        private boolean isOver;
        private @Nullable ScheduledFuture<?> deadline;

        Waiting(ScheduledExecutorService loop, Consumer<@Nullable Throwable> then) {
            this.loop = loop;
            this.then = then;
        }

        void until(CompletionStage<?> stage, long nanos) {
            if (nanos != NEVER) {
                deadline = loop.schedule(
                        () -> over(new TimeoutException("no answer within " + Duration.ofNanos(nanos))),
                        nanos,
                        TimeUnit.NANOSECONDS);
            }
            stage.whenComplete((value, failure) -> loop.execute(() -> over(failure)));
        }

        private void over(@Nullable Throwable failure) {
            if (isOver) {
                return;
            }
            isOver = true;
            if (deadline != null) {
                deadline.cancel(false);
            }
            then.accept(failure);
        }
    }
}
