package io.tollgate.proxy.cli;

import io.tollgate.config.Environment;
import io.tollgate.proxy.World;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What a command may touch of the process it runs in, so that commands can be run without one of their own.
 *
 * @param out what people and scripts asked for
 * @param err what went wrong
 * @param in what is piped in
 * @param prompt asks at the terminal
 * @param hangUps requests to read the configuration again
 * @param end waits for the end of the process
 * @param checkout where Tollgate itself was built
 * @param world time, randomness and the user it runs as
 */
public record Console(
        PrintWriter out,
        PrintWriter err,
        InputStream in,
        Environment environment,
        PasswordPrompt prompt,
        HangUps hangUps,
        End end,
        Path checkout,
        World world) {

    /** Asks for a secret at a terminal. */
    @FunctionalInterface
    public interface PasswordPrompt {
        /** What was typed, without echo; null where there is no terminal, or nothing was typed but the end. */
        char @Nullable [] ask(String text);
    }

    /** Requests, by a signal, to read the configuration again. */
    @FunctionalInterface
    public interface HangUps {
        /** Does this at every one from now on, on another thread. */
        void listen(Runnable reload);
    }

    /** The end of the process, when somebody asks for it by a signal. */
    @FunctionalInterface
    public interface End {
        /** Returns when the process was asked to end and what was to be closed is closed. */
        void await(Runnable close) throws InterruptedException;
    }
}
