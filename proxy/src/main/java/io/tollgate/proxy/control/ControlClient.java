package io.tollgate.proxy.control;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

/** A command's end of {@code data/control.sock}. Blocks; confined to one thread. */
public final class ControlClient {
    private final Path path;

    /** A client of the gateway that has this socket. */
    public ControlClient(Path path) {
        this.path = path;
    }

    /** Asks, and waits for the answer. */
    public ControlReply call(ControlRequest request) throws IOException {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(path));
            ControlWire.write(channel, request);
            return ControlWire.read(channel, ControlReply.class, ControlWire.MOST_BYTES);
        }
    }
}
