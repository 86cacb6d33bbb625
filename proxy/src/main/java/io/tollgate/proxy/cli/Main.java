package io.tollgate.proxy.cli;

/** The entry point of the command line. */
public final class Main {
    private static final int USAGE = 2;

    private Main() {}

    /** Prints how the command is used and ends with the exit code for a wrong command line. */
    public static void main(String[] args) {
        System.err.println("usage: tollgate COMMAND [ARGUMENT...]");
        System.exit(USAGE);
    }
}
