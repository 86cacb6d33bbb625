package io.tollgate.proxy.cli;

import io.tollgate.config.GatewayConfig;
import io.tollgate.config.SealKey;
import io.tollgate.filters.audit.AuditHead;
import io.tollgate.filters.audit.TrailVerifier;
import io.tollgate.filters.seal.KeyPlace;
import io.tollgate.filters.seal.LastingKeys;
import io.tollgate.filters.seal.SealException;
import io.tollgate.filters.seal.SealKeyException;
import io.tollgate.filters.seal.SealedWith;
import io.tollgate.filters.seal.Sealer;
import io.tollgate.filters.seal.SealingKey;
import io.tollgate.filters.store.Store;
import io.tollgate.proxy.Ground;
import io.tollgate.proxy.SealedAuditKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tollgate audit …}: reads the trail, while a gateway writes it or none does. */
@Command(
        name = "audit",
        header = "What happened, and whether the record of it is whole.",
        synopsisSubcommandLabel = "COMMAND")
final class AuditCommand implements Callable<Integer> {
    private final Tollgate tollgate;

    @Spec
    private @Nullable CommandSpec spec;

    AuditCommand(Tollgate tollgate) {
        this.tollgate = tollgate;
    }

    @Override
    public Integer call() {
        throw Tollgate.missingCommand(spec);
    }

    @Command(header = "Print the last 100 events.")
    int tail(@Option(names = "--follow", description = "Stay, and print what comes.") boolean isFollowing)
            throws InterruptedException {
        Path trail = trail(tollgate.config());
        try {
            new TrailTail(trail, tollgate.output()).print(isFollowing);
            return ExitCode.DONE;
        } catch (IOException e) {
            throw unreadable(trail, e);
        }
    }

    @Command(header = "Prove that no event was changed, removed or reordered; name those that were.")
    int verify() {
        GatewayConfig config = tollgate.config();
        Path trail = trail(config);
        try {
            SealedAuditKeys keys = keys(config);
            // Heads first: a line that is written meanwhile is then one more than the store knew, never one less.
            List<AuditHead> heads = Store.readHeads(config.data());
            return tell(new TrailVerifier(trail, keys, heads).verify());
        } catch (SealKeyException | SealException e) {
            throw CommandException.wrong(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw unreadable(trail, e);
        }
    }

    private static Path trail(GatewayConfig config) {
        Path trail = Ground.trailDirectory(config.data());
        if (!Files.isDirectory(trail)) {
            throw CommandException.failed("there is no audit trail in " + trail + "; nothing has happened yet, or data:"
                    + " names another folder");
        }
        return trail;
    }

    /** Never makes one: a new key could verify nothing. A rotation may go on beside this: then they are read again. */
    private SealedAuditKeys keys(GatewayConfig config) throws SealKeyException {
        KeyPlace place = new KeyPlace(config.sealKey(), config.data());
        if (config.sealKey() instanceof SealKey.Generated made
                && !Files.exists(made.path())
                && !Files.exists(KeyPlace.nextTo(made.path()))) {
            throw new SealKeyException("sealing key " + made.path()
                    + ": is missing, and the trail was written with it; put it back from a backup");
        }
        try {
            return keys(config, place);
        } catch (SealKeyException | SealException e) {
            return keys(config, place);
        }
    }

    private SealedAuditKeys keys(GatewayConfig config, KeyPlace place) throws SealKeyException {
        SecureRandom random = tollgate.console().world().random();
        SealingKey key =
                SealedWith.find(place, Store.readSealing(config.data()), random).key();
        return new SealedAuditKeys(LastingKeys.of(key, new Sealer(key, random), Store.readCarried(config.data())));
    }

    private int tell(TrailVerifier.Report report) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("intact", report.isIntact());
        json.put("lines", report.lines());
        json.put("findings", report.findings().stream().map(AuditCommand::row).toList());
        StringBuilder text = new StringBuilder();
        report.findings().forEach(finding -> text.append(finding).append('\n'));
        text.append(
                report.isIntact()
                        ? "intact: " + report.lines() + " lines, from the first to the one the store knows as the last"
                        : "NOT intact: " + report.findings().size() + " findings in " + report.lines() + " lines");
        tollgate.output().answer(text.toString(), json);
        return report.isIntact() ? ExitCode.DONE : ExitCode.NO;
    }

    private static Map<String, Object> row(TrailVerifier.Finding finding) {
        Path file = finding.file();
        Map<String, Object> row = new LinkedHashMap<>();
        if (file != null) {
            row.put("file", file.toString());
            row.put("line", finding.line());
        }
        row.put("what", finding.what());
        return row;
    }

    private static CommandException unreadable(Path trail, IOException e) {
        return CommandException.failed("the audit trail in " + trail + " can't be read (" + e.getMessage()
                + "); run the command as the user that the gateway runs as");
    }
}
