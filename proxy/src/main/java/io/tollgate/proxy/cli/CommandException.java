package io.tollgate.proxy.cli;

/** A command that ends without having done what was asked, for a reason its message tells in plain words. */
final class CommandException extends RuntimeException {
    private final int exit;

    private CommandException(int exit, String message) {
        super(message, null, false, false);
        this.exit = exit;
    }

    /** The call or the file is wrong. */
    static CommandException wrong(String message) {
        return new CommandException(ExitCode.WRONG, message);
    }

    /** It could not be done. */
    static CommandException failed(String message) {
        return new CommandException(ExitCode.FAILED, message);
    }

    /** It ends with this code. */
    static CommandException of(int exit, String message) {
        return new CommandException(exit, message);
    }

    int exit() {
        return exit;
    }
}
