package io.tollgate.proxy.cli;

import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tollgate help [COMMAND…]}: how it is used. */
@Command(name = "help", header = "Say how a command is used.", helpCommand = true)
final class HelpCommand implements Callable<Integer> {
    private final Tollgate tollgate;

    @Parameters(paramLabel = "COMMAND", arity = "0..*", description = "The command; none for all of them.")
    private List<String> words = List.of();

    @Spec
    private @Nullable CommandSpec spec;

    HelpCommand(Tollgate tollgate) {
        this.tollgate = tollgate;
    }

    @Override
    public Integer call() {
        CommandLine line = spec == null ? null : spec.commandLine().getParent();
        for (String word : words) {
            line = line == null ? null : line.getSubcommands().get(word);
        }
        if (line == null) {
            throw CommandException.wrong("there is no command \"" + String.join(" ", words) + "\"; see: tollgate help");
        }
        tollgate.output().raw(line.getUsageMessage().stripTrailing());
        return ExitCode.DONE;
    }
}
