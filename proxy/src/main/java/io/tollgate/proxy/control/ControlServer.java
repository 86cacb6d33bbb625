package io.tollgate.proxy.control;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The gateway's end of {@code data/control.sock}: mode 0600 in a folder of mode 0700, so that only the gateway's own user
 * gets here. Serves a bounded number of commands at a time, on threads of its own.
 */
public final class ControlServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ControlServer.class);
    private static final int THREADS = 4;
    private static final int MOST_REQUEST_BYTES = 8 << 20;
    private static final Duration DEADLINE = Duration.ofSeconds(30);

    private final Path path;
    private final ControlHandler handler;
    private final String actor;
    private final ServerSocketChannel server;
    private final ScheduledExecutorService threads;

    private ControlServer(Path path, ControlHandler handler, String actor, ServerSocketChannel server) {
        this.path = path;
        this.handler = handler;
        this.actor = actor;
        this.server = server;
        // As many again for the deadlines, so that commands that hang can't hold up what ends them.
        this.threads = new ScheduledThreadPoolExecutor(THREADS + 1, run -> {
            Thread thread = new Thread(run, "tollgate-control");
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Opens the socket. The caller owns the data, so that a socket left behind by a process that died may be replaced.
     *
     * @param actor who is on the other end, for the audit trail
     */
    public static ControlServer open(Path path, ControlHandler handler, String actor) throws IOException {
        Files.deleteIfExists(path);
        ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.bind(UnixDomainSocketAddress.of(path));
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw new IOException(
                    "can't open the control socket " + path + ": " + e.getMessage()
                            + "; a socket's path may have about 100 characters: use a shorter data folder",
                    e);
        }
        ControlServer opened = new ControlServer(path, handler, actor, channel);
        for (int i = 0; i < THREADS; i++) {
            opened.threads.execute(opened::serve);
        }
        return opened;
    }

    private void serve() {
        while (server.isOpen()) {
            try (SocketChannel channel = server.accept()) {
                ScheduledFuture<?> deadline =
                        threads.schedule(() -> cut(channel), DEADLINE.toSeconds(), TimeUnit.SECONDS);
                answer(channel);
                deadline.cancel(false);
            } catch (ClosedChannelException e) {
                // The gateway stops, or the command was cut at its deadline.
            } catch (IOException e) {
                LOG.warn("control.failed: a command was not answered", e);
            }
        }
    }

    private static void cut(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            LOG.warn("control.failed: a command was not cut", e);
        }
    }

    private void answer(SocketChannel channel) throws IOException {
        ControlRequest request = ControlWire.read(channel, ControlRequest.class, MOST_REQUEST_BYTES);
        ControlWire.write(channel, reply(request));
    }

    private ControlReply reply(ControlRequest request) {
        try {
            return handler.handle(request, actor).toCompletableFuture().get(DEADLINE.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            return ControlReply.failed("the gateway did not finish within " + DEADLINE.toSeconds() + " s; try again");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ControlReply.failed("the gateway is stopping; try again");
        } catch (ExecutionException | RuntimeException e) {
            LOG.error("control.failed: {}", request, e);
            return ControlReply.failed("the gateway could not do it; its log says why");
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        Files.deleteIfExists(path);
        threads.shutdownNow();
    }
}
