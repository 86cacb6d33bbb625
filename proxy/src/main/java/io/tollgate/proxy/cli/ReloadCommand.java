package io.tollgate.proxy.cli;

import io.tollgate.config.Position;
import io.tollgate.config.Problem;
import io.tollgate.config.reader.ReadResult;
import io.tollgate.proxy.control.ControlReply;
import io.tollgate.proxy.control.ControlRequest;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

/** {@code tollgate reload}: what the file says now holds from now on, or nothing changes. */
@Command(
        name = "reload",
        header = "Have the running gateway take over what its file says now; a bad file changes nothing.")
final class ReloadCommand implements Callable<Integer> {
    private final Tollgate tollgate;

    ReloadCommand(Tollgate tollgate) {
        this.tollgate = tollgate;
    }

    @Override
    public Integer call() {
        Path file = tollgate.configFile().toAbsolutePath().normalize();
        Path data = data(file);
        ControlReply reply = new RunningGateway(data)
                .ask(new ControlRequest("gateway.reload", Map.of("file", List.of(file.toString()))));
        if (reply == null) {
            throw CommandException.failed(
                    "no gateway runs on " + data + ", so there is nothing to reload; start one: tollgate"
                            + " run --config " + tollgate.configFile()
                            + " (one that runs can't follow where `data` has changed)");
        }
        if (reply.exit() == ExitCode.WRONG && !reply.rows().isEmpty()) {
            tollgate.output()
                    .problems(reply.rows().stream().map(ReloadCommand::problem).toList(), true);
            return ExitCode.WRONG;
        }
        return tollgate.output().reply(reply, Shape.Details.DETAILS);
    }

    /** What a file that is wrong elsewhere says of its data is enough to find the gateway, which says what is wrong. */
    private Path data(Path file) {
        if (tollgate.read() instanceof ReadResult.Loaded loaded) {
            return loaded.config().data();
        }
        return file.resolveSibling(ConfigPlaces.of(file).text("data", "data")).normalize();
    }

    private static Problem problem(Map<String, Object> row) {
        Position at = new Position(String.valueOf(row.get("file")), number(row.get("line")), number(row.get("column")));
        return new Problem(
                at, String.valueOf(row.get("key")), String.valueOf(row.get("what")), String.valueOf(row.get("remedy")));
    }

    private static int number(@Nullable Object value) {
        return value instanceof Number number ? number.intValue() : 1;
    }
}
