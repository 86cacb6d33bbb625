package io.tollgate.proxy.listener;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.SocketChannel;
import io.tollgate.config.Cidr;
import io.tollgate.config.HostPort;
import io.tollgate.proxy.tls.ServerTls;
import io.tollgate.proxy.tls.TlsDetails;
import io.tollgate.proxy.tls.TlsHandler;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A bound address on which clients are served. Safe for use by any thread.
 *
 * <p>It takes its address before everything behind it is ready, and accepts afterwards. It ends in two steps: no new
 * connections, then {@link #drain}.
 */
public final class Listener {

    private static final Logger LOG = LoggerFactory.getLogger(Listener.class);
    private static final int BACKLOG = 4_096;
    // One read() is one recv(2): a body moves in 64 KiB steps, a small request costs a small buffer.
    private static final AdaptiveRecvByteBufAllocator READS = new AdaptiveRecvByteBufAllocator(1_024, 4_096, 65_536);
    private static final WriteBufferWaterMark WATER_MARKS = new WriteBufferWaterMark(64 * 1024, 128 * 1024);

    /**
     * What a new connection meets.
     *
     * @param name the listener's name in the configuration
     * @param tls null for a plain listener, which has only redirects to serve: session cookies need TLS
     * @param senders whose connections begin with a PROXY protocol header
     * @param handlers serve it
     */
    public record Face(String name, @Nullable ServerTls tls, List<Cidr> senders, ConnectionHandlers handlers) {
        public Face {
            senders = List.copyOf(senders);
            if (tls == null && !(handlers instanceof RedirectToHttps)) {
                throw new IllegalArgumentException("listener " + name + " serves requests without TLS");
            }
        }

        /** Gives back what its TLS holds; connections that stand are not concerned. */
        public void close() {
            if (tls != null) {
                tls.close();
            }
        }

        private boolean isSender(InetSocketAddress remote) {
            byte[] address = remote.getAddress().getAddress();
            for (Cidr network : senders) {
                if (network.contains(address)) {
                    return true;
                }
            }
            return false;
        }
    }

    private final HostPort address;
    private final Transport transport;
    private final ConnectionLimit limit;
    private final OpenConnections connections = new OpenConnections();
    private final ListenerCounts counts = new ListenerCounts();
    private final Complaint badSenders = new Complaint(System::nanoTime);
    private final Complaint badCertificates = new Complaint(System::nanoTime);
    private volatile Face face;
    private volatile @Nullable Channel bound;

    /**
     * A listener that is not bound yet.
     *
     * @param limit shared by all listeners
     */
    public Listener(HostPort address, Face face, Transport transport, ConnectionLimit limit) {
        this.address = address;
        this.face = face;
        this.transport = transport;
        this.limit = limit;
    }

    /** A listener that is not bound yet, to which clients connect themselves. */
    public Listener(
            String name,
            HostPort address,
            @Nullable ServerTls tls,
            ConnectionHandlers handlers,
            Transport transport,
            ConnectionLimit limit) {
        this(address, new Face(name, tls, List.of(), handlers), transport, limit);
    }

    /** What new connections meet from now on; those that stand keep what they have. */
    public void changed(Face next) {
        Face before = face;
        ServerTls old = before.tls();
        ServerTls other = next.tls();
        if (old != null && other != null && old.isSameAs(other)) {
            face = new Face(next.name(), old, next.senders(), next.handlers()); // Clients can resume their sessions.
            other.close();
            return;
        }
        face = next;
        before.close();
    }

    /** Takes the address: clients wait from now on. Blocks: for start-up, not for an event loop. */
    public void bind() throws ListenerProblemException {
        InetSocketAddress socketAddress = resolved();
        ChannelFuture binding = bootstrap().bind(socketAddress).awaitUninterruptibly();
        if (!binding.isSuccess()) {
            throw problem(binding.cause());
        }
        bound = binding.channel();
    }

    /** Serves from now on those that wait and those that come. */
    public void accept() {
        Channel channel = bound;
        if (channel == null) {
            throw new IllegalStateException("listener " + name() + " is not bound");
        }
        channel.config().setAutoRead(true);
    }

    /** Binds, and accepts from now on. Blocks. */
    public void open() throws ListenerProblemException {
        bind();
        accept();
    }

    private InetSocketAddress resolved() throws ListenerProblemException {
        if (address.host().isEmpty()) {
            return new InetSocketAddress(address.port());
        }
        try {
            return new InetSocketAddress(InetAddress.getByName(address.host()), address.port());
        } catch (UnknownHostException e) {
            throw new ListenerProblemException(
                    name(), address, "the name is not known", "write an address of this machine", e);
        }
    }

    private ListenerProblemException problem(Throwable cause) {
        String text = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
        if (text.contains("in use")) {
            return new ListenerProblemException(
                    name(),
                    address,
                    "the port is in use",
                    "stop the program that has it, or choose another port",
                    cause);
        }
        if (text.contains("permission denied")) {
            return new ListenerProblemException(
                    name(),
                    address,
                    "this user may not bind the port",
                    "choose a port from 1024, or give the process CAP_NET_BIND_SERVICE",
                    cause);
        }
        if (text.contains("assign requested address")) {
            return new ListenerProblemException(
                    name(),
                    address,
                    "no network interface has this address",
                    "write an address of this machine",
                    cause);
        }
        return new ListenerProblemException(
                name(),
                address,
                "cannot be bound (" + cause.getMessage() + ")",
                "look at the address and the port",
                cause);
    }

    private ServerBootstrap bootstrap() {
        return new ServerBootstrap()
                .group(transport.accepting(), transport.serving())
                .channel(transport.serverChannel())
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                .option(ChannelOption.AUTO_READ, false)
                .handler(new AcceptGate(this::name, limit, counts))
                .childOption(ChannelOption.AUTO_READ, false)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.SO_KEEPALIVE, true)
                .childOption(ChannelOption.RECVBUF_ALLOCATOR, READS)
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARKS)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        connections.add(channel);
                        prepare(channel);
                    }
                });
    }

    private void prepare(SocketChannel channel) {
        Face met = face;
        InetSocketAddress remote = channel.remoteAddress();
        if (remote == null) {
            channel.close(); // Gone already.
        } else if (met.isSender(remote)) {
            channel.pipeline()
                    .addLast(new ProxyProtocol(
                            counts,
                            this::complain,
                            (ctx, client) -> serve(met, (SocketChannel) ctx.channel(), client)));
        } else {
            serve(met, channel, remote);
        }
    }

    private void complain(String sender, String what) {
        badSenders.raise(times -> LOG.warn(
                "proxy-protocol.refused: listener {}: {} is in proxy-protocol-from but sent {}; {} connection(s) closed"
                        + " since the last such line; let it send the header, or take it out of the list",
                name(),
                sender,
                what,
                times));
    }

    private void serve(Face met, SocketChannel channel, InetSocketAddress client) {
        ServerTls over = met.tls();
        if (over == null) {
            install(met, channel, client, null);
            return;
        }
        TlsHandler handler = over.newHandler();
        if (handler == null) {
            servedAnew(met, channel, client);
            return;
        }
        channel.pipeline()
                .addLast(handler)
                .addLast(new HandshakeGate(
                        handler,
                        counts,
                        (ctx, details) -> install(met, channel, client, details),
                        why -> refused(client, why)));
    }

    /** What it met was replaced in the meantime. */
    private void servedAnew(Face met, SocketChannel channel, InetSocketAddress client) {
        Face now = face;
        if (now.tls() == met.tls()) {
            channel.close(); // The listener itself is gone.
        } else {
            serve(now, channel, client);
        }
    }

    private void refused(InetSocketAddress client, String why) {
        badCertificates.raise(times -> LOG.warn(
                "tls.client-certificate: listener {}: the certificate of a client at {} is refused: {}; {} handshake(s)"
                        + " refused since the last such line",
                name(),
                client.getAddress().getHostAddress(),
                why,
                times));
    }

    private static void install(
            Face met, SocketChannel channel, InetSocketAddress client, @Nullable TlsDetails details) {
        met.handlers().install(channel.pipeline(), new Connection(met.name(), channel.localAddress(), client, details));
    }

    /** The listener's name in the configuration. */
    public String name() {
        return face.name();
    }

    /** The address as the configuration says it. */
    public HostPort configured() {
        return address;
    }

    /** Where it listens, with the port the system chose where the configuration says 0. */
    public InetSocketAddress address() {
        Channel channel = bound;
        if (channel == null || !(channel.localAddress() instanceof InetSocketAddress local)) {
            throw new IllegalStateException("listener " + name() + " is not open");
        }
        return local;
    }

    /** The TLS of new connections; null on a plain listener. */
    public @Nullable ServerTls tls() {
        return face.tls();
    }

    public ListenerCounts counts() {
        return counts;
    }

    /** Accepts no more connections and gives the port back (on NIO an instant later); those there are stay. Blocks. */
    public void closeAccepting() {
        Channel channel = bound;
        if (channel != null) {
            channel.close().awaitUninterruptibly();
        }
    }

    /**
     * Lets what is under way finish: idle connections close at once, others after their response, all by the deadline.
     *
     * @return how many had to be cut at the deadline
     */
    public CompletionStage<Integer> drain(Duration deadline) {
        return connections.drain(deadline, transport.serving().next()).whenComplete((cut, failure) -> face.close());
    }
}
