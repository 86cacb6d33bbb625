package io.tollgate.proxy.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.filters.audit.TrailVerifier;
import io.tollgate.filters.seal.SealingKey;
import io.tollgate.filters.store.Store;
import io.tollgate.proxy.GatewayRig;
import io.tollgate.proxy.Ground;
import io.tollgate.proxy.SealedAuditKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What a gateway that is gone has left behind. Immutable. */
record Aftermath(GatewayRig rig) {
    /** The trail is as {@code audit verify} wants it, and this long at least. */
    void trailIsWhole(int lines) throws IOException {
        Path data = rig.config().data();
        SealingKey key = SealingKey.load(rig.config().sealKey(), data, new SecureRandom());
        TrailVerifier.Report report = new TrailVerifier(
                        Ground.trailDirectory(data), new SealedAuditKeys(key), Store.readHeads(data))
                .verify();
        assertThat(report.findings()).isEmpty();
        assertThat(report.lines()).isGreaterThanOrEqualTo(lines);
    }

    /** The trail's lines of this type. */
    List<String> linesOf(String type) throws IOException {
        List<String> lines = new ArrayList<>();
        try (Stream<Path> files = Files.list(Ground.trailDirectory(rig.config().data()))) {
            for (Path file : files.toList()) {
                Files.readAllLines(file).stream()
                        .filter(line -> line.contains("\"" + type + "\""))
                        .forEach(lines::add);
            }
        }
        return lines;
    }

    /** What is counted for a name, one number a place; asks what runs now. */
    List<Integer> failures(String name) throws IOException {
        return rig.command("lockouts.list").rows().stream()
                .filter(row -> name.equals(row.get("user")))
                .map(row -> ((Number) row.get("failures")).intValue())
                .filter(failures -> failures > 0)
                .toList();
    }

    /** Every count of a name is between these, and there is one where there has to be. */
    void isCounted(String name, int least, int most) throws IOException {
        List<Integer> failures = failures(name);
        if (least > 0) {
            assertThat(failures).as("failures of %s", name).isNotEmpty();
        }
        assertThat(failures).as("failures of %s", name).allMatch(count -> count >= least && count <= most);
    }

    /** Every session that is listed was opened by a login that the trail tells of. */
    void sessionsAreProved() throws IOException {
        List<String> logins = linesOf("login.succeeded");
        for (var row : rig.command("sessions.list").rows()) {
            String id = String.valueOf(row.get("id"));
            assertThat(logins).as("what tells of session %s", id).anyMatch(line -> line.contains(id));
        }
    }
}
