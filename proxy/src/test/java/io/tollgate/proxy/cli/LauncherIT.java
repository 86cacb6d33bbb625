package io.tollgate.proxy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher in a checkout that is built already: what it starts, and the archive of classes that it keeps. */
final class LauncherIT {
    private static final String LEARNING = "learning how to start faster";

    @TempDir
    Path checkout;

    private Path launch;

    /** What a launch said. */
    private record Said(int exit, String out, String err) {}

    @BeforeEach
    void build() throws IOException {
        Files.copy(Path.of("..", "tollgate"), checkout.resolve("tollgate"));
        launch = Files.createDirectories(checkout.resolve("proxy/target/launch"));
        for (String source :
                List.of(".mvn", "config/src/main", "filters/src/main", "certs-dev/src/main", "proxy/src/main")) {
            Files.createDirectories(checkout.resolve(source));
        }
        for (String pom :
                List.of("pom.xml", "config/pom.xml", "filters/pom.xml", "certs-dev/pom.xml", "proxy/pom.xml")) {
            Files.createFile(checkout.resolve(pom));
        }
        jar();
        Files.setLastModifiedTime(
                Files.createFile(launch.resolve("built")),
                FileTime.from(Instant.now().plusSeconds(3_600)));
    }

    private void jar() throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, LauncherStub.class.getName());
        String entry = LauncherStub.class.getName().replace('.', '/') + ".class";
        try (OutputStream file = Files.newOutputStream(launch.resolve("tollgate-proxy-0.jar"));
                JarOutputStream jar = new JarOutputStream(file, manifest);
                InputStream bytes = LauncherStub.class.getResourceAsStream("/" + entry)) {
            jar.putNextEntry(new ZipEntry(entry));
            jar.write(bytes.readAllBytes());
            jar.closeEntry();
        }
    }

    private Said launch(Map<String, String> environment, String... words) throws Exception {
        int exit = process(environment, words).waitFor();
        return new Said(exit, said("out.txt"), said("err.txt"));
    }

    private String said(String file) throws IOException {
        return Files.readString(checkout.resolve(file), StandardCharsets.UTF_8);
    }

    private Process process(Map<String, String> environment, String... words) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                Stream.concat(Stream.of(checkout.resolve("tollgate").toString()), Stream.of(words))
                        .toList());
        builder.environment().remove("TOLLGATE_JAVA_OPTS");
        builder.environment().put("TOLLGATE_JAVA_HOME", System.getProperty("java.home"));
        builder.environment().putAll(environment);
        return builder.redirectOutput(checkout.resolve("out.txt").toFile())
                .redirectError(checkout.resolve("err.txt").toFile())
                .start();
    }

    private Said launch(String... words) throws Exception {
        return launch(Map.of(), words);
    }

    private List<Path> archives() throws IOException {
        try (Stream<Path> files = Files.list(launch)) {
            return files.filter(file -> file.getFileName().toString().matches("gateway-.*\\.(aot|jsa)"))
                    .toList();
        }
    }

    /** Started by what was learnt, and without a word about it. */
    private void assertStartsByArchive(Said said) throws IOException {
        assertThat(said.err()).isEmpty();
        assertThat(said.out())
                .startsWith("words: [run]\n")
                .contains(archives().get(0).toString());
        assertThat(said.exit()).isZero();
    }

    @Test
    void the_first_run_makes_an_archive_and_starts_by_it_and_so_do_those_after_it() throws Exception {
        Said first = launch("run");
        assertThat(first.err()).contains(LEARNING);
        assertThat(first.out())
                .startsWith("words: [run]\n")
                .contains(archives().get(0).toString());
        assertThat(archives()).hasSize(1);
        assertStartsByArchive(launch("run"));
    }

    @Test
    void an_archive_that_is_cut_short_or_of_other_jars_is_made_anew() throws Exception {
        launch("run");
        Path archive = archives().get(0);
        byte[] whole = Files.readAllBytes(archive);
        Files.delete(archive); // On some JDKs nobody may write to it.
        Files.write(archive, List.of("cut short"));
        assertThat(launch("run").err()).contains(LEARNING);
        assertThat(Files.size(archive)).isGreaterThan(whole.length / 2L);
        assertStartsByArchive(launch("run"));

        jar();
        Files.setLastModifiedTime(
                launch.resolve("tollgate-proxy-0.jar"),
                FileTime.from(Instant.now().plusSeconds(60)));
        assertThat(launch("run").err()).contains(LEARNING);
    }

    @Test
    void an_archive_of_another_jvm_or_collector_is_passed_over_without_a_word() throws Exception {
        launch("run");
        Path archive = archives().get(0);
        long size = Files.size(archive);
        Files.delete(archive);
        Files.write(archive, new byte[(int) size]);
        Said said = launch("run");
        assertThat(said.err()).isEmpty();
        assertThat(said.out()).startsWith("words: [run]\n");

        said = launch(Map.of("TOLLGATE_JAVA_OPTS", "-XX:+UseSerialGC"), "run");
        assertThat(said.err()).isEmpty();
        assertThat(said.out())
                .startsWith("words: [run]\n")
                .contains("UseSerialGC")
                .doesNotContain("UseParallelGC");
    }

    @Test
    void who_starts_while_another_learns_starts_without() throws Exception {
        launch("run");
        Path archive = archives().get(0);
        Files.delete(archive);
        Path lock = Files.createDirectory(Path.of(archive + ".lock"));
        Files.writeString(lock.resolve("pid"), ProcessHandle.current().pid() + "\n");
        Said said = launch("run");
        assertThat(said.err()).isEmpty();
        assertThat(said.out()).startsWith("words: [run]\n").doesNotContain(archive.toString());

        Files.writeString(lock.resolve("pid"), gone() + "\n");
        assertThat(launch("run").err()).contains(LEARNING);
        assertThat(archive).exists();
        assertThat(lock).doesNotExist();
    }

    private static long gone() throws Exception {
        Process process = new ProcessBuilder("true").start();
        process.waitFor();
        return process.pid();
    }

    @Test
    void a_rehearsal_that_fails_is_not_tried_again_and_keeps_nobody_from_starting() throws Exception {
        Map<String, String> failing = Map.of("LAUNCHER_STUB_FAILS", "yes");
        Said first = launch(failing, "run");
        assertThat(first.err()).contains(LEARNING);
        assertThat(first.exit()).isZero();
        assertThat(first.out()).startsWith("words: [run]\n").doesNotContain(".aot", ".jsa");
        Said second = launch(failing, "run");
        assertThat(second.err()).isEmpty();
        assertThat(second.out()).startsWith("words: [run]\n").doesNotContain(".aot", ".jsa");
        assertThat(archives()).isEmpty();
    }

    @Test
    void a_launch_that_is_ended_while_it_learns_ends_at_once_and_leaves_nothing() throws Exception {
        Process process = process(Map.of("LAUNCHER_STUB_HANGS", "yes"), "run");
        while (process.isAlive() && !said("err.txt").contains(LEARNING)) {
            Thread.onSpinWait();
        }
        process.destroy();
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(3);
        try (Stream<Path> files = Files.list(launch)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("built", "tollgate-proxy-0.jar");
        }
    }

    @Test
    void who_chose_an_archive_keeps_it() throws Exception {
        Said said = launch(Map.of("TOLLGATE_JAVA_OPTS", "-Xshare:off -Dsaid=yes"), "run");
        assertThat(said.err()).isEmpty();
        assertThat(said.out()).contains("-Dsaid=yes").doesNotContain(".aot", ".jsa");
        assertThat(archives()).isEmpty();
    }

    @Test
    void what_is_in_memory_is_never_written_to_the_disk() throws Exception {
        for (String command : List.of("run", "users")) {
            assertThat(launch(command).out())
                    .contains("option: -XX:-CreateCoredumpOnCrash")
                    .containsPattern("Max core file size +0 +0 ");
        }
    }

    @Test
    void other_commands_learn_nothing() throws Exception {
        Said said = launch("check", "--json");
        assertThat(said.err()).isEmpty();
        assertThat(said.out()).startsWith("words: [check, --json]\n").contains("UseSerialGC");
        assertThat(archives()).isEmpty();
    }
}
