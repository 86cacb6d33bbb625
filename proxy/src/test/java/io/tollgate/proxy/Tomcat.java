package io.tollgate.proxy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Apache Tomcat 9 as its makers ship it, in a process of its own on loopback. Only its {@code tomcat-users.xml} is set, and
 * of its {@code server.xml} the ports, that its access log is written at once, and that no name is locked for everybody
 * after five failures; its {@code examples} and {@code manager} are as they are in the distribution.
 */
public final class Tomcat implements AutoCloseable {
    private static final String USERS = """
        <?xml version="1.0" encoding="UTF-8"?>
        <tomcat-users xmlns="http://tomcat.apache.org/xml">
          <role rolename="tomcat"/>
          <role rolename="manager-gui"/>
          <user username="tomcat" password="clinic-2003" roles="tomcat,manager-gui"/>
          <user username="ann" password="clinic-2003" roles="tomcat"/>
          <user username="bob" password="clinic-2003" roles="tomcat"/>
        </tomcat-users>
        """;

    private final Path base;
    private final int port;
    private final Process process;

    /** Starts one whose own files are in this folder; returns when it answers. */
    public static Tomcat start(Path base) throws IOException, InterruptedException {
        Path home = Path.of(System.getProperty("tollgate.test.tomcat"));
        int port = freePort();
        for (String folder : List.of("conf", "webapps/ROOT", "webapps/examples", "webapps/manager")) {
            copy(home.resolve(folder), base.resolve(folder));
        }
        Files.createDirectories(base.resolve("logs"));
        Files.createDirectories(base.resolve("temp"));
        Files.writeString(base.resolve("conf/tomcat-users.xml"), USERS);
        Path server = base.resolve("conf/server.xml");
        Files.writeString(
                server,
                Files.readString(server)
                        .replace("port=\"8005\"", "port=\"-1\"")
                        .replace("<Connector port=\"8080\"", "<Connector address=\"127.0.0.1\" port=\"" + port + "\"")
                        .replace(
                                "prefix=\"localhost_access_log\"", "buffered=\"false\" prefix=\"localhost_access_log\"")
                        .replace("org.apache.catalina.realm.LockOutRealm", "org.apache.catalina.realm.CombinedRealm"));
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-Dcatalina.home=" + home,
                        "-Dcatalina.base=" + base,
                        "-Djava.io.tmpdir=" + base.resolve("temp"),
                        "-Djava.util.logging.config.file=" + base.resolve("conf/logging.properties"),
                        "-Djava.util.logging.manager=org.apache.juli.ClassLoaderLogManager",
                        "-cp",
                        home.resolve("bin/bootstrap.jar") + ":" + home.resolve("bin/tomcat-juli.jar"),
                        "org.apache.catalina.startup.Bootstrap",
                        "start")
                .redirectErrorStream(true)
                .redirectOutput(base.resolve("logs/out.txt").toFile())
                .start();
        Tomcat tomcat = new Tomcat(base, port, process);
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        tomcat.awaitStarted();
        return tomcat;
    }

    private Tomcat(Path base, int port, Process process) {
        this.base = base;
        this.port = port;
        this.process = process;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target);
                }
            }
        }
    }

    private void awaitStarted() throws IOException, InterruptedException {
        Instant deadline = Instant.now().plusSeconds(90);
        while (!isListening()) {
            if (process.waitFor(50, TimeUnit.MILLISECONDS) || Instant.now().isAfter(deadline)) {
                process.destroyForcibly();
                throw new IllegalStateException(Files.readString(base.resolve("logs/out.txt")));
            }
        }
    }

    private boolean isListening() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 500);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    public int port() {
        return port;
    }

    /** Ends it, so that everything it logged is on disk, and reads the lines of its access log. */
    public List<String> endedWithAccessLog() throws IOException, InterruptedException {
        process.destroy();
        if (!process.waitFor(20, TimeUnit.SECONDS)) {
            throw new IllegalStateException("Tomcat did not end");
        }
        return accessLog();
    }

    /** The lines of its access log until now. */
    public List<String> accessLog() throws IOException {
        try (Stream<Path> logs = Files.list(base.resolve("logs"))) {
            return logs.filter(file -> file.getFileName().toString().startsWith("localhost_access_log"))
                    .flatMap(Tomcat::lines)
                    .toList();
        }
    }

    private static Stream<String> lines(Path file) {
        try {
            return Files.readAllLines(file).stream();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.waitFor(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
