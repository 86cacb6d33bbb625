package io.tollgate.benchmarks.peers;

import io.tollgate.benchmarks.BenchmarkException;
import io.tollgate.benchmarks.gateway.GatewayJvm;
import io.tollgate.benchmarks.load.Visitor;
import io.tollgate.benchmarks.process.Cores;
import io.tollgate.benchmarks.process.Running;
import io.tollgate.benchmarks.process.Workspace;
import io.tollgate.certs.DevCertificateFiles;
import io.tollgate.certs.DevCertificates;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;

/**
 * What all that are compared have in common: the certificate, the processor, the application. Immutable.
 *
 * @param progress where it is told what takes time
 * @param authority PEM file of who issued the certificate
 * @param certificate PEM file, ECDSA P-256
 * @param key PEM file
 * @param password of the user who makes the load
 */
record Stage(
        Workspace workspace,
        Cores cores,
        GatewayJvm jvm,
        PrintWriter progress,
        Path authority,
        Path certificate,
        Path key,
        String password) {
    static final String HOST = "localhost";
    private static final Duration START = Duration.ofMinutes(2);

    /** Sets it. */
    static Stage set(Workspace workspace, Cores cores, GatewayJvm jvm, PrintWriter progress) {
        SecureRandom random = new SecureRandom();
        try {
            DevCertificateFiles files = new DevCertificates(random, InstantSource.system())
                    .into(workspace.folder("certs"), List.of(HOST, "127.0.0.1"));
            byte[] password = new byte[16];
            random.nextBytes(password);
            return new Stage(
                    workspace,
                    cores,
                    jvm,
                    progress,
                    files.authority(),
                    files.certificate(),
                    files.key(),
                    HexFormat.of().formatHex(password));
        } catch (IOException e) {
            throw new BenchmarkException("no certificate can be made: " + e.getMessage(), e);
        }
    }

    /** Certificate and key in one file, as HAProxy wants them. */
    Path combined() {
        try {
            return Workspace.writeSecret(
                    workspace.folder().resolve("certs/combined.pem"),
                    Files.readString(certificate) + Files.readString(key));
        } catch (IOException e) {
            throw new BenchmarkException("the certificate can't be read: " + e.getMessage(), e);
        }
    }

    /** Starts a server where what is measured runs, and waits until it listens. */
    Running server(String name, List<String> command, Path folder, int port) {
        Running process = workspace.keep(Running.start(
                name,
                cores.forMeasured(command),
                folder,
                java.util.Map.of("HOME", folder.toString(), "XDG_DATA_HOME", folder.toString())));
        process.awaitPort(port, START);
        return process;
    }

    /** Somebody who visits a server there. */
    Visitor visitor(int port) {
        return new Visitor(authority, HOST, port);
    }
}
