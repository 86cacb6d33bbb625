package io.tollgate.proxy.cli;

import com.sun.net.httpserver.HttpServer;
import io.tollgate.certs.DevCertificateFiles;
import io.tollgate.certs.DevCertificates;
import io.tollgate.proxy.World;
import io.tollgate.proxy.rehearsal.Visitor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.CommandLine.Command;

/**
 * {@code tollgate rehearse}: a gateway on a folder and ports of its own that is started, visited and ended, and leaves nothing.
 * The launcher runs it once after a build, and keeps what the JVM learnt of it for the starts to come.
 */
@Command(
        name = "rehearse",
        hidden = true,
        header = "Start a throw-away gateway, visit it and end it: for the launcher.")
final class RehearseCommand implements Callable<Integer> {
    /** Where it can't get on, the launcher is not kept waiting. */
    private static final Duration MOST = Duration.ofSeconds(60);

    private static final int VISITS_A_LOGIN = 8;
    private static final String NAME = "ann@clinic.example";
    private static final String PASSWORD = "grey-heron-on-the-jetty-7";
    private static final Pattern READY = Pattern.compile("public on 127\\.0\\.0\\.1:([0-9]+)");
    private static final byte[] PAGE = "Nothing is due.".getBytes(StandardCharsets.US_ASCII);

    private final Tollgate tollgate;

    RehearseCommand(Tollgate tollgate) {
        this.tollgate = tollgate;
    }

    @Override
    public Integer call() throws IOException {
        Thread watch = watch();
        Path folder = Files.createTempDirectory("tollgate-rehearsal");
        HttpServer application = application();
        try {
            String yaml = yaml(folder, application.getAddress().getPort()).toString();
            StringWriter said = new StringWriter();
            Console console = console(said);
            int added = CommandLines.run(
                    console, "users", "add", NAME, "--role", "biller", "--keep", "--password-stdin", "--config", yaml);
            return added == ExitCode.DONE ? CommandLines.run(console, "run", "--config", yaml) : added;
        } finally {
            application.stop(0);
            delete(folder);
            watch.interrupt();
        }
    }

    /** Ends the process unless it is interrupted in time. */
    private static Thread watch() {
        Thread watch = new Thread(
                () -> {
                    try {
                        Thread.sleep(MOST.toMillis());
                        Runtime.getRuntime().halt(ExitCode.FAILED);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt(); // It is over.
                    }
                },
                "tollgate-watch");
        watch.setDaemon(true);
        watch.start();
        return watch;
    }

    private static HttpServer application() throws IOException {
        System.setProperty("sun.net.httpserver.nodelay", "true"); // Else each answer takes 40 ms.
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
        server.createContext("/", exchange -> {
            try (exchange) {
                exchange.sendResponseHeaders(200, PAGE.length);
                exchange.getResponseBody().write(PAGE);
            }
        });
        server.start();
        return server;
    }

    private Path yaml(Path folder, int port) throws IOException {
        World world = tollgate.console().world();
        DevCertificateFiles files =
                new DevCertificates(world.random(), world.clock()).into(folder.resolve("certs"), List.of("localhost"));
        return Files.writeString(
                folder.resolve("tollgate.yaml"), """
                    listeners:
                      - name: public
                        address: 127.0.0.1:0
                        tls: { certificate: "%s", key: "%s" }
                    apps:
                      billing:
                        upstream: http://127.0.0.1:%d
                        public: ["GET /open/**"]
                        access: { biller: { allow: ["/**"] } }
                    """.formatted(files.certificate(), files.key(), port));
    }

    /** Says nothing, is asked for a password by nobody, and ends when the visits are over. */
    private Console console(StringWriter said) {
        Console real = tollgate.console();
        World world = real.world();
        PrintWriter out = new PrintWriter(said);
        return new Console(
                out,
                new PrintWriter(new StringWriter()),
                new ByteArrayInputStream((PASSWORD + "\n").getBytes(StandardCharsets.UTF_8)),
                name -> null,
                text -> null,
                reload -> {},
                close -> {
                    visit(said.toString(), world.rehearsal());
                    close.run();
                },
                real.checkout(),
                world);
    }

    private static void visit(String said, Duration most) {
        Matcher ready = READY.matcher(said);
        if (!ready.find()) {
            throw new IllegalStateException("the gateway did not say where it is");
        }
        Visitor visitor = new Visitor(Integer.parseInt(ready.group(1)), "localhost");
        String form = "username=" + NAME.replace("@", "%40") + "&password=" + PASSWORD + "&return-to=%2F";
        long begun = System.nanoTime();
        try {
            int visits = 0;
            do {
                visitor.visit("/open/2003", "/.tollgate/login", visits++ % VISITS_A_LOGIN == 0 ? form : "");
            } while (System.nanoTime() - begun < most.toNanos());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
        }
    }
}
