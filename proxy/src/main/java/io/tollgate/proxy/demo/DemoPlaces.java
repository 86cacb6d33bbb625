package io.tollgate.proxy.demo;

import java.nio.file.Path;

/**
 * Where the parts of the demo are: ports on loopback, and files.
 *
 * @param config the YAML that is written
 * @param authority the certificate of the throw-away CA, for who wants to trust it
 * @param certificate the server's certificate
 * @param key its private key
 * @param data the gateway's data folder
 */
public record DemoPlaces(
        int listenerPort,
        int adminPort,
        int upstreamPort,
        Path config,
        Path authority,
        Path certificate,
        Path key,
        Path data) {

    /** The port of the gateway in the demo, unless told otherwise. */
    public static final int LISTENER_PORT = 8443;

    /** The port of its admin listener. */
    public static final int ADMIN_PORT = 9443;

    public DemoPlaces {
        port(listenerPort);
        port(adminPort);
        port(upstreamPort);
        config = config.toAbsolutePath().normalize();
        authority = authority.toAbsolutePath().normalize();
        certificate = certificate.toAbsolutePath().normalize();
        key = key.toAbsolutePath().normalize();
        data = data.toAbsolutePath().normalize();
    }

    /** The usual ports, and usual names below one folder. */
    public static DemoPlaces below(Path folder, int upstreamPort) {
        return new DemoPlaces(
                LISTENER_PORT,
                ADMIN_PORT,
                upstreamPort,
                folder.resolve("tollgate.yaml"),
                folder.resolve("certs/ca.crt"),
                folder.resolve("certs/localhost.crt"),
                folder.resolve("certs/localhost.key"),
                folder.resolve("data"));
    }

    private static void port(int port) {
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("not a port: " + port);
        }
    }
}
