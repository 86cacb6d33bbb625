package io.tollgate.proxy.cli;

import io.tollgate.config.AppConfig;
import io.tollgate.config.GatewayConfig;
import io.tollgate.config.reader.ReadResult;
import io.tollgate.proxy.Gateway;
import io.tollgate.proxy.GatewayStartException;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;

/** {@code tollgate run}: the gateway itself, until a signal ends it. */
@Command(
        name = "run",
        header = "Run the gateway until SIGTERM or Ctrl-C, then let what is under way finish; SIGHUP is reload.")
final class RunCommand implements Callable<Integer> {
    private final Tollgate tollgate;

    RunCommand(Tollgate tollgate) {
        this.tollgate = tollgate;
    }

    @Override
    public Integer call() throws InterruptedException {
        // What is wrong is told as check tells it, before anything is made or changed.
        GatewayConfig config = tollgate.loaded(tollgate.checked(null));
        CompletableFuture<Gateway> running = new CompletableFuture<>();
        // From the beginning: who asks for a reload too early must not end what is about to start.
        tollgate.console().hangUps().listen(() -> running.thenAccept(gateway -> gateway.reload("signal:HUP")));
        Gateway gateway = start(config, tollgate.console(), tollgate::checked);
        tell(config, gateway);
        running.complete(gateway);
        tollgate.console().end().await(gateway::close);
        return ExitCode.DONE;
    }

    /** Starts it, or ends the command with what stands in the way. */
    static Gateway start(GatewayConfig config, Console console, Function<GatewayConfig, ReadResult> source) {
        try {
            return Gateway.start(config, console.world(), source);
        } catch (GatewayStartException e) {
            throw CommandException.of(e.fault().exitCode(), String.valueOf(e.getMessage()));
        }
    }

    private void tell(GatewayConfig config, Gateway gateway) {
        List<String> apps = config.apps().stream().map(AppConfig::name).toList();
        Map<String, String> addresses = new LinkedHashMap<>();
        gateway.addresses().forEach((name, address) -> addresses.put(name, text(address)));
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("listeners", addresses);
        json.put("apps", apps);
        Map<String, String> engines = new LinkedHashMap<>();
        gateway.engines().forEach((name, engine) -> engines.put(name, engine.word()));
        json.put("engines", engines);
        String where = addresses.entrySet().stream()
                .map(entry -> entry.getKey() + " on " + entry.getValue())
                .collect(Collectors.joining(", "));
        tollgate.output().answer("ready: " + where + "; apps: " + String.join(", ", apps) + told(engines), json);
    }

    /** One word where all listeners have the same engine. */
    private static String told(Map<String, String> engines) {
        Set<String> different = new LinkedHashSet<>(engines.values());
        if (different.size() == 1) {
            return "; TLS: " + different.iterator().next();
        }
        return engines.isEmpty()
                ? ""
                : engines.entrySet().stream()
                        .map(entry -> entry.getKey() + " by " + entry.getValue())
                        .collect(Collectors.joining(", ", "; TLS: ", ""));
    }

    private static String text(InetSocketAddress address) {
        String host = address.getAddress().getHostAddress();
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + address.getPort();
    }
}
