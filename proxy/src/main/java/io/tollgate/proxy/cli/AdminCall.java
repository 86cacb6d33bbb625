package io.tollgate.proxy.cli;

import io.tollgate.config.GatewayConfig;
import io.tollgate.proxy.control.ControlReply;
import io.tollgate.proxy.control.ControlRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One administrative act as a command asks for it: collects its arguments, has it done, prints what came of it. */
final class AdminCall {
    private final Tollgate tollgate;
    private final String verb;
    private final Map<String, List<String>> arguments = new HashMap<>();

    AdminCall(Tollgate tollgate, String verb) {
        this.tollgate = tollgate;
        this.verb = verb;
    }

    /** An argument; null leaves it out. */
    AdminCall with(String name, @Nullable String word) {
        return word == null ? this : with(name, List.of(word));
    }

    /** An argument of several words; null leaves it out. */
    AdminCall with(String name, @Nullable List<String> words) {
        if (words != null) {
            arguments.put(name, words);
        }
        return this;
    }

    /** A flag. */
    AdminCall flag(String name, boolean isSet) {
        return isSet ? with(name, List.of()) : this;
    }

    /** Has it done and prints what came of it; returns the exit code. */
    int run(Shape shape) {
        return run(tollgate.config(), shape);
    }

    /** The same with a secret that is asked for only once the configuration is known to be in order. */
    int run(String secret, Supplier<String> ask, Shape shape) {
        GatewayConfig config = tollgate.config();
        return with(secret, ask.get()).run(config, shape);
    }

    private int run(GatewayConfig config, Shape shape) {
        return tollgate.output().reply(ask(config), shape);
    }

    /** Has it done without printing. */
    ControlReply ask(GatewayConfig config) {
        return new DataOwner(config, tollgate.console().world()).ask(new ControlRequest(verb, arguments));
    }
}
