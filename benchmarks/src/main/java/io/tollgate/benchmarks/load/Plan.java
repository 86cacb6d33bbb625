package io.tollgate.benchmarks.load;

import java.time.Duration;

/**
 * How an open-loop client asks: so many requests in this time at an even rate, whatever becomes of the ones before.
 *
 * @param way what a request needs
 * @param connections how many of them there are; of no meaning where each request opens its own
 * @param rate requests a second
 * @param time how long requests begin
 * @param grace how long answers are waited for after that
 */
public record Plan(Way way, int connections, double rate, Duration time, Duration grace) {
    private static final double NANOS = 1e9;

    /** Something is asked for. */
    public Plan {
        if (connections < 1 || rate <= 0 || time.isNegative() || time.isZero() || grace.isNegative()) {
            throw new IllegalArgumentException("nothing is asked for");
        }
    }

    /** How many requests that makes. */
    public long requests() {
        return Math.max(1, Math.round(rate * time.toNanos() / NANOS));
    }

    /** How a request reaches the server. */
    public enum Way {
        /** HTTP/1.1 on a connection that is kept. */
        KEPT,
        /** HTTP/2, each request a stream. */
        HTTP2,
        /** A connection with a full TLS handshake for each. */
        NEW
    }
}
