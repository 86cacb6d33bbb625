package io.tollgate.proxy.upstream;

import io.netty.channel.EventLoop;
import io.tollgate.filters.chain.Exchange;
import io.tollgate.proxy.http.HeadBuffer;
import io.tollgate.proxy.http.LoopScope;
import io.tollgate.proxy.http.UpstreamException;
import org.jspecify.annotations.Nullable;

/**
 * The endpoint that one request goes to, and after a failure the next. Tells each what came of it, once. Confined to one event
 * loop.
 *
 * <p>A request is tried again only where nothing was sent, or once where its path is declared safe: each endpoint at most once
 * for connections that could not be made.
 */
final class EndpointChoice {
    private final Upstream upstream;
    private final LoopScope scope;
    private final EventLoop loop;
    private final Exchange exchange;
    private final long person;
    private long tried;
    private boolean isRepeated;
    private boolean isJudged = true;
    private @Nullable Endpoint current;
    private int place;

    EndpointChoice(Upstream upstream, LoopScope scope, EventLoop loop, Exchange exchange) {
        this.upstream = upstream;
        this.scope = scope;
        this.loop = loop;
        this.exchange = exchange;
        this.person = upstream.hasAffinity() ? Affinity.of(exchange) : 0;
    }

    /** The pool to ask for a connection, or null where no endpoint is left. */
    @Nullable
    UpstreamPool next() {
        leave();
        int found = upstream.choose(person, tried);
        while (found >= 0) {
            tried |= 1L << found;
            Endpoint endpoint = upstream.endpoints().get(found);
            if (endpoint.standing().enter()) {
                current = endpoint;
                place = found;
                isJudged = false;
                return endpoint.pool(scope, loop, upstream.source(person));
            }
            found = upstream.choose(person, tried);
        }
        return null;
    }

    /** Where the loop's heads are put together. */
    HeadBuffer heads() {
        return scope.heads();
    }

    /** Why there is none. */
    UpstreamException none() {
        return upstream.none();
    }

    /** The endpoint answered. */
    void answered() {
        Endpoint endpoint = current;
        if (endpoint != null && !isJudged) {
            isJudged = true;
            endpoint.standing().answered();
        }
    }

    /** The endpoint failed. */
    void failed(UpstreamException cause) {
        Endpoint endpoint = current;
        if (endpoint != null && !isJudged) {
            isJudged = true;
            endpoint.standing()
                    .failed(
                            String.valueOf(cause.getMessage()),
                            upstream.endpoints().size() > 1);
        }
    }

    /** The request is over for the endpoint. To be called at the end of every exchange; again is nothing. */
    void leave() {
        Endpoint endpoint = current;
        if (endpoint != null) {
            current = null;
            if (!isJudged) {
                isJudged = true;
                endpoint.standing().left();
            }
            endpoint.standing().exit();
        }
    }

    /** The pool for another try of a request of which nothing was sent, after its endpoint failed; null where there is none. */
    @Nullable
    UpstreamPool elsewhere() {
        Endpoint before = current;
        UpstreamPool pool = next();
        if (pool != null && before != null) {
            before.standing().retried();
        }
        return pool;
    }

    /**
     * The pool for the one repetition of a request that an endpoint did not act on, or that may be acted on twice: another
     * endpoint's or else the same again. Null where it was repeated before.
     */
    @Nullable
    UpstreamPool again() {
        Endpoint before = current;
        if (isRepeated || before == null) {
            return null;
        }
        isRepeated = true;
        UpstreamPool pool = next();
        if (pool == null) {
            tried &= ~(1L << place);
            pool = next();
        }
        if (pool != null) {
            before.standing().retried();
        }
        return pool;
    }

    /** Whether the request may be acted on twice. */
    boolean isSafe() {
        return upstream.isSafe(exchange);
    }
}
