package io.tollgate.benchmarks.micro;

import io.tollgate.benchmarks.micro.Micro.Purpose;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tollgate bench micro}: time and bytes of single operations, shown, recorded or checked. */
@Command(
        name = "micro",
        header = "Time and bytes of single operations (JMH).",
        description = {
            "Measures the filter chain, access rules, readings of targets, tokens, heads, audit appends and the memory"
                    + " of a session.",
            "Bytes are compared with benchmarks/baseline.json by --check; time is only shown."
        },
        footer = {"", "Exit codes: 0 done, 1 something takes more bytes than the baseline says, 2 the call is wrong."})
public final class MicroCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @ArgGroup
    private @Nullable What what;

    @Option(
            names = "--only",
            paramLabel = "NAME",
            description = "What has this in its name, such as FilterChain or Access.denied; may be repeated.")
    private final List<String> only = new ArrayList<>();

    private static final class What {
        @Option(names = "--check", description = "Measure briefly and compare with the baseline.")
        private boolean isCheck;

        @Option(names = "--record", description = "Measure and make it the baseline.")
        private boolean isRecord;
    }

    @Override
    public Integer call() {
        // The launcher says where the checkout is.
        Path checkout = Path.of(System.getProperty("tollgate.checkout", "."));
        return new Micro(checkout, spec.commandLine().getOut()).run(purpose(), only);
    }

    private Purpose purpose() {
        if (what == null) {
            return Purpose.SHOW;
        }
        return what.isCheck ? Purpose.CHECK : what.isRecord ? Purpose.RECORD : Purpose.SHOW;
    }
}
