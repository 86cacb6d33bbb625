package io.tollgate.proxy.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tollgate keys …}: the key by which everything is sealed. */
@Command(
        name = "keys",
        header = "The key that seals what is kept: which one it is, and another in its place.",
        synopsisSubcommandLabel = "COMMAND")
final class KeysCommand implements Callable<Integer> {
    private static final Shape TABLE = new Shape.Table("nothing is sealed", List.of("key", "seals", "values", "since"));

    private final Tollgate tollgate;

    @Spec
    private @Nullable CommandSpec spec;

    KeysCommand(Tollgate tollgate) {
        this.tollgate = tollgate;
    }

    @Override
    public Integer call() {
        throw Tollgate.missingCommand(spec);
    }

    @Command(header = "Name the key, and how much is sealed by which; never a key itself.")
    int show() {
        return new AdminCall(tollgate, "keys.show").run(TABLE);
    }

    @Command(header = "Seal everything by another key, which takes the place of the one before.")
    int rotate(
            @Option(
                            names = "--to",
                            paramLabel = "FILE",
                            description =
                                    "Where the new key is, or is to be made: for a key that comes from the environment"
                                            + " or a file that can't be written. Then let keys.seal name it.")
                    @Nullable
                    Path to,
            @Option(names = "--keep-old", description = "Keep the old key's file beside the new one, under its id.")
                    boolean keepOld) {
        if (to != null && keepOld) {
            throw CommandException.wrong("--keep-old and --to: the old key stays where it is with --to; leave one out");
        }
        return new AdminCall(tollgate, "keys.rotate")
                .with("to", to == null ? null : to.toAbsolutePath().normalize().toString())
                .flag("keep-old", keepOld)
                .run(TABLE);
    }
}
