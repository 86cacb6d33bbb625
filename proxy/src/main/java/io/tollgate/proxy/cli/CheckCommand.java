package io.tollgate.proxy.cli;

import io.tollgate.config.AppConfig;
import io.tollgate.config.AppLoginConfig;
import io.tollgate.config.AppLoginConfig.BasicLogin;
import io.tollgate.config.AppLoginConfig.FormLogin;
import io.tollgate.config.GatewayConfig;
import io.tollgate.config.ListenerConfig;
import io.tollgate.config.Profile;
import io.tollgate.config.reader.ReadResult;
import io.tollgate.config.rule.MarkerCoverage;
import io.tollgate.proxy.tls.TlsProblem;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code tollgate check}: everything that is wrong, before anything is started. */
@Command(name = "check", header = "Print everything that is wrong with the configuration, and where.")
final class CheckCommand implements Callable<Integer> {
    private final Tollgate tollgate;

    @Option(
            names = "--controls",
            description =
                    "Print which clause of the profiles is met by which setting, its value and where that comes from.")
    private boolean isControls;

    CheckCommand(Tollgate tollgate) {
        this.tollgate = tollgate;
    }

    @Override
    public Integer call() {
        ReadResult result = tollgate.read();
        if (result instanceof ReadResult.Problems wrong) {
            tollgate.output().problems(wrong.problems(), false);
            return ExitCode.WRONG;
        }
        GatewayConfig config = ((ReadResult.Loaded) result).config();
        if (isControls) {
            ControlsTable controls = new ControlsTable(config.controls());
            tollgate.output().answer(controls.text(), controls.json());
            return ExitCode.DONE;
        }
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
        List<String> warnings = new ArrayList<>(
                checks.warnings().stream().map(TlsProblem::toString).toList());
        warnings.addAll(risksThatEnd(config));
        warnings.addAll(wideSuccesses(config));
        json.put("warnings", warnings);
        json.put(
                "profiles",
                config.controls().profiles().stream().map(Profile::word).toList());
        json.put("open", config.controls().open().size());
        StringBuilder text = new StringBuilder();
        warnings.forEach(warning -> text.append("warning: ").append(warning).append('\n'));
        text.append("ok: ").append(tollgate.configFile()).append("; apps: ").append(apps);
        text.append("; listeners: ").append(listeners).append(profiles(config));
        tollgate.output().answer(text.toString(), json);
    }

    /** Whatever an app answers instead of its usual failure would be a login. */
    private static List<String> wideSuccesses(GatewayConfig config) {
        List<String> wide = new ArrayList<>();
        for (AppConfig app : config.apps()) {
            AppLoginConfig login = app.login();
            FormLogin form = login == null ? null : login.form();
            BasicLogin basic = login == null ? null : login.basic();
            if (form != null && MarkerCoverage.covers(form.success(), form.failure())) {
                wide.add(wide(app, "form"));
            }
            if (basic != null && MarkerCoverage.covers(basic.success(), basic.failure())) {
                wide.add(wide(app, "basic"));
            }
        }
        return wide;
    }

    private static String wide(AppConfig app, String kind) {
        return "apps." + app.name() + ".login." + kind
                + ".success: fits each failure, too, so that any other answer like a"
                + " failure (of an app in trouble, say) is a login; name what only a login has, a cookie best of all";
    }

    private List<String> risksThatEnd(GatewayConfig config) {
        LocalDate today = LocalDate.ofInstant(tollgate.console().world().clock().instant(), ZoneOffset.UTC);
        return config.controls().ending(today).stream()
                .map(risk -> "accepted-risks." + risk.setting() + ": ends with " + risk.until()
                        + "; tighten it before, or accept it anew")
                .toList();
    }

    private static String profiles(GatewayConfig config) {
        List<Profile> profiles = config.controls().profiles();
        int open = config.controls().open().size();
        if (profiles.isEmpty()) {
            return "";
        }
        String names = profiles.stream().map(Profile::word).collect(Collectors.joining(", "));
        return "; profiles: " + names
                + (open == 0
                        ? ""
                        : " (not covered: " + open + (open == 1 ? " clause" : " clauses") + ", see check --controls)");
    }
}
