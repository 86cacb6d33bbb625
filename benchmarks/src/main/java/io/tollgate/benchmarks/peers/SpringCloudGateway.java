package io.tollgate.benchmarks.peers;

import io.tollgate.benchmarks.BenchmarkException;
import io.tollgate.benchmarks.load.Visitor;
import io.tollgate.benchmarks.process.Running;
import io.tollgate.benchmarks.process.Tool;
import io.tollgate.benchmarks.process.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Spring Cloud Gateway with Spring Security's form login and sessions: what a Java house would set up. It is built in a Maven
 * profile of its own the first time it is needed.
 */
record SpringCloudGateway() implements Peer {
    private static final String MODULE = "benchmarks/spring-cloud-gateway";
    private static final String JAR = "tollgate-benchmarks-spring-cloud-gateway";
    private static final Duration BUILD = Duration.ofMinutes(5);
    private static final int FOUND = 302;

    @Override
    public String name() {
        return "spring-cloud-gateway";
    }

    private static Path module() {
        return Path.of(System.getProperty("tollgate.checkout", ""), MODULE).toAbsolutePath();
    }

    @Override
    public @Nullable String obstacle(Stage stage, Application application) {
        try {
            if (isBuilt()) {
                return null;
            }
            stage.progress().println("building spring-cloud-gateway (the first time it fetches libraries)");
            stage.progress().flush();
            build();
            Path jar = jar();
            if (jar == null) {
                return "its jar is not there after the build";
            }
            // Maven leaves a jar alone whose classes have not changed, however new the sources are.
            Files.setLastModifiedTime(jar, FileTime.from(Instant.now()));
            return null;
        } catch (IOException | BenchmarkException e) {
            return "it can't be built (the first time that takes Maven Central): "
                    + String.valueOf(e.getMessage()).lines().limit(3).reduce("", (a, b) -> a + " " + b);
        }
    }

    /** Whether the jar is there, and as new as its sources. */
    private static boolean isBuilt() throws IOException {
        Path jar = jar();
        if (jar == null) {
            return false;
        }
        FileTime built = Files.getLastModifiedTime(jar);
        try (Stream<Path> files = Files.walk(module().resolve("src"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (Files.getLastModifiedTime(file).compareTo(built) > 0) {
                    return false;
                }
            }
        }
        return Files.getLastModifiedTime(module().resolve("pom.xml")).compareTo(built) <= 0;
    }

    private static @Nullable Path jar() throws IOException {
        Path lib = module().resolve("target/lib");
        if (!Files.isDirectory(lib)) {
            return null;
        }
        try (Stream<Path> files = Files.list(lib)) {
            return files.filter(file -> file.getFileName().toString().startsWith(JAR))
                    .findFirst()
                    .orElse(null);
        }
    }

    private static void build() {
        Path checkout = Path.of(System.getProperty("tollgate.checkout", "")).toAbsolutePath();
        Tool.run(
                        List.of(
                                "env",
                                "JAVA_HOME=" + System.getProperty("java.home"),
                                checkout.resolve("mvnw").toString(),
                                "-q",
                                "-B",
                                "-f",
                                checkout.resolve("pom.xml").toString(),
                                "-Pspring-cloud-gateway",
                                "-pl",
                                MODULE,
                                "-Dmaven.test.skip=true",
                                "-Djacoco.skip=true",
                                "package"),
                        BUILD)
                .orFail("the build failed");
    }

    @Override
    public Contender start(Stage stage, Application application) {
        Path folder = stage.workspace().folder(name());
        int port = Workspace.freePort();
        // The password is in a file, not in a list of processes.
        Path properties = Workspace.write(folder.resolve("application.properties"), """
            server.address=127.0.0.1
            server.port=%d
            server.http2.enabled=true
            server.ssl.certificate=%s
            server.ssl.certificate-private-key=%s
            server.ssl.enabled-protocols=TLSv1.3
            server.netty.idle-timeout=1h
            spring.main.banner-mode=off
            bench.app=http://127.0.0.1:%d
            bench.user=bench
            bench.password=%s
            """.formatted(
                        port, stage.certificate().toUri(), stage.key().toUri(), application.port(), stage.password()));
        List<String> command = new ArrayList<>(stage.jvm().words());
        command.addAll(List.of(
                "-cp",
                module().resolve("target/lib") + "/*",
                "io.tollgate.benchmarks.spring.SpringGateway",
                "--spring.config.location=" + properties));
        Running process = stage.server(name(), command, folder, port);
        return new Contender(name(), null, process, port, true, login(stage, port), version());
    }

    private static String login(Stage stage, int port) {
        Visitor.Answer answer =
                stage.visitor(port).post("/login", Map.of("username", "bench", "password", stage.password()), Map.of());
        String cookie = answer.cookie("SESSION");
        if (answer.status() != FOUND || cookie == null) {
            throw new BenchmarkException("the login of spring-cloud-gateway was answered with " + answer.status());
        }
        return "SESSION=" + cookie;
    }

    private static String version() {
        try (Stream<Path> files = Files.list(module().resolve("target/lib"))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(file -> file.startsWith("spring-cloud-gateway-server-webflux-")
                            || file.startsWith("spring-boot-4")
                            || file.startsWith("reactor-netty-http-"))
                    .sorted()
                    .map(file -> file.replace(".jar", ""))
                    .reduce((a, b) -> a + ", " + b)
                    .orElse("unknown");
        } catch (IOException e) {
            return "unknown";
        }
    }
}
