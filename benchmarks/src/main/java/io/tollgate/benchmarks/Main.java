package io.tollgate.benchmarks;

/** The entry point of {@code tollgate bench}. */
public final class Main {
    private static final int USAGE = 2;

    private Main() {}

    /** Prints how the command is used and ends with the exit code for a wrong command line. */
    public static void main(String[] args) {
        System.err.println("usage: tollgate bench peers|load [ARGUMENT...]");
        System.exit(USAGE);
    }
}
