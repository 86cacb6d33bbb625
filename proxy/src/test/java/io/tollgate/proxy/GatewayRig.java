package io.tollgate.proxy;

import com.github.benmanes.caffeine.cache.Ticker;
import io.tollgate.certs.DevCertificateFiles;
import io.tollgate.certs.DevCertificates;
import io.tollgate.config.GatewayConfig;
import io.tollgate.config.TlsEngine;
import io.tollgate.config.reader.ConfigReader;
import io.tollgate.config.reader.ReadResult;
import io.tollgate.filters.identity.Argon2Hasher;
import io.tollgate.filters.identity.User;
import io.tollgate.filters.store.DataDirectory;
import io.tollgate.proxy.control.ControlClient;
import io.tollgate.proxy.control.ControlReply;
import io.tollgate.proxy.control.ControlRequest;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import reactor.blockhound.BlockHound;

/** A real gateway from a real YAML file on ports that were free, with certificates and users, in a folder of the test's. */
public final class GatewayRig implements AutoCloseable {
    /** Good enough for every user of a test. */
    public static final String PASSWORD = "grey-heron-on-the-jetty-7";

    /** What speaks TLS in every test that does not say it: -Dtollgate.test.engine=boringssl runs them all by another. */
    private static final String ENGINE = System.getProperty("tollgate.test.engine", TlsEngine.BOUNCY_CASTLE.word());

    static {
        // Whatever blocks an event loop fails the exchange it serves; Netty says itself which threads those are.
        // Netty's allocator may wait for another thread's few instructions; that is its own affair.
        BlockHound.install(builder -> builder.allowBlockingCallsInside(
                "io.netty.buffer.AdaptivePoolingAllocator$MagazineGroup", "tryExpandMagazines"));
    }

    private final Path folder;
    private final Path yaml;
    private final String listeners;
    private DevCertificateFiles certificates;
    private int listenPort;
    private final String engine;
    private final UnaryOperator<World> world;
    private Gateway gateway;

    /**
     * Starts one.
     *
     * @param apps the YAML from {@code apps:} on, and whatever other top-level keys the test is about
     */
    public static GatewayRig start(Path folder, String apps) throws Exception {
        return new GatewayRig(folder, "", apps, world -> world);
    }

    /** Starts one in another world: with a clock that the test moves, or hashing that it counts. */
    public static GatewayRig start(Path folder, String apps, UnaryOperator<World> world) throws Exception {
        return new GatewayRig(folder, "", apps, world);
    }

    /**
     * Starts one whose listeners are the test's business.
     *
     * @param listeners what follows the first listener's certificate, line by line: keys of its {@code tls} indented by
     *     six, keys of its own by four, further listeners by two with a dash
     */
    public static GatewayRig startListening(Path folder, String listeners, String apps) throws Exception {
        return new GatewayRig(folder, listeners, apps, world -> world);
    }

    /** The same with TLS by this engine, whatever the other tests run with. */
    public static GatewayRig startListening(String engine, Path folder, String listeners, String apps)
            throws Exception {
        return new GatewayRig(engine, folder, listeners, apps, world -> world);
    }

    private GatewayRig(Path folder, String listeners, String rest, UnaryOperator<World> world) throws Exception {
        this(ENGINE, folder, listeners, rest, world);
    }

    @SuppressWarnings("NullAway.Init")
    private GatewayRig(String engine, Path folder, String listeners, String rest, UnaryOperator<World> world)
            throws Exception {
        this.engine = engine;
        this.world = world;
        this.folder = folder;
        this.listeners = listeners;
        this.yaml = folder.resolve("tollgate.yaml");
        this.certificates = new DevCertificates(new SecureRandom(), InstantSource.system())
                .into(folder.resolve("certs"), List.of("localhost", "127.0.0.1"));
        rewrite(rest);
        restart();
    }

    /** Writes the file anew, as for the start; what runs is told by {@code gateway.reload} or {@link #restart}. */
    public void rewrite(String rest) throws IOException {
        Files.writeString(yaml, """
            listeners:
              - name: public
                address: 127.0.0.1:%d
                tls:
                  engine: %s
                  certificate: "%s"
                  key: "%s"
            %s
            %s
            %s
            """.formatted(
                listenPort,
                engine,
                certificates.certificate(),
                certificates.key(),
                listeners,
                rest.startsWith("admin:") || rest.contains("\nadmin:") ? "" : "admin: { address: \"127.0.0.1:0\" }",
                rest));
    }

    /** Where the first listener is to be from the next {@link #rewrite} on. */
    public void listenOn(int port) {
        listenPort = port;
    }

    /** Puts another certificate in the place of the first, by the same names. */
    public void renewCertificate() throws Exception {
        Path certs = certificates.certificate().getParent();
        try (Stream<Path> old = Files.list(certs)) {
            for (Path file : old.toList()) {
                Files.delete(file);
            }
        }
        certificates = new DevCertificates(new SecureRandom(), InstantSource.system())
                .into(certs, List.of("localhost", "127.0.0.1"));
    }

    /** Starts the gateway again on the same file and data; a running one is closed first. */
    public void restart() throws Exception {
        if (gateway != null) {
            gateway.close();
        }
        World outside = world.apply(world());
        gateway = Gateway.start(config(outside.clock()), outside);
    }

    /** What the YAML says. */
    public GatewayConfig config() {
        return config(InstantSource.system());
    }

    private GatewayConfig config(InstantSource clock) {
        ReadResult result = ConfigReader.read(yaml, name -> null, clock);
        if (result instanceof ReadResult.Loaded loaded) {
            return loaded.config();
        }
        throw new IllegalStateException(result.toString());
    }

    /** The world as it is. */
    static World world() {
        SecureRandom random = new SecureRandom();
        return new World(
                InstantSource.system(),
                Ticker.systemTicker(),
                random,
                new Argon2Hasher(random),
                "test",
                DataDirectory.currentUid());
    }

    /** The running gateway. */
    public Gateway gateway() {
        return gateway;
    }

    /** The folder that holds the YAML, certificates and data. */
    public Path folder() {
        return folder;
    }

    /** The YAML file. */
    public Path yaml() {
        return yaml;
    }

    /** The port of the first listener. */
    public int port() {
        return gateway.addresses().get("public").getPort();
    }

    /** The port of the admin listener. */
    public int adminPort() {
        return gateway.addresses().get("admin").getPort();
    }

    /** An account with {@link #PASSWORD} that it may keep. */
    public User user(String name, String... roles) throws Exception {
        return gateway.ground()
                .accounts()
                .add("test", name, Set.of(roles), PASSWORD.toCharArray(), true)
                .toCompletableFuture()
                .get(20, TimeUnit.SECONDS);
    }

    /** Asks through the control socket, as a command does: names and words in turn, all of them said. */
    public ControlReply command(String verb, String... arguments) throws IOException {
        Map<String, List<String>> named = new HashMap<>();
        for (int i = 0; i < arguments.length; i += 2) {
            named.put(arguments[i], List.of(arguments[i + 1]));
        }
        return new ControlClient(Gateway.controlSocket(gateway.config().data())).call(new ControlRequest(verb, named));
    }

    /** Trusts the gateway's certificate and nothing else. */
    public SSLContext trust() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        try (InputStream in = Files.newInputStream(certificates.authority())) {
            store.setCertificateEntry(
                    "ca", CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    /** A person's browser: cookies are kept, redirects are not followed. */
    public Browser browser() throws GeneralSecurityException, IOException {
        return new Browser(trust(), port());
    }

    /** A browser that speaks this version where it is offered. */
    public Browser browser(HttpClient.Version version) throws GeneralSecurityException, IOException {
        return new Browser(trust(), port(), version);
    }

    /** A browser that goes to this host, a name or address of the certificate. */
    public Browser browserAt(String host) throws GeneralSecurityException, IOException {
        return new Browser(trust(), host, port(), HttpClient.Version.HTTP_1_1);
    }

    /** Stops the gateway; its data stay. */
    public void stop() {
        gateway.close();
    }

    @Override
    public void close() {
        stop();
    }

    /** How long a test waits for what should be there at once. */
    public static final Duration PATIENCE = Duration.ofSeconds(Integer.getInteger("tollgate.test.patience", 20));
}
