package io.tollgate.benchmarks.gateway;

import io.tollgate.benchmarks.BenchmarkException;
import io.tollgate.benchmarks.load.Visitor;
import io.tollgate.benchmarks.process.Cores;
import io.tollgate.benchmarks.process.Running;
import io.tollgate.benchmarks.process.Tool;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A gateway that runs for a benchmark, in a process of its own. Confined to one thread. */
public final class BenchGateway implements AutoCloseable {
    /** Who makes the load. */
    public static final String USER = "bench@clinic.example";

    private static final Pattern READY = Pattern.compile("ready: public on 127\\.0\\.0\\.1:([0-9]+)");
    private static final Duration START = Duration.ofMinutes(2);
    private static final Duration COMMAND = Duration.ofSeconds(60);
    private static final String SESSION_COOKIE = "__Host-tollgate";
    private static final int SEE_OTHER = 303;
    private static final int REFUSED = 2;

    private final Running process;
    private final int port;

    private BenchGateway(Running process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Why this build does not take the deployment; null where it does. */
    public static @Nullable String refusal(GatewayJvm jvm, Deployment deployment) {
        Path yaml = deployment.write();
        Tool.Output checked = Tool.run(jvm.brief("check", "--config", yaml.toString()), COMMAND);
        if (checked.exit() == REFUSED) {
            return checked.text()
                    .lines()
                    .filter(line -> line.contains("tollgate.yaml"))
                    .map(line -> line.substring(line.indexOf("tollgate.yaml")))
                    .findFirst()
                    .orElse(checked.text().strip());
        }
        checked.orFail("the configuration can't be checked");
        return null;
    }

    /** Adds the user who makes the load, and starts it, where what is measured runs. */
    public static BenchGateway start(String name, GatewayJvm jvm, Deployment deployment, Cores cores, String password) {
        Path yaml = deployment.write();
        addUser(jvm, yaml, USER, "biller", password);
        return started(name, cores.forMeasured(jvm.run(yaml)), deployment.folder());
    }

    /** Starts it with this command. */
    public static BenchGateway started(String name, List<String> command, Path folder) {
        Running process = Running.start(name, command, folder);
        try {
            return new BenchGateway(
                    process, Integer.parseInt(process.awaitSaying(READY, START).group(1)));
        } catch (BenchmarkException e) {
            process.close();
            throw e;
        }
    }

    /** Adds a user, or asks a running gateway to. */
    public static void addUser(GatewayJvm jvm, Path yaml, String name, String role, String password) {
        Tool.run(
                        jvm.brief(
                                "users",
                                "add",
                                name,
                                "--role",
                                role,
                                "--keep",
                                "--password-stdin",
                                "--config",
                                yaml.toString()),
                        COMMAND,
                        password + "\n")
                .orFail("a user can't be added");
    }

    /** Logs in as a browser does; the cookie, name and value. */
    public static String login(Visitor visitor, String user, String password) {
        Visitor.Answer answer = visitor.post(
                "/.tollgate/login",
                Map.of("username", user, "password", password, "return-to", "/"),
                Map.of("Sec-Fetch-Site", "same-origin"));
        String cookie = answer.cookie(SESSION_COOKIE);
        if (answer.status() != SEE_OTHER || cookie == null) {
            throw new BenchmarkException("the login was answered with " + answer.status());
        }
        return SESSION_COOKIE + "=" + cookie;
    }

    public Running process() {
        return process;
    }

    public int port() {
        return port;
    }

    @Override
    public void close() {
        process.close();
    }
}
