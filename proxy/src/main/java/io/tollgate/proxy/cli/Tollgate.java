package io.tollgate.proxy.cli;

import io.tollgate.config.GatewayConfig;
import io.tollgate.config.Problem;
import io.tollgate.config.reader.ConfigReader;
import io.tollgate.config.reader.ReadResult;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command {@code tollgate} itself: the options that stand anywhere. Confined to one thread. */
@Command(
        name = "tollgate",
        header = "A security gateway in front of applications that can no longer be changed.",
        synopsisSubcommandLabel = "COMMAND",
        versionProvider = Version.class,
        footer = {
            "",
            "Exit codes: 0 done, 1 the answer is no, 2 the call or the file is wrong, 3 it could not be done.",
            "To see it work: tollgate demo"
        })
final class Tollgate implements Callable<Integer> {
    static final Path DEFAULT_CONFIG = Path.of("tollgate.yaml");

    @Option(
            names = "--config",
            paramLabel = "FILE",
            scope = ScopeType.INHERIT,
            description = "The configuration (tollgate.yaml in the working directory).")
    private Path config = DEFAULT_CONFIG;

    @Option(names = "--json", scope = ScopeType.INHERIT, description = "Print JSON instead of text.")
    private boolean isJson;

    @SuppressWarnings("UnusedVariable") // picocli asks the option itself
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Say how it is used.")
    private boolean isHelp;

    @SuppressWarnings("UnusedVariable")
    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            scope = ScopeType.INHERIT,
            description = "Print the release.")
    private boolean isVersion;

    @Spec
    private @Nullable CommandSpec spec;

    private final Console console;

    Tollgate(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        throw missingCommand(spec);
    }

    /** What a command with commands below it says where none of them is named. */
    static ParameterException missingCommand(@Nullable CommandSpec spec) {
        if (spec == null) {
            throw new IllegalStateException("not run by the command line");
        }
        return new ParameterException(spec.commandLine(), "which command?");
    }

    Console console() {
        return console;
    }

    /** Where what is asked for is printed. */
    Output output() {
        return new Output(console, isJson);
    }

    Path configFile() {
        return config;
    }

    /** What the file holds, or what is wrong with it. */
    ReadResult read() {
        return ConfigReader.read(config, console.environment(), console.world().clock());
    }

    /**
     * What the file holds, or everything that keeps a gateway from starting with it or from taking it over.
     *
     * @param running what the gateway runs by that is to take it over; null for one that is to start
     */
    ReadResult checked(@Nullable GatewayConfig running) {
        ReadResult result = read();
        if (!(result instanceof ReadResult.Loaded loaded)) {
            return result;
        }
        List<Problem> problems =
                new StartChecks(loaded.config(), console.world(), ConfigPlaces.of(config), running).problems();
        return problems.isEmpty() ? result : new ReadResult.Problems(problems);
    }

    /** What the file holds; every problem of it is told where it holds nothing that works. */
    GatewayConfig config() {
        return loaded(read());
    }

    /** The same, of a file that was read. */
    GatewayConfig loaded(ReadResult result) {
        if (result instanceof ReadResult.Problems wrong) {
            List<Problem> problems = wrong.problems();
            output().problems(problems, true);
            throw CommandException.of(ExitCode.WRONG, "");
        }
        return ((ReadResult.Loaded) result).config();
    }
}
