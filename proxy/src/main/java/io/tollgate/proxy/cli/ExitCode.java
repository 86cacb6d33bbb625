package io.tollgate.proxy.cli;

/** With what a command ends. */
final class ExitCode {
    /** It is done; the answer is yes. */
    static final int DONE = 0;
    /** The answer is no. */
    static final int NO = 1;
    /** The call or the file is wrong. */
    static final int WRONG = 2;
    /** It could not be done. */
    static final int FAILED = 3;

    private ExitCode() {}
}
