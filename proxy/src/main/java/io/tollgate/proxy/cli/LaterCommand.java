package io.tollgate.proxy.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** A command whose name is kept for a later release. */
@Command(header = "Not in this release.")
final class LaterCommand implements Callable<Integer> {
    private final String name;

    @SuppressWarnings("UnusedVariable") // whatever follows the name is taken and not looked at
    @Parameters(hidden = true, arity = "0..*")
    private List<String> words = List.of();

    LaterCommand(String name) {
        this.name = name;
    }

    @Override
    public Integer call() {
        throw CommandException.wrong(name + ": not in this release");
    }
}
