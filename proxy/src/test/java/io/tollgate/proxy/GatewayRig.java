package io.tollgate.proxy;

import com.github.benmanes.caffeine.cache.Ticker;
import io.tollgate.certs.DevCertificateFiles;
import io.tollgate.certs.DevCertificates;
import io.tollgate.config.GatewayConfig;
import io.tollgate.config.reader.ConfigReader;
import io.tollgate.config.reader.ReadResult;
import io.tollgate.filters.identity.Argon2Hasher;
import io.tollgate.filters.identity.User;
import io.tollgate.filters.store.DataDirectory;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A real gateway from a real YAML file on ports that were free, with certificates and users, in a folder of the test's. */
public final class GatewayRig implements AutoCloseable {
    /** Good enough for every user of a test. */
    public static final String PASSWORD = "grey-heron-on-the-jetty-7";

    private final Path folder;
    private final Path yaml;
    private final DevCertificateFiles certificates;
    private Gateway gateway;

    /**
     * Starts one.
     *
     * @param apps the YAML from {@code apps:} on, and whatever other top-level keys the test is about
     */
    public static GatewayRig start(Path folder, String apps) throws Exception {
        return new GatewayRig(folder, apps);
    }

    @SuppressWarnings("NullAway.Init")
    private GatewayRig(Path folder, String rest) throws Exception {
        this.folder = folder;
        this.yaml = folder.resolve("tollgate.yaml");
        this.certificates = new DevCertificates(new SecureRandom(), InstantSource.system())
                .into(folder.resolve("certs"), List.of("localhost", "127.0.0.1"));
        Files.writeString(yaml, """
                listeners:
                  - name: public
                    address: 127.0.0.1:0
                    tls: { certificate: "%s", key: "%s" }
                admin: { address: "127.0.0.1:0" }
                %s
                """.formatted(certificates.certificate(), certificates.key(), rest));
        restart();
    }

    /** Starts the gateway again on the same file and data; a running one is closed first. */
    public void restart() throws Exception {
        if (gateway != null) {
            gateway.close();
        }
        gateway = Gateway.start(config(), world());
    }

    /** What the YAML says. */
    public GatewayConfig config() {
        ReadResult result = ConfigReader.read(yaml, name -> null);
        if (result instanceof ReadResult.Loaded loaded) {
            return loaded.config();
        }
        throw new IllegalStateException(result.toString());
    }

    private static World world() {
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

    @Override
    public void close() {
        gateway.close();
    }

    /** How long a test waits for what should be there at once. */
    public static final Duration PATIENCE = Duration.ofSeconds(20);
}
