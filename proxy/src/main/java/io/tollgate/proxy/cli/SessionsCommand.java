package io.tollgate.proxy.cli;

import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tollgate sessions …}: who is logged in. */
@Command(name = "sessions", header = "Who is logged in.", synopsisSubcommandLabel = "COMMAND")
final class SessionsCommand implements Callable<Integer> {
    private static final Shape LIST = new Shape.Table(
            "nobody is logged in", List.of("id", "user", "host", "tenant", "device", "state", "opened", "last-active"));

    private final Tollgate tollgate;

    @Spec
    private @Nullable CommandSpec spec;

    SessionsCommand(Tollgate tollgate) {
        this.tollgate = tollgate;
    }

    @Override
    public Integer call() {
        throw Tollgate.missingCommand(spec);
    }

    @Command(header = "List sessions, oldest first.")
    int list(@Option(names = "--user", paramLabel = "NAME", description = "Those of one user.") @Nullable String user) {
        return new AdminCall(tollgate, "sessions.list").with("user", user).run(LIST);
    }

    @Command(header = "End one session, all of a user, or all there are; what they have open is cut.")
    int end(
            @Parameters(paramLabel = "ID", arity = "0..1", description = "The session, as list names it.") @Nullable
                    String id,
            @Option(names = "--user", paramLabel = "NAME", description = "All of one user.") @Nullable String user,
            @Option(names = "--all", description = "All there are.") boolean isAll) {
        int choices = (id == null ? 0 : 1) + (user == null ? 0 : 1) + (isAll ? 1 : 0);
        if (choices != 1) {
            throw CommandException.wrong("which sessions? give an ID, or --user NAME, or --all");
        }
        return new AdminCall(tollgate, "sessions.end")
                .with("session", id)
                .with("user", user)
                .run(LIST);
    }
}
