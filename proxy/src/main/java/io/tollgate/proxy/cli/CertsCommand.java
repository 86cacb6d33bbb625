package io.tollgate.proxy.cli;

import io.tollgate.certs.DevCertificateFiles;
import io.tollgate.certs.DevCertificates;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tollgate certs …}: certificates for trying things out. */
@Command(name = "certs", header = "Certificates for trying things out.", synopsisSubcommandLabel = "COMMAND")
final class CertsCommand implements Callable<Integer> {
    private static final List<String> LOOPBACK = List.of("localhost", "127.0.0.1", "::1");

    private final Tollgate tollgate;

    @Spec
    private @Nullable CommandSpec spec;

    CertsCommand(Tollgate tollgate) {
        this.tollgate = tollgate;
    }

    @Override
    public Integer call() {
        throw Tollgate.missingCommand(spec);
    }

    @Command(header = "Make a throw-away CA and a server certificate; what is there and still good is left alone.")
    int dev(
            @Option(
                            names = "--into",
                            paramLabel = "DIR",
                            defaultValue = "certs",
                            description = "Where to put them (certs).")
                    Path directory,
            @Option(
                            names = "--name",
                            paramLabel = "NAME",
                            description = "A DNS name or address to serve; may be repeated (localhost).")
                    @Nullable
                    List<String> names) {
        DevCertificates maker = new DevCertificates(
                tollgate.console().world().random(), tollgate.console().world().clock());
        try {
            DevCertificateFiles files = maker.into(directory, names == null ? LOOPBACK : names);
            tell(files);
            return ExitCode.DONE;
        } catch (IllegalArgumentException e) {
            throw CommandException.wrong(String.valueOf(e.getMessage()));
        } catch (FileAlreadyExistsException e) {
            throw CommandException.failed(e.getFile() + ": " + e.getReason());
        } catch (IOException e) {
            throw CommandException.failed(
                    "can't write to " + directory + ": " + e.getMessage() + "; name another folder with --into");
        }
    }

    private void tell(DevCertificateFiles files) {
        Map<String, String> json = new LinkedHashMap<>();
        json.put("certificate", files.certificate().toString());
        json.put("key", files.key().toString());
        json.put("authority", files.authority().toString());
        tollgate.output()
                .answer(
                        "tls: { certificate: " + files.certificate() + ", key: " + files.key() + " }\n"
                                + "to trust it, add " + files.authority()
                                + " to a browser: it vouches for these names only",
                        json);
    }
}
