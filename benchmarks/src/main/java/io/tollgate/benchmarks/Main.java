package io.tollgate.benchmarks;

import io.tollgate.benchmarks.journeys.LoadCommand;
import io.tollgate.benchmarks.journeys.PeopleCommand;
import io.tollgate.benchmarks.micro.MicroCommand;
import io.tollgate.benchmarks.peers.PeersCommand;
import io.tollgate.benchmarks.scale.ScaleCommand;
import io.tollgate.benchmarks.storms.StormsCommand;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The entry point of {@code tollgate bench}: every measurement is a command below it. */
@Command(
        name = "tollgate bench",
        header = "Measures this gateway, and others beside it, on this machine.",
        synopsisSubcommandLabel = "COMMAND",
        footer = {"", "Exit codes: 0 done, 1 the answer is no, 2 the call is wrong, 3 it could not be done."})
public final class Main implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(Main.class);
    private static final int WRONG = 2;
    private static final int FAILED = 3;

    @SuppressWarnings({"UnusedVariable", "NullAway.Init"}) // picocli sets both
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Say how it is used.")
    private boolean isHelp;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    private Main() {}

    /** Runs the command that the words say and ends with its exit code. */
    public static void main(String[] words) {
        // JDK 22 to 24 take anything for a terminal unless told: lines would be written over in files.
        System.setProperty("jdk.console", "java.base");
        System.exit(commands().execute(words));
    }

    /** All there is; each command is one line here. */
    static CommandLine commands() {
        return new CommandLine(new Main())
                .addSubcommand(new MicroCommand())
                .addSubcommand(new PeersCommand())
                .addSubcommand(new LoadCommand())
                .addSubcommand(new PeopleCommand())
                .addSubcommand(new ScaleCommand())
                .addSubcommand(new StormsCommand())
                .setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF))
                .setUsageHelpWidth(100)
                .setParameterExceptionHandler(Main::misused)
                .setExecutionExceptionHandler((failure, command, parsed) -> failed(failure, command));
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "which command?");
    }

    private static int misused(ParameterException misuse, String[] words) {
        CommandLine line = misuse.getCommandLine();
        line.getErr()
                .println("tollgate: " + misuse.getMessage() + "; see: "
                        + line.getCommandSpec().qualifiedName() + " --help");
        return WRONG;
    }

    private static int failed(Exception failure, CommandLine line) {
        if (failure instanceof BenchmarkException told) {
            line.getErr().println("tollgate: " + told.getMessage());
            return FAILED;
        }
        LOG.error("bench.failed: nobody foresaw this", failure);
        line.getErr().println("tollgate: it could not be done; what stands in the log above says why");
        return FAILED;
    }
}
