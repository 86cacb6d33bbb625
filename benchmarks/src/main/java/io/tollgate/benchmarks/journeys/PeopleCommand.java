package io.tollgate.benchmarks.journeys;

import io.tollgate.benchmarks.BenchmarkException;
import io.tollgate.config.GatewayConfig;
import io.tollgate.config.reader.ConfigReader;
import io.tollgate.config.reader.ReadResult;
import io.tollgate.proxy.Gateway;
import io.tollgate.proxy.control.ControlClient;
import io.tollgate.proxy.control.ControlReply;
import io.tollgate.proxy.control.ControlRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code tollgate bench people}: users of a running gateway for {@code bench load}, and the file that names them. */
@Command(
        name = "people",
        header = "Add users with random passwords to a running gateway, and write the file that bench load reads.",
        description = {
            "They are benchN@load.invalid; take them away again by: tollgate users delete NAME.",
            "Each costs the hash of a password. Run it as the owner of the gateway's data."
        })
public final class PeopleCommand implements Callable<Integer> {
    private static final int DONE = 0;
    private static final int MOST = 10_000;
    private static final int PASSWORD_BYTES = 18;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Option(names = "--config", paramLabel = "FILE", description = "The gateway's configuration (tollgate.yaml).")
    private Path config = Path.of("tollgate.yaml");

    @Option(names = "--count", paramLabel = "N", description = "How many (50).")
    private int count = 50;

    @Option(
            names = "--role",
            required = true,
            paramLabel = "ROLE",
            description = "A role of each of them, as apps declare it; may be repeated.")
    @SuppressWarnings("NullAway.Init")
    private List<String> roles;

    @Option(names = "--into", required = true, paramLabel = "FILE", description = "A file that is not there yet.")
    @SuppressWarnings("NullAway.Init")
    private Path into;

    @Override
    public Integer call() {
        if (count < 1 || count > MOST) {
            throw new ParameterException(spec.commandLine(), "--count: a number from 1 to " + MOST);
        }
        if (Files.exists(into)) {
            throw new ParameterException(
                    spec.commandLine(), "--into: " + into + " is there already; name another file");
        }
        List<Account> accounts = accounts();
        try {
            PeopleFile.write(into, accounts); // before anybody is added: a password that nobody knows helps nobody
        } catch (IOException e) {
            throw new BenchmarkException(into + " can't be written: " + e.getMessage(), e);
        }
        boolean isAnybodyAdded = false;
        try {
            ControlClient gateway = new ControlClient(Gateway.controlSocket(read().data()));
            for (Account account : accounts) {
                add(gateway, account);
                isAnybodyAdded = true;
            }
        } finally {
            if (!isAnybodyAdded) {
                discard();
            }
        }
        spec.commandLine()
                .getOut()
                .println(count + " users are added, and " + into + " names them; now: ./tollgate bench load --people "
                        + into + " --users " + count + " --url ...");
        spec.commandLine().getOut().flush();
        return DONE;
    }

    /** The file names nobody: the next attempt is to find its place free. */
    private void discard() {
        try {
            Files.deleteIfExists(into);
        } catch (IOException e) {
            throw new BenchmarkException(into + " names nobody and can't be deleted: " + e.getMessage(), e);
        }
    }

    private List<Account> accounts() {
        SecureRandom random = new SecureRandom();
        List<Account> accounts = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            byte[] bytes = new byte[PASSWORD_BYTES];
            random.nextBytes(bytes);
            accounts.add(new Account(
                    "bench" + i + "@load.invalid", Base64.getUrlEncoder().encodeToString(bytes)));
        }
        return accounts;
    }

    private GatewayConfig read() {
        ReadResult result = ConfigReader.read(config, System::getenv, InstantSource.system());
        if (result instanceof ReadResult.Loaded loaded) {
            return loaded.config();
        }
        throw new BenchmarkException(config + " has faults; see: tollgate check --config " + config);
    }

    private void add(ControlClient gateway, Account account) {
        Map<String, List<String>> arguments = new HashMap<>();
        arguments.put("name", List.of(account.name()));
        arguments.put("role", roles);
        arguments.put("password", List.of(account.password()));
        arguments.put("keep", List.of());
        try {
            ControlReply reply = gateway.call(new ControlRequest("users.add", arguments));
            if (reply.exit() != 0) {
                throw new BenchmarkException(account.name() + " was not added: " + reply.message());
            }
        } catch (IOException e) {
            throw new BenchmarkException(
                    "the gateway of " + config + " does not answer (" + e.getMessage()
                            + "); start it, and be who owns its data",
                    e);
        }
    }
}
