package io.tollgate.benchmarks;

/** What keeps a benchmark from being run, or its figures from meaning anything; the message is for people. */
public final class BenchmarkException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** What is wrong and what to do. */
    public BenchmarkException(String message) {
        super(message);
    }

    /** The same, because of something else. */
    public BenchmarkException(String message, Throwable cause) {
        super(message, cause);
    }
}
