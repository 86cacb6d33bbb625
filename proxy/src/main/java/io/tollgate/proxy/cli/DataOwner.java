package io.tollgate.proxy.cli;

import io.tollgate.config.GatewayConfig;
import io.tollgate.proxy.Gateway;
import io.tollgate.proxy.GatewayStartException;
import io.tollgate.proxy.Ground;
import io.tollgate.proxy.World;
import io.tollgate.proxy.control.ControlClient;
import io.tollgate.proxy.control.ControlReply;
import io.tollgate.proxy.control.ControlRequest;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
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

    /** Whether a gateway runs on this data and answers. */
    static boolean isServed(Path data) {
        try {
            new ControlClient(Gateway.controlSocket(data)).call(new ControlRequest("gateway.ping", Map.of()));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Asks, and waits for the answer. A gateway that is just starting, or another command, holds the data without
     * answering: that is waited for.
     */
    ControlReply ask(ControlRequest request) {
        long giveUp = world.ticker().read() + PATIENCE.toNanos();
        while (true) {
            ControlReply reply = fromGateway(request);
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

    /** The running gateway's answer; null where none runs. */
    private @Nullable ControlReply fromGateway(ControlRequest request) {
        Path socket = Gateway.controlSocket(config.data());
        if (!Files.exists(socket)) {
            return null;
        }
        if (!Files.isWritable(socket)) {
            throw CommandException.failed("the control socket " + socket
                    + " is not for this user; run the command as the owner of " + config.data());
        }
        try {
            return new ControlClient(socket).call(request);
        } catch (ConnectException e) {
            return null; // Left behind by a process that died.
        } catch (AccessDeniedException e) {
            throw CommandException.failed("the control socket " + socket
                    + " is not for this user; run the command as the owner of " + config.data());
        } catch (IOException e) {
            throw CommandException.failed("the running gateway did not answer (" + e.getMessage()
                    + "); see whether it was done, then try again");
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
