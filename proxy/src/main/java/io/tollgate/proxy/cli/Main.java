package io.tollgate.proxy.cli;

import io.tollgate.filters.identity.Argon2Hasher;
import io.tollgate.filters.store.DataDirectory;
import io.tollgate.proxy.World;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** The entry point: the one place that touches the process, for commands that do not. */
public final class Main {
    private Main() {}

    /** Runs the command that the words say and ends with its exit code. */
    public static void main(String[] words) {
        // JDK 22 to 24 take anything for a terminal unless told: a password would be asked for where nobody is.
        System.setProperty("jdk.console", "java.base");
        int exit = CommandLines.run(console(), words);
        System.exit(exit);
    }

    private static Console console() {
        SecureRandom random = new SecureRandom();
        World world = new World(
                InstantSource.system(),
                System::nanoTime,
                random,
                new Argon2Hasher(random),
                node(),
                DataDirectory.currentUid(),
                Duration.ofMillis(Long.getLong("tollgate.rehearsal", 1500)));
        return new Console(
                writer(FileDescriptor.out),
                writer(FileDescriptor.err),
                System.in,
                System::getenv,
                Main::ask,
                HangUpSignal::listen,
                Main::awaitEnd,
                checkout(),
                world);
    }

    private static PrintWriter writer(FileDescriptor descriptor) {
        return new PrintWriter(new FileOutputStream(descriptor), false, StandardCharsets.UTF_8);
    }

    @SuppressWarnings("SystemConsoleNull") // see main: it does where there is no terminal
    private static char @Nullable [] ask(String text) {
        java.io.Console terminal = System.console();
        return terminal == null ? null : terminal.readPassword("%s", text);
    }

    private static String node() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }

    /** Where Tollgate was built: the launcher says so; else the working directory. */
    private static Path checkout() {
        return Path.of(System.getProperty("tollgate.checkout", ""));
    }

    /** Waits for SIGTERM or SIGINT; what is to be closed is closed, and the process ends with 0 as it was asked to. */
    private static void awaitEnd(Runnable close) throws InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> closeAndEnd(close), "tollgate-end"));
        never.await();
    }

    private static void closeAndEnd(Runnable close) {
        try {
            close.run();
        } finally {
            // The JVM would say 143 or 130 of an end that went as it should.
            Runtime.getRuntime().halt(ExitCode.DONE);
        }
    }
}
