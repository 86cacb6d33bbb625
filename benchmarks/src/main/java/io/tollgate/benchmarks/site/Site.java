package io.tollgate.benchmarks.site;

import io.tollgate.benchmarks.BenchmarkException;
import io.tollgate.benchmarks.journeys.Account;
import io.tollgate.benchmarks.measure.Cpu;
import io.tollgate.benchmarks.process.Cores;
import io.tollgate.benchmarks.process.Running;
import io.tollgate.benchmarks.process.Workspace;
import io.tollgate.certs.DevCertificateFiles;
import io.tollgate.certs.DevCertificates;
import io.tollgate.config.GatewayConfig;
import io.tollgate.config.reader.ConfigReader;
import io.tollgate.config.reader.ReadResult;
import io.tollgate.filters.session.SessionCookie;
import io.tollgate.proxy.Gateway;
import io.tollgate.proxy.control.ControlClient;
import io.tollgate.proxy.control.ControlReply;
import io.tollgate.proxy.control.ControlRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A gateway of our own in a process of its own, on users and sessions that were there before it. Confined to one thread. */
public final class Site implements AutoCloseable {
    private static final Pattern READY = Pattern.compile("ready: public on 127\\.0\\.0\\.1:([0-9]+)");
    private static final double NANOS = 1e9;
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final SiteShape shape;
    private final Path yaml;
    private final Path data;
    private final DevCertificateFiles certificates;
    private final Filling filling;
    private final Running gateway;
    private final int port;
    private final Start start;

    /**
     * What it took from the first instruction to the line that says ready.
     *
     * @param seconds by the clock, the launcher's own work included
     * @param cpuSeconds of the process
     */
    public record Start(double seconds, double cpuSeconds) {}

    private Site(
            SiteShape shape,
            Path yaml,
            Path data,
            DevCertificateFiles certificates,
            Filling filling,
            Running gateway,
            long begun) {
        this.shape = shape;
        this.yaml = yaml;
        this.data = data;
        this.certificates = certificates;
        this.filling = filling;
        this.gateway = gateway;
        Matcher ready = gateway.awaitSaying(READY, PATIENCE);
        this.start = new Start((System.nanoTime() - begun) / NANOS, Cpu.nanos(gateway.pid()) / NANOS);
        this.port = Integer.parseInt(ready.group(1));
    }

    /**
     * Makes one and starts it.
     *
     * @param options of its JVM, beside those of production
     */
    public static Site start(Workspace workspace, String name, SiteShape shape, Cores cores, String options) {
        Path folder = workspace.folder(name);
        DevCertificateFiles certificates = certificates(folder);
        Path yaml = Workspace.write(
                folder.resolve("tollgate.yaml"), shape.yaml(certificates.certificate(), certificates.key()));
        GatewayConfig config = config(yaml);
        Filling filling = Filling.fill(config, shape);
        Path launcher =
                Path.of(System.getProperty("tollgate.checkout", ""), "tollgate").toAbsolutePath();
        long begun = System.nanoTime();
        Running gateway = workspace.keep(Running.start(
                "gateway",
                cores.forMeasured(List.of(launcher.toString(), "run", "--config", yaml.toString())),
                folder,
                Map.of("TOLLGATE_JAVA_OPTS", options)));
        return new Site(shape, yaml, config.data(), certificates, filling, gateway, begun);
    }

    private static DevCertificateFiles certificates(Path folder) {
        try {
            return new DevCertificates(new SecureRandom(), InstantSource.system())
                    .into(folder.resolve("certs"), List.of("localhost", "127.0.0.1"));
        } catch (IOException e) {
            throw new BenchmarkException("no certificate can be made: " + e.getMessage(), e);
        }
    }

    private static GatewayConfig config(Path yaml) {
        ReadResult result = ConfigReader.read(yaml, name -> null, InstantSource.system());
        if (result instanceof ReadResult.Loaded loaded) {
            return loaded.config();
        }
        throw new BenchmarkException("the YAML of the benchmark has a fault: " + result);
    }

    public long pid() {
        return gateway.pid();
    }

    public int port() {
        return port;
    }

    /** The PEM file of the authority to trust. */
    public Path authority() {
        return certificates.authority();
    }

    /** How it came up. */
    public Start begun() {
        return start;
    }

    /** Every user. */
    public List<Account> accounts() {
        return filling.accounts();
    }

    /** A Cookie field's value with the session of this number, from 0 on: it belongs to the user of that number, counted round. */
    public String cookie(int session) {
        return SessionCookie.NAME + "=" + filling.tokens().get(session);
    }

    /** How many of those there are. */
    public int cookies() {
        return filling.tokens().size();
    }

    /** Has it take over another shape; what it stands on stays. */
    public void reload(SiteShape next) {
        Workspace.write(yaml, next.yaml(certificates.certificate(), certificates.key()));
        command("gateway.reload");
    }

    /** The shape it was started in. */
    public SiteShape shape() {
        return shape;
    }

    /** Asks through the control socket as a command does, names and words in turn; fails where it is not done. */
    public String command(String verb, String... arguments) {
        Map<String, List<String>> named = new HashMap<>();
        for (int i = 0; i < arguments.length; i += 2) {
            named.put(arguments[i], List.of(arguments[i + 1]));
        }
        try {
            ControlReply reply = new ControlClient(Gateway.controlSocket(data)).call(new ControlRequest(verb, named));
            if (reply.exit() != 0) {
                throw new BenchmarkException(verb + " was refused: " + reply.message());
            }
            return String.valueOf(reply.message());
        } catch (IOException e) {
            throw new BenchmarkException(verb + " could not be asked for: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        gateway.close();
    }
}
