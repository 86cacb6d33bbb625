package io.tollgate.proxy.upstream;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowSynchronizationStrategy;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import io.netty.util.concurrent.Ticker;
import io.tollgate.config.CircuitBreakerConfig;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.TimeUnit;

/**
 * Spares an endpoint that fails too often: Resilience4j's circuit breaker over the last requests, told of failed connections
 * and time-outs. Takes no lock; safe for use by any event loop.
 */
final class Breaker {
    /** So many requests are needed before anything is decided, or the whole window where that is less. */
    private static final int LEAST = 10;

    /** So many requests try an endpoint again that was spared. */
    private static final int PROBES = 3;

    private final Failure failure = new Failure();

    private final CircuitBreaker breaker;
    private final Ticker ticker;
    private final long openNanos;
    private volatile long openedAt;

    /** Hears of changes, on whatever thread makes them. */
    interface Listener {
        /** {@code now} is closed, open or half-open. */
        void changed(String now);
    }

    /** What is counted has no cause of interest. */
    private static final class Failure extends Exception {
        private static final long serialVersionUID = 1L;

        Failure() {
            super("the upstream failed", null, false, false);
        }
    }

    /** The time since some moment, by a monotonic clock. */
    private static final class MonotonicClock extends Clock {
        private final Ticker ticker;

        MonotonicClock(Ticker ticker) {
            this.ticker = ticker;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return Instant.ofEpochSecond(0, ticker.nanoTime());
        }
    }

    Breaker(CircuitBreakerConfig config, Ticker ticker, Listener listener) {
        this.ticker = ticker;
        this.openNanos = config.openFor().toNanos();
        this.breaker = CircuitBreaker.of(
                "endpoint",
                io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.custom()
                        .slidingWindow(
                                config.window(),
                                Math.min(LEAST, config.window()),
                                SlidingWindowType.COUNT_BASED,
                                SlidingWindowSynchronizationStrategy.LOCK_FREE)
                        .failureRateThreshold(config.failureRate())
                        .waitDurationInOpenState(config.openFor())
                        .permittedNumberOfCallsInHalfOpenState(PROBES)
                        .maxWaitDurationInHalfOpenState(Duration.ZERO)
                        .clock(new MonotonicClock(ticker))
                        .currentTimestampFunction(clock -> ticker.nanoTime(), TimeUnit.NANOSECONDS)
                        .writableStackTraceEnabled(false)
                        .build());
        breaker.getEventPublisher().onStateTransition(event -> {
            State now = event.getStateTransition().getToState();
            if (now == State.OPEN) {
                openedAt = ticker.nanoTime();
            }
            listener.changed(word(now));
        });
    }

    private static String word(State state) {
        return switch (state) {
            case OPEN, FORCED_OPEN -> "open";
            case HALF_OPEN -> "half-open";
            case CLOSED, DISABLED, METRICS_ONLY -> "closed";
        };
    }

    /** Takes the right to send one request, of which {@link #succeeded}, {@link #failed} or {@link #left} is told once. */
    boolean enter() {
        return breaker.tryAcquirePermission();
    }

    void succeeded() {
        breaker.onSuccess(0, TimeUnit.NANOSECONDS);
    }

    void failed() {
        breaker.onError(0, TimeUnit.NANOSECONDS, failure);
    }

    /** The request says nothing about the endpoint. */
    void left() {
        breaker.releasePermission();
    }

    /** 0 closed, 1 half-open, 2 open. */
    int state() {
        return switch (breaker.getState()) {
            case OPEN, FORCED_OPEN -> 2;
            case HALF_OPEN -> 1;
            case CLOSED, DISABLED, METRICS_ONLY -> 0;
        };
    }

    /** How long it stays open, zero where it is not. */
    long openNanos() {
        return state() == 2 ? Math.max(0, openedAt + openNanos - ticker.nanoTime()) : 0;
    }
}
