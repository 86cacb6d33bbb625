package io.tollgate.proxy.cli;

import io.tollgate.config.AppConfig;
import io.tollgate.config.GatewayConfig;
import io.tollgate.config.ListenerConfig;
import io.tollgate.config.reader.ReadResult;
import io.tollgate.proxy.tls.TlsProblem;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code tollgate check}: everything that is wrong, before anything is started. */
@Command(name = "check", header = "Print everything that is wrong with the configuration, and where.")
final class CheckCommand implements Callable<Integer> {
    private final Tollgate tollgate;

    @Option(names = "--controls", hidden = true)
    private boolean isControls;

    CheckCommand(Tollgate tollgate) {
        this.tollgate = tollgate;
    }

    @Override
    public Integer call() {
        if (isControls) {
            throw CommandException.wrong("check --controls: not in this release");
        }
        ReadResult result = tollgate.read();
        if (result instanceof ReadResult.Problems wrong) {
            tollgate.output().problems(wrong.problems(), false);
            return ExitCode.WRONG;
        }
        GatewayConfig config = ((ReadResult.Loaded) result).config();
        StartChecks checks =
                new StartChecks(config, tollgate.console().world(), ConfigPlaces.of(tollgate.configFile()), null);
        if (!checks.problems().isEmpty()) {
            tollgate.output().problems(checks.problems(), false);
            return ExitCode.WRONG;
        }
        tell(config, checks);
        return ExitCode.DONE;
    }

    private void tell(GatewayConfig config, StartChecks checks) {
        String apps = config.apps().stream().map(AppConfig::name).collect(Collectors.joining(", "));
        String listeners = config.listeners().stream()
                .map(listener -> listener.name() + " on " + listener.address())
                .collect(Collectors.joining(", "));
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("exit", ExitCode.DONE);
        json.put("apps", config.apps().stream().map(AppConfig::name).toList());
        json.put(
                "listeners",
                config.listeners().stream().map(ListenerConfig::name).toList());
        json.put(
                "warnings", checks.warnings().stream().map(TlsProblem::toString).toList());
        StringBuilder text = new StringBuilder();
        checks.warnings()
                .forEach(warning -> text.append("warning: ").append(warning).append('\n'));
        text.append("ok: ").append(tollgate.configFile()).append("; apps: ").append(apps);
        text.append("; listeners: ").append(listeners);
        tollgate.output().answer(text.toString(), json);
    }
}
