package io.tollgate.proxy.cli;

import com.github.benmanes.caffeine.cache.Ticker;
import io.tollgate.filters.identity.PasswordHash;
import io.tollgate.filters.identity.PasswordHasher;
import io.tollgate.filters.store.DataDirectory;
import io.tollgate.proxy.World;
import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Runs commands as a person would, without a process of their own. */
final class FakeConsole {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final Deque<String> typed = new ArrayDeque<>();
    final Map<String, String> environment = new HashMap<>();
    final Path checkout;
    String stdin = "";
    Console.HangUps hangUps = reload -> {};
    Console.End end = Runnable::run;
    /** The monotonic clock. */
    Ticker ticker = System::nanoTime;

    FakeConsole(Path checkout) {
        this.checkout = checkout;
    }

    /** What is typed at the terminal, a line an answer; without it there is no terminal. */
    void types(String... lines) {
        typed.addAll(List.of(lines));
    }

    /** Runs a command; forgets what the one before printed. */
    int run(String... words) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        return CommandLines.run(console(), words);
    }

    Console console() {
        return new Console(
                new PrintWriter(out),
                new PrintWriter(err),
                new ByteArrayInputStream(stdin.getBytes(StandardCharsets.UTF_8)),
                environment::get,
                text -> {
                    String line = typed.poll();
                    return line == null ? null : line.toCharArray();
                },
                hangUps,
                end,
                checkout,
                world());
    }

    private World world() {
        return new World(
                InstantSource.system(),
                ticker,
                new SecureRandom(),
                new QuickHasher(),
                "test",
                DataDirectory.currentUid());
    }

    String out() {
        return out.toString();
    }

    String err() {
        return err.toString();
    }

    JsonNode json() {
        return JsonMapper.shared().readTree(out());
    }

    /** Costs nothing, so that no test waits for a hash. */
    private static final class QuickHasher implements PasswordHasher {
        @Override
        public PasswordHash hash(char[] password) {
            return new PasswordHash("$quick$" + Arrays.hashCode(password));
        }

        @Override
        public boolean matches(PasswordHash hash, char[] password) {
            return hash(password).equals(hash);
        }

        @Override
        public PasswordHash dummy() {
            return new PasswordHash("$quick$none");
        }
    }
}
