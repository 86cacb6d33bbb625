package io.tollgate.proxy.cli;

import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tollgate lockouts …}: who failed to log in, and from where. */
@Command(
        name = "lockouts",
        header = "Who failed to log in, from where, and until when they are locked out.",
        synopsisSubcommandLabel = "COMMAND")
final class LockoutsCommand implements Callable<Integer> {
    private static final List<String> COLUMNS = List.of("user", "where", "failures", "locked", "until", "changed");
    private static final Shape ALL = new Shape.Table("nobody has failed to log in", COLUMNS);
    private static final Shape SOME = new Shape.Table("there is no such failure", COLUMNS);

    private static final String NETWORK =
            "Those from one network, by its address as list shows it or its declared name.";
    private static final String DEVICE = "Those on one known device, as users devices lists it.";

    private final Tollgate tollgate;

    @Spec
    private @Nullable CommandSpec spec;

    LockoutsCommand(Tollgate tollgate) {
        this.tollgate = tollgate;
    }

    @Override
    public Integer call() {
        throw Tollgate.missingCommand(spec);
    }

    @Command(header = "List attacks under way, then failures, most recent first.")
    int list(
            @Option(names = "--user", paramLabel = "NAME", description = "Those of one user.") @Nullable String user,
            @Option(names = "--network", paramLabel = "NETWORK", description = NETWORK) @Nullable String network,
            @Option(names = "--device", paramLabel = "ID", description = DEVICE) @Nullable String device) {
        return new AdminCall(tollgate, "lockouts.list")
                .with("user", user)
                .with("network", network)
                .with("device", device)
                .run(user == null && network == null && device == null ? ALL : SOME);
    }

    @Command(header = "Forgive failures of a user, from a network, on a known device, or all there are.")
    int clear(
            @Option(names = "--user", paramLabel = "NAME", description = "Those of one user.") @Nullable String user,
            @Option(names = "--network", paramLabel = "NETWORK", description = NETWORK) @Nullable String network,
            @Option(names = "--device", paramLabel = "ID", description = DEVICE) @Nullable String device,
            @Option(names = "--all", description = "All there are.") boolean isAll) {
        if ((user == null && network == null && device == null) != isAll) {
            throw CommandException.wrong(
                    "which ones? give --user NAME, --network NETWORK, --device ID or several of them, or else --all");
        }
        return new AdminCall(tollgate, "lockouts.clear")
                .with("user", user)
                .with("network", network)
                .with("device", device)
                .run(ALL);
    }
}
