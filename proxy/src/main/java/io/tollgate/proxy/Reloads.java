package io.tollgate.proxy;

import io.tollgate.config.GatewayConfig;
import io.tollgate.config.Problem;
import io.tollgate.config.reader.ReadResult;
import io.tollgate.proxy.control.ControlHandler;
import io.tollgate.proxy.control.ControlReply;
import io.tollgate.proxy.control.ControlRequest;
import io.tollgate.proxy.metrics.Metrics;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has a gateway take over what its file says now, and tells whoever asked what came of it. Safe for use by any thread. */
final class Reloads {
    private static final Logger LOG = LoggerFactory.getLogger(Reloads.class);

    /** The verb by which a command asks for it; {@code file} is the one it was given. */
    static final String VERB = "gateway.reload";

    private final Gateway gateway;
    private final Function<GatewayConfig, ReadResult> source;
    private final Metrics metrics;
    private final InstantSource clock;

    Reloads(Gateway gateway, Function<GatewayConfig, ReadResult> source, Ground ground) {
        this.gateway = gateway;
        this.source = source;
        this.metrics = ground.metrics();
        this.clock = ground.world().clock();
    }

    /** A handler that knows this verb beside those that another knows. */
    ControlHandler besides(ControlHandler others) {
        return (request, actor) -> request.verb().equals(VERB) ? asked(request, actor) : others.handle(request, actor);
    }

    private CompletionStage<ControlReply> asked(ControlRequest request, String actor) {
        String file = request.first("file");
        String ours = gateway.config().file().toString();
        return CompletableFuture.completedStage(
                file == null || file.equals(ours)
                        ? reload(actor)
                        : ControlReply.wrong("the gateway on these data runs by " + ours + ", not by " + file
                                + "; name its own file by --config"));
    }

    /** Reads and takes over; a second one waits until the first is done, and finds what the file says then. */
    @SuppressWarnings("ReferenceEquality") // a file that was read again is another configuration, whatever it says
    synchronized ControlReply reload(String actor) {
        GatewayConfig before = gateway.config();
        ControlReply reply;
        try {
            reply = reloaded(actor);
        } catch (RuntimeException e) {
            String holds = gateway.config() == before
                    ? "what held before still does"
                    : "the new file holds, but what follows from it may not all be done: start the gateway again";
            LOG.error("reload.failed: nobody foresaw this; {}", holds, e);
            reply = ControlReply.failed("the gateway could not do it; its log says why; " + holds);
        }
        metrics.reloaded(reply.exit() == 0, clock.instant());
        return reply;
    }

    private ControlReply reloaded(String actor) {
        ReadResult read = source.apply(gateway.config());
        if (read instanceof ReadResult.Problems wrong) {
            LOG.error(
                    "reload.refused: what held before still does; {} problems:",
                    wrong.problems().size());
            wrong.problems().forEach(problem -> LOG.error("reload.refused: {}", problem));
            return new ControlReply(
                    2, null, wrong.problems().stream().map(Reloads::row).toList());
        }
        GatewayConfig config = ((ReadResult.Loaded) read).config();
        try {
            gateway.reload(config, actor);
        } catch (GatewayStartException e) {
            LOG.error("reload.refused: {}; what held before still does", e.getMessage());
            String message = e.getMessage() + " (nothing was changed)";
            return new ControlReply(e.fault().exitCode(), message, List.of());
        }
        LOG.info("gateway.reloaded: {} holds from now on, asked for by {}", config.file(), actor);
        return ControlReply.done("reloaded: " + config.file() + " holds from now on");
    }

    private static Map<String, Object> row(Problem problem) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("file", problem.at().file());
        row.put("line", problem.at().line());
        row.put("column", problem.at().column());
        row.put("key", problem.key());
        row.put("what", problem.what());
        row.put("remedy", problem.remedy());
        return row;
    }
}
