package io.tollgate.proxy;

import io.tollgate.config.reader.ConfigReader;
import io.tollgate.config.reader.ReadResult;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A gateway in a process of its own, so that it can be killed as nobody would kill a test. */
final class GatewayProcess implements AutoCloseable {
    private static final String SERVING = "serving on ";

    private final Process process;
    private final int port;

    /** What runs in the process: a gateway from the YAML file that the first word names. */
    public static void main(String[] words) throws Exception {
        if (!(ConfigReader.read(Path.of(words[0]), name -> null) instanceof ReadResult.Loaded loaded)) {
            throw new IllegalStateException("not a good file: " + words[0]);
        }
        try (Gateway gateway = Gateway.start(loaded.config(), GatewayRig.world())) {
            System.out.println(SERVING + gateway.addresses().get("public").getPort());
            new CountDownLatch(1).await();
        }
    }

    /** Starts one; returns when it serves. */
    static GatewayProcess start(Path yaml) throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        GatewayProcess.class.getName(),
                        yaml.toString())
                .redirectError(Redirect.INHERIT)
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        StringBuilder said = new StringBuilder();
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            if (line.startsWith(SERVING)) {
                return new GatewayProcess(process, Integer.parseInt(line.substring(SERVING.length())));
            }
            said.append(line).append('\n');
        }
        throw new IllegalStateException("it did not start: " + said);
    }

    private GatewayProcess(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    int port() {
        return port;
    }

    /** SIGKILL: nothing of it runs any more when this returns. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
            throw new IllegalStateException("it could not be killed");
        }
    }

    @Override
    public void close() throws InterruptedException {
        kill();
    }
}
