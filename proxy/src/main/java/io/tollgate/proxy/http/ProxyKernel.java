package io.tollgate.proxy.http;

import io.tollgate.filters.chain.Exchange;
import io.tollgate.filters.chain.ExchangeListener;
import io.tollgate.filters.chain.ExchangeListener.Outcome;
import io.tollgate.filters.chain.FilterChain;
import io.tollgate.filters.chain.Responder;
import io.tollgate.filters.chain.ResponseFilter;
import io.tollgate.filters.http.ResponseHead;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What an exchange is handled by. Immutable: a reload makes a new one, which the next request of a connection meets.
 *
 * @param reception turns a head into an exchange: readings, client address, route
 * @param chain judges it
 * @param responders answer pages of the gateway's own, by page; null for a page that does not exist
 * @param responseFilters amend the head of every answer, in this order
 * @param listeners told once of every exchange that is over
 * @param forwarder carries permitted requests upstream
 * @param store keeps bodies of requests that wait
 * @param isStillPermitted judges an exchange that was waited for by what its session, user and rules are now
 * @param rescue turns failures into answers
 * @param limits of the client's connection
 * @param clock dates answers
 */
public record ProxyKernel(
        Reception reception,
        FilterChain chain,
        Function<String, @Nullable Responder> responders,
        List<ResponseFilter> responseFilters,
        List<ExchangeListener> listeners,
        Forwarder forwarder,
        BodyStore store,
        Predicate<Exchange> isStillPermitted,
        Rescue rescue,
        HttpLimits limits,
        InstantSource clock) {
    public ProxyKernel {
        responseFilters = List.copyOf(responseFilters);
        listeners = List.copyOf(listeners);
    }

    /** A kernel in which no request waits. */
    public ProxyKernel(
            Reception reception,
            FilterChain chain,
            Function<String, @Nullable Responder> responders,
            List<ResponseFilter> responseFilters,
            List<ExchangeListener> listeners,
            Forwarder forwarder,
            Predicate<Exchange> isStillPermitted,
            Rescue rescue,
            HttpLimits limits,
            InstantSource clock) {
        this(
                reception,
                chain,
                responders,
                responseFilters,
                listeners,
                forwarder,
                BodyStore.NONE,
                isStillPermitted,
                rescue,
                limits,
                clock);
    }

    /** Amends the head of an answer. */
    void amend(Exchange exchange, ResponseHead head) {
        for (ResponseFilter filter : responseFilters) {
            filter.amend(exchange, head);
        }
    }

    /** Tells everybody who listens; what one of them can't take does not keep it from the others. */
    void ended(Exchange exchange, Outcome outcome) {
        for (ExchangeListener listener : listeners) {
            try {
                listener.ended(exchange, outcome);
            } catch (RuntimeException e) {
                rescue.log("internal.listener", e);
            }
        }
    }
}
