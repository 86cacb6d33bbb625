package io.tollgate.proxy.cli;

import io.tollgate.certs.DevCertificateFiles;
import io.tollgate.certs.DevCertificates;
import io.tollgate.config.GatewayConfig;
import io.tollgate.config.reader.ConfigReader;
import io.tollgate.config.reader.ReadResult;
import io.tollgate.proxy.Gateway;
import io.tollgate.proxy.World;
import io.tollgate.proxy.demo.DemoPlaces;
import io.tollgate.proxy.demo.DemoPlan;
import io.tollgate.proxy.demo.LegacyBilling;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code tollgate demo}: a legacy application and a gateway in front of it, on this machine only. */
@Command(
        name = "demo",
        header =
                "Start a legacy billing application and the gateway in front of it; print where to log in and as whom.")
final class DemoCommand implements Callable<Integer> {
    private static final List<String> NAMES = List.of("localhost", "127.0.0.1", "::1");

    private final Tollgate tollgate;

    @Option(names = "--port", paramLabel = "PORT", description = "Where the gateway listens (8443).")
    private int port = DemoPlaces.LISTENER_PORT;

    @Option(names = "--admin-port", paramLabel = "PORT", description = "Where its metrics are (9443).")
    private int adminPort = DemoPlaces.ADMIN_PORT;

    DemoCommand(Tollgate tollgate) {
        this.tollgate = tollgate;
    }

    @Override
    public Integer call() throws InterruptedException {
        Console console = tollgate.console();
        requirePort("--port", port);
        requirePort("--admin-port", adminPort);
        Path folder = console.checkout().resolve("data/demo").toAbsolutePath();
        Path data = folder.resolve("data");
        if (new RunningGateway(data).isThere()) {
            throw CommandException.failed("the demo runs already on " + data + "; end that one first");
        }
        try (LegacyBilling billing = startBilling(console)) {
            DemoPlaces places = places(folder, data, billing.address().getPort(), console.world());
            Gateway gateway = start(config(places), console);
            try {
                new DemoUsers(gateway.ground().administration()).addMissing(DemoPlan.users());
            } catch (CommandException e) {
                gateway.close();
                throw e;
            }
            tell(places);
            console.end().await(gateway::close);
        } catch (IOException e) {
            throw CommandException.failed("the demo can't write to " + folder + ": " + e.getMessage());
        }
        return ExitCode.DONE;
    }

    private static Gateway start(GatewayConfig config, Console console) {
        try {
            return RunCommand.start(
                    config,
                    console,
                    running -> ConfigReader.read(
                            running.file(),
                            console.environment(),
                            console.world().clock()));
        } catch (CommandException e) {
            throw CommandException.of(
                    e.exit(),
                    e.getMessage() + "\n(tollgate demo --port PORT --admin-port PORT listens on other ports)");
        }
    }

    private static void requirePort(String option, int port) {
        if (port < 1 || port > 65_535) {
            throw CommandException.wrong(option + " " + port + " is not a port; give a number from 1 to 65535");
        }
    }

    private static LegacyBilling startBilling(Console console) {
        try {
            return LegacyBilling.start(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                    console.world().clock());
        } catch (IOException e) {
            throw CommandException.failed("the demo's application can't start: " + e.getMessage());
        }
    }

    /** Makes the certificate and the YAML; what is there and still good stays. */
    private DemoPlaces places(Path folder, Path data, int billingPort, World world) throws IOException {
        Files.createDirectories(folder);
        DevCertificateFiles files =
                new DevCertificates(world.random(), world.clock()).into(folder.resolve("certs"), NAMES);
        DemoPlaces places = new DemoPlaces(
                port,
                adminPort,
                billingPort,
                folder.resolve("tollgate.yaml"),
                files.authority(),
                files.certificate(),
                files.key(),
                data);
        Files.writeString(places.config(), DemoPlan.yaml(places));
        return places;
    }

    private GatewayConfig config(DemoPlaces places) {
        ReadResult result = ConfigReader.read(
                places.config(),
                tollgate.console().environment(),
                tollgate.console().world().clock());
        if (result instanceof ReadResult.Problems wrong) {
            tollgate.output().problems(wrong.problems(), true);
            throw CommandException.failed("the demo's own configuration has a fault");
        }
        return ((ReadResult.Loaded) result).config();
    }

    private void tell(DemoPlaces places) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("url", "https://localhost:" + places.listenerPort() + "/");
        json.put("config", places.config().toString());
        json.put("users", DemoPlan.users());
        tollgate.output().answer(DemoPlan.greeting(places).stripTrailing(), json);
    }
}
