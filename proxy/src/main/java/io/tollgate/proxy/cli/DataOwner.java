package io.tollgate.proxy.cli;

import io.tollgate.config.GatewayConfig;
import io.tollgate.proxy.GatewayStartException;
import io.tollgate.proxy.Ground;
import io.tollgate.proxy.World;
import io.tollgate.proxy.control.ControlReply;
import io.tollgate.proxy.control.ControlRequest;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has administrative acts done by whoever owns the data: the gateway that runs, or else this process. Confined to one
 * thread.
 */
final class DataOwner {
    private static final Logger LOG = LoggerFactory.getLogger(DataOwner.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration DEADLINE = Duration.ofSeconds(30);
    private static final long PAUSE_MILLIS = 100;

    private final GatewayConfig config;
    private final World world;

    DataOwner(GatewayConfig config, World world) {
        this.config = config;
        this.world = world;
    }

    /**
     * Asks, and waits for the answer. A gateway that is just starting, or another command, holds the data without
     * answering: that is waited for.
     */
    ControlReply ask(ControlRequest request) {
        long giveUp = world.ticker().read() + PATIENCE.toNanos();
        while (true) {
            ControlReply reply = new RunningGateway(config.data()).ask(request);
            if (reply != null) {
                return reply;
            }
            try (Ground ground = Ground.open(config, world)) {
                return here(ground, request);
            } catch (GatewayStartException e) {
                if (!e.isInUse() || world.ticker().read() - giveUp >= 0) {
                    throw CommandException.of(e.fault().exitCode(), String.valueOf(e.getMessage()));
                }
                pause();
            }
        }
    }

    private ControlReply here(Ground ground, ControlRequest request) {
        try {
            return ground.administration()
                    .handle(request, "local:" + world.uid())
                    .toCompletableFuture()
                    .get(DEADLINE.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            return ControlReply.failed("it did not finish within " + DEADLINE.toSeconds() + " s; try again");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ControlReply.failed("interrupted; see whether it was done");
        } catch (ExecutionException e) {
            LOG.error("control.failed: {}", request, e);
            return ControlReply.failed("it could not be done; what stands in the log above says why");
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw CommandException.failed("interrupted");
        }
    }
}
