package io.tollgate.proxy.secrets;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tollgate.proxy.cli.Main;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The launcher as it is delivered, over the classes of this build. */
final class CommandLine {
    private final Path checkout;
    private final Path where;
    private final Evidence evidence;

    /** @param where the working directory: where a crash leaves what it leaves */
    CommandLine(Path checkout, Path where, Evidence evidence) throws IOException {
        this.checkout = checkout;
        this.where = where;
        this.evidence = evidence;
        Files.createDirectories(checkout);
        Files.copy(Path.of("..", "tollgate"), checkout.resolve("tollgate"));
        Path launch = Files.createDirectories(checkout.resolve("proxy/target/launch"));
        for (String source :
                List.of(".mvn", "config/src/main", "filters/src/main", "certs-dev/src/main", "proxy/src/main")) {
            Files.createDirectories(checkout.resolve(source));
        }
        for (String pom :
                List.of("pom.xml", "config/pom.xml", "filters/pom.xml", "certs-dev/pom.xml", "proxy/pom.xml")) {
            Files.createFile(checkout.resolve(pom));
        }
        jar(launch.resolve("tollgate-proxy-0.jar"));
        Files.setLastModifiedTime(
                Files.createFile(launch.resolve("built")),
                FileTime.from(Instant.now().plusSeconds(36_000)));
    }

    private static void jar(Path file) throws IOException {
        Manifest manifest = new Manifest();
        Attributes attributes = manifest.getMainAttributes();
        attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        attributes.put(Attributes.Name.MAIN_CLASS, Main.class.getName());
        attributes.put(
                Attributes.Name.CLASS_PATH,
                Stream.of(System.getProperty("java.class.path").split(":"))
                        .map(Path::of)
                        .filter(Files::exists)
                        .map(path -> path.toUri().toString())
                        .collect(Collectors.joining(" ")));
        attributes.putValue("Enable-Native-Access", "ALL-UNNAMED");
        try (OutputStream out = Files.newOutputStream(file);
                JarOutputStream jar = new JarOutputStream(out, manifest)) {
            jar.finish();
        }
    }

    /** Starts one that stays. */
    Process start(Path out, Path err, String... words) throws IOException {
        return builder(words)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
    }

    /** Runs one with this on its standard input; returns what it said, which is evidence too. */
    String run(int exit, String input, String... words) throws IOException, InterruptedException {
        Path out = Files.createTempFile(checkout, "said", ".txt");
        Process process = builder(words)
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();
        try (OutputStream in = process.getOutputStream()) {
            in.write(input.getBytes(UTF_8));
        }
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IllegalStateException(List.of(words) + " did not end");
        }
        String said = Files.readString(out);
        evidence.add("commands: " + String.join(" ", words), said);
        if (process.exitValue() != exit) {
            throw new IllegalStateException(List.of(words) + " ended with " + process.exitValue() + ": " + said);
        }
        return said;
    }

    private ProcessBuilder builder(String... words) {
        List<String> command =
                new ArrayList<>(List.of(checkout.resolve("tollgate").toString()));
        command.addAll(List.of(words));
        ProcessBuilder builder = new ProcessBuilder(command).directory(where.toFile());
        builder.environment().put("TOLLGATE_JAVA_HOME", System.getProperty("java.home"));
        builder.environment()
                .put(
                        "TOLLGATE_JAVA_OPTS",
                        "-Xshare:auto -Xmx256m -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Dtollgate.rehearsal=0"
                                + " -Dlogback.configurationFile=logback.xml");
        return builder;
    }
}
