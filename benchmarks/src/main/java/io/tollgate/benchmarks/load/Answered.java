package io.tollgate.benchmarks.load;

/**
 * What a closed-loop client got, which asks again as soon as it is answered: work, never latency. Immutable.
 *
 * @param requests answered as expected
 * @param bodyBytes of all bodies
 * @param seconds how long it took
 */
public record Answered(long requests, long bodyBytes, double seconds) {
    /** Of two runs, one after the other. */
    public Answered plus(Answered other) {
        return new Answered(requests + other.requests, bodyBytes + other.bodyBytes, seconds + other.seconds);
    }
}
