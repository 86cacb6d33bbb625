package io.tollgate.proxy.cli;

import io.tollgate.config.reader.Nearest;
import java.util.Arrays;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Puts the commands together, and says what goes wrong with them in one line. Stateless. */
public final class CommandLines {
    private static final Logger LOG = LoggerFactory.getLogger(CommandLines.class);

    /** Names that later releases fill; until then nobody may take them for mistyped ones. */
    private static final List<String> LATER = List.of(
            "bench", "status", "doctor", "learn", "diff", "report", "backup", "restore", "credentials", "break-glass");

    private CommandLines() {}

    /** Runs a command to its end; returns its exit code. */
    public static int run(Console console, String... words) {
        return of(console, words.length > 0 && words[0].equals("run")).execute(words);
    }

    /** All of them are made where one may be mistyped; a gateway that starts has no use for the others. */
    private static CommandLine of(Console console, boolean isRun) {
        Tollgate tollgate = new Tollgate(console);
        CommandLine line = new CommandLine(tollgate).addSubcommand(new RunCommand(tollgate));
        if (!isRun) {
            addOthers(line, tollgate);
        }
        return line.setOut(console.out())
                .setErr(console.err())
                .setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF))
                .setUsageHelpWidth(100)
                .setParameterExceptionHandler(CommandLines::misused)
                .setExecutionExceptionHandler(
                        (failure, command, parsed) -> failed(new Output(console, isJson(parsed)), failure));
    }

    private static void addOthers(CommandLine line, Tollgate tollgate) {
        CommandLine users = new CommandLine(new UsersCommand(tollgate));
        CommandLine audit = new CommandLine(new AuditCommand(tollgate));
        line.addSubcommand(new DemoCommand(tollgate))
                .addSubcommand(new CheckCommand(tollgate))
                .addSubcommand(new ReloadCommand(tollgate))
                .addSubcommand(new ExplainCommand(tollgate))
                .addSubcommand(users)
                .addSubcommand(new SessionsCommand(tollgate))
                .addSubcommand(new LockoutsCommand(tollgate))
                .addSubcommand(new KeysCommand(tollgate))
                .addSubcommand(audit)
                .addSubcommand(new SchemaCommand(tollgate))
                .addSubcommand(new CertsCommand(tollgate))
                .addSubcommand(new RehearseCommand(tollgate))
                .addSubcommand(new HelpCommand(tollgate));
        LATER.forEach(name -> later(line, name, name));
        later(audit, "search", "audit search");
        later(audit, "export", "audit export");
    }

    private static void later(CommandLine parent, String name, String words) {
        CommandLine later = new CommandLine(new LaterCommand(words));
        later.getCommandSpec().usageMessage().hidden(true);
        later.getCommandSpec().parser().unmatchedArgumentsAllowed(true);
        parent.addSubcommand(name, later);
    }

    private static boolean isJson(ParseResult parsed) {
        return parsed.originalArgs().contains("--json");
    }

    private static int failed(Output output, Exception failure) {
        if (failure instanceof CommandException told) {
            output.error(told.exit(), String.valueOf(told.getMessage()));
            return told.exit();
        }
        if (failure instanceof InterruptedException) {
            output.error(ExitCode.FAILED, "interrupted");
            return ExitCode.FAILED;
        }
        LOG.error("command.failed: nobody foresaw this", failure);
        output.error(ExitCode.FAILED, "it could not be done; what stands in the log above says why");
        return ExitCode.FAILED;
    }

    private static int misused(ParameterException misuse, String[] words) {
        CommandLine line = misuse.getCommandLine();
        String message = misuse.getMessage() + "; " + remedy(misuse, line);
        Console console = ((Tollgate) root(line).getCommand()).console();
        new Output(console, Arrays.asList(words).contains("--json")).error(ExitCode.WRONG, message);
        return ExitCode.WRONG;
    }

    /** The nearest word there is, or where all are told. */
    private static String remedy(ParameterException misuse, CommandLine line) {
        if (misuse instanceof UnmatchedArgumentException unmatched) {
            String word = unmatched.getUnmatched().get(0);
            String nearest = word.startsWith("-")
                    ? Nearest.of(word, line.getCommandSpec().optionsMap().keySet())
                    : Nearest.of(word, line.getSubcommands().keySet());
            if (nearest != null) {
                return "did you mean \"" + nearest + "\"?";
            }
        }
        return "see: " + line.getCommandSpec().qualifiedName() + " --help";
    }

    private static CommandLine root(CommandLine line) {
        CommandLine root = line;
        while (root.getParent() != null) {
            root = root.getParent();
        }
        return root;
    }
}
